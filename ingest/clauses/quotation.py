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
    pending: list[int] | None = None
    """The lines since a quotation was opened; ``None`` outside of one."""
    for index, line in enumerate(lines):
        first = next((c for c in line.text if c in "“”"), None)
        ends_open = line.text.rfind("“") > line.text.rfind("”")
        if first == "“" and not line.text.startswith("“"):
            pending = None
        if pending is not None:
            pending.append(index)
            if first is not None and not ends_open:
                quoted.update(pending)
                pending = None
            elif len(pending) > _LONGEST:
                pending = None
        if ends_open and pending is None:
            pending = []
    return frozenset(quoted)
