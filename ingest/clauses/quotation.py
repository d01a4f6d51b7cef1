"""Lines that stand inside a quotation running over several lines (an amendment's new wording of an article)."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.normalize import Line

_LONGEST = 120
"""A quotation still open after this many lines is taken for a forgotten closing mark."""


def quoted_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of lines that begin inside a quotation opened on an earlier line.

    Official texts repeat the opening mark at every quoted paragraph, so depth is not counted. A line inside
    the quotation either begins with 「“」 again or has 「”」 as its first mark; a line that opens and closes
    a quotation of its own in mid-sentence shows that the earlier closing mark was forgotten.
    """
    quoted: set[int] = set()
    pending: list[int] = []
    opened = False
    for index, line in enumerate(lines):
        first = next((c for c in line.text if c in "“”"), None)
        ends_open = line.text.rfind("“") > line.text.rfind("”")
        if opened and first == "“" and not line.text.startswith("“"):
            opened = False
            pending.clear()
        if opened:
            pending.append(index)
            if first is not None and not ends_open:
                quoted.update(pending)
                pending.clear()
                opened = False
            elif len(pending) > _LONGEST:
                pending.clear()
                opened = False
        elif ends_open:
            opened = True
        if first is not None and ends_open:
            opened = True
    return frozenset(quoted)
