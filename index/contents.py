"""The parts of a snapshot, opened together and held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, repeat
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.manifest import REBUILD, Counts, Manifest, Stretch, check_files
from index.segment import SEGMENTS, Segment, open_segment
from index.stores.bm25_store import Bm25Store
from index.stores.dense import DenseStore
from index.stores.faiss_store import FaissStore
from index.stores.joined_dense import JoinedDense
from index.stores.layout import Layout, Run
from ingest.artifacts import joined_sha256
from ingest.changes import Changes, load_changes
from ingest.errors import IngestError
from ingest.model import Library
from ingest.parts import Part

T = TypeVar("T")


@dataclass(frozen=True)
class Contents:
    """An opened snapshot: row i of both stores is chunk i of the library."""

    manifest: Manifest
    library: Library
    changes: Changes
    """What people changed by hand, up to this snapshot; the library shows it already."""
    dense: DenseStore
    lexical: Bm25Store
    segments: tuple[Segment, ...]
    layout: Layout
    """Where each row is in ``segments``."""

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The library document by document, in its order, by id."""
        parts = _taken(self.manifest.documents, [segment.parts for segment in self.segments])
        return dict(zip((document.id for document in self.library.documents), parts, strict=True))

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """The segment of each document, and its number there."""
        return dict(zip(self.parts, places_in(self.manifest.documents), strict=True))

    @cached_property
    def document_of(self) -> NDArray[np.int64]:
        """The document of each row, by its number in the library."""
        found = [np.empty(0, np.int64)]
        before = 0
        for at, start, end in self.manifest.documents:
            segment = self.segments[at]
            own = segment.document_of[segment.first_rows[start] : segment.first_rows[end]]
            found.append(own + (before - start))
            before += end - start
        return np.concatenate(found)

    @cached_property
    def clause_of(self) -> NDArray[np.int64]:
        """A number for the clause of each row, different for different clauses."""
        before = np.cumsum([0, *(segment.first_rows[-1] for segment in self.segments)])
        runs = (self.segments[r.piece].clause_of[r.start : r.end] + before[r.piece] for r in self.layout.runs)
        return np.concatenate([np.empty(0, np.int64), *runs])


def counts_of(library: Library) -> Counts:
    """The counts a manifest gives for ``library``."""
    return Counts(
        sources=len(library.sources),
        documents=len(library.documents),
        clauses=len(library.clauses),
        chunks=len(library.chunks),
    )


def load_contents(directory: Path, *, anew: bool = False) -> Contents:
    """Open the snapshot in ``directory`` after checking it: segments that this process has not opened yet from end to
    end, the others only for changes since; with ``anew`` all from end to end.

    Raises:
        IndexCorrupt: a file is absent or damaged, or its parts do not belong together.
        IndexMismatch: another version of this program wrote it.
    """
    manifest, segments = check_contents(directory, anew=anew)
    try:
        changes = load_changes(directory)
    except IngestError as error:
        raise IndexCorrupt(f"{error}（{directory}）") from error
    return _joined(manifest, changes, segments)


def check_contents(directory: Path, *, anew: bool = False) -> tuple[Manifest, tuple[Segment, ...]]:
    """The check of :func:`load_contents` alone, with what it opened; raises as that."""
    manifest = Manifest.read(directory)
    check_files(manifest.files, directory)
    folder = directory.parents[1] / SEGMENTS
    segments = tuple(open_segment(folder, named.name, named.sha256, anew=anew) for named in manifest.segments)
    if not _fits(manifest, segments):
        raise IndexCorrupt(f"快照各部分前后不一：{directory}。请回退到其他快照，或{REBUILD[1:]}")
    return manifest, segments


def library_sha256_of(
    segments: Sequence[Segment],
    sources: Sequence[Stretch],
    documents: Sequence[Stretch],
    failures: Sequence[tuple[str, str]],
) -> str:
    """What ``library_sha256`` gives for the library these stretches make, from what the segments say of themselves."""
    return joined_sha256(
        _taken(sources, [segment.record.sources for segment in segments]),
        _taken(documents, [segment.digests for segment in segments]),
        failures,
    )


def _fits(manifest: Manifest, segments: Sequence[Segment]) -> bool:
    """Whether the segments are such that the manifest can be about them."""
    return (
        _within(manifest.sources, [len(segment.library.sources) for segment in segments])
        and _within(manifest.documents, [len(segment.parts) for segment in segments])
        and all((s.record.model, s.record.dim) == (manifest.model, manifest.dim) for s in segments)
        and manifest.metric == FaissStore.metric
        and _counted(manifest, segments) == manifest.counts
        and library_sha256_of(segments, manifest.sources, manifest.documents, manifest.failures)
        == manifest.library_sha256
    )


def _counted(manifest: Manifest, segments: Sequence[Segment]) -> Counts:
    taken = [(segments[at], start, end) for at, start, end in manifest.documents]
    return Counts(
        sources=sum(end - start for _, start, end in manifest.sources),
        documents=sum(end - start for _, start, end in taken),
        clauses=sum(s.first_clauses[end] - s.first_clauses[start] for s, start, end in taken),
        chunks=sum(s.first_rows[end] - s.first_rows[start] for s, start, end in taken),
    )


def _joined(manifest: Manifest, changes: Changes, segments: tuple[Segment, ...]) -> Contents:
    libraries = [segment.library for segment in segments]
    clauses = [(at, segments[at].first_clauses[a], segments[at].first_clauses[b]) for at, a, b in manifest.documents]
    chunks = [(at, segments[at].first_rows[a], segments[at].first_rows[b]) for at, a, b in manifest.documents]
    library = Library(
        tuple(_taken(manifest.sources, [library.sources for library in libraries])),
        tuple(_taken(manifest.documents, [library.documents for library in libraries])),
        tuple(_taken(clauses, [library.clauses for library in libraries])),
        tuple(_taken(chunks, [library.chunks for library in libraries])),
        manifest.failures,
    )
    runs = [Run(*stretch) for stretch in chunks]
    layout = Layout(runs, [segment.first_rows[-1] for segment in segments])
    dense = JoinedDense(manifest.dim, [segment.dense for segment in segments], layout)
    lexical = Bm25Store([segment.postings for segment in segments], layout, manifest.bm25)
    return Contents(manifest, library, changes, dense, lexical, segments, layout)


def _taken(stretches: Sequence[Stretch], of: Sequence[Sequence[T]]) -> Iterator[T]:
    return chain.from_iterable(of[segment][start:end] for segment, start, end in stretches)


def places_in(stretches: Sequence[Stretch]) -> Iterator[tuple[int, int]]:
    """The segment of each thing in ``stretches``, and its number there."""
    return chain.from_iterable(zip(repeat(segment), range(start, end)) for segment, start, end in stretches)


def _within(stretches: Sequence[Stretch], lengths: Sequence[int]) -> bool:
    """Whether there is what the stretches name, and none of it is named twice."""
    in_order = sorted(stretches)
    apart = all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(in_order))
    return apart and all(at < len(lengths) and start < end <= lengths[at] for at, start, end in stretches)
