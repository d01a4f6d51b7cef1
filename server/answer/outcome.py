"""What answering ends in: statements that stand on quoted clauses, or a typed refusal."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Clause, Span
from server.contract import Notice, RefusalCode
from server.understanding.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim part of a clause: ``span`` lies in ``clause.text``."""

    clause: Clause
    span: Span

    @property
    def text(self) -> str:
        """The quoted characters."""
        return self.span.cut(self.clause.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and what it stands on. ``computed`` lists values shown with their working."""

    text: str
    quotes: tuple[Quote, ...]
    computed: tuple[str, ...] = ()
    figures: tuple[Quantity, ...] = ()
    """The quantities it gives as the answer, best first."""
    row: str = ""
    """Name of the comparison's row this is a cell of (聊城市, 2022年); empty outside comparisons."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer."""

    statements: tuple[Statement, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """No answer: the code, what to tell the asker, and the clauses that come nearest (never another region's)."""

    code: RefusalCode
    message: str
    quotes: tuple[Quote, ...] = ()
    suggestions: tuple[str, ...] = field(default=())


Outcome = Answered | Refused
