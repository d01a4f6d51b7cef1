"""What stands around a line: later numbers vouch for, or against, the one at its start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses.markers import DIVISIONS, LEGAL_ORDER, Mark
from ingest.normalize import Line

_LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Line ``index`` of a document and the lines and marks around it."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    index: int

    def next_number(self, kind: str) -> int | None:
        """The number of the next mark of ``kind`` near by; an item's ends where an article or chapter begins."""
        for mark in self.marks[self.index + 1 : self.index + 1 + _LOOK_AHEAD]:
            if mark is None:
                continue
            if mark.kind == kind:
                return mark.number
            if mark.kind in LEGAL_ORDER and (kind not in LEGAL_ORDER or mark.kind != "条"):
                return None
        return None

    def next_is_clause(self) -> bool:
        """Whether the very next line opens a division or an article."""
        after = self.marks[self.index + 1] if self.index + 1 < len(self.marks) else None
        return after is not None and after.kind in LEGAL_ORDER

    def next_division(self, kind: str) -> Mark | None:
        """The next division within the one of ``kind`` that is open."""
        for mark in self.marks[self.index + 1 :]:
            if mark is not None and mark.kind in DIVISIONS:
                return mark if DIVISIONS.index(mark.kind) > DIVISIONS.index(kind) else None
        return None

    def in_list(self) -> bool:
        """Whether the line before ends as the items of a list do."""
        return self.index > 0 and self.lines[self.index - 1].folded.endswith(";")
