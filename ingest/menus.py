"""Menus of a web page saved as text: told by what of a line is link, and by where the line stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ingest.formats.source_text import Link
from ingest.normalize import Line

_PROSE = re.compile(r"[。；;！？《》]|附件|附表")
_BULLET = re.compile(r"[-*+·•]\s+")
_TRAIL = re.compile(r"^(?:[^>»›|]{1,16}[>»›|]){2,}[^>»›|]{1,30}$")


def menu_lines(lines: Sequence[Line], links: Sequence[Link]) -> frozenset[int]:
    """Indexes of the lines that are menus, breadcrumbs or buttons.

    A line that is mostly links is one where it has several, where one of them only works the page (prints it,
    closes it), or where it stands in a row of such lines at the head or foot of the file. What has a full stop, names
    a document in 《》 or an attachment is text, whatever is link in it.
    """
    ordered = sorted(links, key=lambda link: link.span)
    starts = [link.span.start for link in ordered]
    linked = [ordered[bisect_left(starts, x.span.start) : bisect_left(starts, x.span.end)] for x in lines]
    mostly = [bool(own) and _is_mostly(line, own) for line, own in zip(lines, linked, strict=True)]
    found = {
        index
        for index, (line, own) in enumerate(zip(lines, linked, strict=True))
        if mostly[index] and (len(own) > 1 or own[0].control or _TRAIL.match(line.folded))
    }
    found.update(_edge(lines, mostly, range(len(lines))))
    found.update(_edge(lines, mostly, range(len(lines) - 1, -1, -1)))
    return frozenset(found)


def _is_mostly(line: Line, own: Sequence[Link]) -> bool:
    if _PROSE.search(line.folded):
        return False
    inside = sum(
        len("".join(line.folded[x.span.start - line.span.start : x.span.end - line.span.start].split())) for x in own
    )
    return inside * 2 > len("".join(_BULLET.sub("", line.folded).split()))


def _edge(lines: Sequence[Line], mostly: Sequence[bool], order: range) -> Iterator[int]:
    """The lines of links at one end of the file; a single line only where it is an item of a list."""
    run = []
    for index in order:
        if not mostly[index]:
            break
        run.append(index)
    if len(run) > 1 or (run and _BULLET.match(lines[run[0]].folded)):
        yield from run
