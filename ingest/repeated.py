"""A text that stands twice in one file: the second copy is not taken."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.normalize import Line

_LEAST_LINES = 5
_LEAST_CHARS = 80


def second_copies(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines that say word for word again, from the title on, what the file has said.

    A copy begins with the file's first line and repeats it and what follows, for at least half of what stood before it
    (a copy may break off). Forms that begin alike and go on differently are no copies.
    """
    found: set[int] = set()
    if not lines:
        return frozenset()
    title = lines[0].folded
    index = 1
    while index < len(lines):
        if lines[index].folded != title:
            index += 1
            continue
        end = index
        while end < len(lines) and end - index < index and lines[end].folded == lines[end - index].folded:
            end += 1
        chars = sum(len(line.folded) for line in lines[index:end])
        if end - index >= max(_LEAST_LINES, index / 2) and chars >= _LEAST_CHARS:
            found.update(range(index, end))
            index = end
        else:
            index += 1
    return frozenset(found)
