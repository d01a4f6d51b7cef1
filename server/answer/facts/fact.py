"""What a clause states in figures: a value with what it is said of, under which condition, for when, and how firmly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Span
from server.understanding.quantities import Quantity


class Kind(StrEnum):
    """How a figure is meant."""

    RESULT = "result"
    """Reached: 2021年…达到1027家 of a report."""
    TARGET = "target"
    """To be reached: 到2024年, 力争, 目标."""
    PROMISE = "promise"
    """Money or a share of it that is paid out."""
    LIMIT = "limit"
    """A threshold, a time limit, a penalty."""
    STATED = "stated"
    """None of these can be told from the words."""


class Aspect(StrEnum):
    """Which side of its subject a figure gives; totals, additions and growth never compare with one another."""

    TOTAL = "total"
    ADDED = "added"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a clause. All spans are offsets in the clause's ``text``."""

    clause_id: str
    document_id: str
    quantity: Quantity
    """The value; its ``span`` and ``number`` lie in the clause's text."""
    subject: str
    """What the figure is said of, verbatim; empty when the sentence does not name it."""
    subject_span: Span
    wording: str
    """The words around the figure that say what it measures, for telling whether two facts are about the same."""
    qualifiers: tuple[str, ...] = ()
    """最高, 累计, 每年, 以上…, verbatim and in order."""
    condition: str = ""
    """What has to hold (对…的), verbatim."""
    level: str = ""
    """国家级, 省级, 市级, 县级, 特等奖…: the level the figure is given for, by its formal name."""
    occasion: str = ""
    """首次 or 复审, where the figure depends on it."""
    year: int | None = None
    year_stated: bool = False
    """Whether the sentence itself names the year; else it is that of the words above it or of the title."""
    kind: Kind = Kind.STATED
    aspect: Aspect = Aspect.TOTAL

    @property
    def span(self) -> Span:
        """Where the figure stands, with its qualifier."""
        return self.quantity.span
