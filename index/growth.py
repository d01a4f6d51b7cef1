"""What of a library is in segments already, and what the next segment has to hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.contents import Contents, places_in
from index.manifest import Stretch
from index.merging import Held, to_merge
from index.segment import Segment
from index.stores.layout import Layout, Run
from ingest.model import Library, SourceFile
from ingest.parts import Part, parts_of

Place = tuple[int, int]
"""The number of a segment, and a number in it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The segments of the next snapshot: ``kept`` ones, and behind them a new one of ``sources`` and ``parts``.

    The new one's rows come, by ``layout``, from ``merged`` segments and at last from the chunks of ``fresh`` parts.
    """

    kept: tuple[Segment, ...]
    merged: tuple[Segment, ...]
    fresh: tuple[Part, ...]
    leaving: tuple[tuple[Segment, int], ...]
    """Documents of the library before that the next has no more, or not so: their segments, and their numbers there."""
    sources: tuple[SourceFile, ...]
    parts: tuple[Part, ...]
    layout: Layout
    source_stretches: tuple[Stretch, ...]
    part_stretches: tuple[Stretch, ...]

    @property
    def is_new(self) -> bool:
        """Whether there has to be a new segment."""
        return bool(self.sources or self.parts)


def growth_of(library: Library, base: Contents | None) -> Growth:
    """How ``library`` is made of what ``base`` has and of a new segment. Takes as long as ``library`` has documents.

    Raises:
        ValueError: clauses or chunks of ``library`` do not stand in the order of its documents.
    """
    before = base.parts if base else {}
    segments = base.segments if base else ()
    places = base.places if base else {}
    parts = parts_of(library, before)
    held = [places[part.document.id] if before.get(part.document.id) is part else None for part in parts]
    staying = {id(part) for part, place in zip(parts, held, strict=True) if place is not None}
    merged = sorted(_merged(segments, parts, held))
    settled = [place if place and place[0] not in merged else None for place in held]
    origins = [place if place and place[0] not in merged else None for place in _source_places(library, base)]
    kept = sorted({place[0] for place in (*settled, *origins) if place})
    return Growth(
        kept=tuple(segments[at] for at in kept),
        merged=tuple(segments[at] for at in merged),
        fresh=tuple(part for part in parts if id(part) not in staying),
        leaving=tuple((segments[places[i][0]], places[i][1]) for i, part in before.items() if id(part) not in staying),
        sources=tuple(source for source, place in zip(library.sources, origins, strict=True) if not place),
        parts=tuple(part for part, place in zip(parts, settled, strict=True) if not place),
        layout=_layout(parts, held, segments, merged),
        source_stretches=_stretches(origins, kept),
        part_stretches=_stretches(settled, kept),
    )


def _source_places(library: Library, base: Contents | None) -> list[Place | None]:
    """Where each file is already. One that is not the same object is compared with the file of its name."""
    if base is None:
        return [None] * len(library.sources)
    places = dict(zip(map(id, base.library.sources), places_in(base.manifest.sources), strict=True))
    found: list[Place | None] = [places.get(id(source)) for source in library.sources]
    unknown = [at for at, place in enumerate(found) if place is None]
    held = {source.name: source for source in base.library.sources} if unknown else {}
    for at in unknown:
        same = held.get(library.sources[at].name)
        if same is not None and same == library.sources[at]:
            found[at] = places[id(same)]
    return found


def _merged(segments: tuple[Segment, ...], parts: tuple[Part, ...], places: list[Place | None]) -> frozenset[int]:
    live = [0] * len(segments)
    added = 0
    for part, place in zip(parts, places, strict=True):
        if place is None:
            added += len(part.chunks)
        else:
            live[place[0]] += len(part.chunks)
    return to_merge([Held(s.first_rows[-1], n) for s, n in zip(segments, live, strict=True)], added)


def _layout(
    parts: tuple[Part, ...], held: list[Place | None], segments: tuple[Segment, ...], merged: list[int]
) -> Layout:
    """Where the rows of the new segment come from."""
    piece = {segment: at for at, segment in enumerate(merged)}
    runs = []
    fresh = 0
    for part, place in zip(parts, held, strict=True):
        if place is None:
            runs.append(Run(len(merged), fresh, fresh + len(part.chunks)))
            fresh += len(part.chunks)
        elif place[0] in piece:
            rows = segments[place[0]].first_rows
            runs.append(Run(piece[place[0]], rows[place[1]], rows[place[1] + 1]))
    return Layout(runs, [*(segments[at].first_rows[-1] for at in merged), fresh])


def _stretches(places: Iterable[Place | None], kept: list[int]) -> tuple[Stretch, ...]:
    """``places`` in few words; ``None`` is the next thing of the new segment."""
    number = {segment: at for at, segment in enumerate(kept)}
    found: list[Stretch] = []
    new = 0
    for place in places:
        segment, at = (len(kept), new) if place is None else (number[place[0]], place[1])
        new += place is None
        if found and found[-1][0] == segment and found[-1][2] == at:
            found[-1] = (segment, found[-1][1], at + 1)
        else:
            found.append((segment, at, at + 1))
    return tuple(found)
