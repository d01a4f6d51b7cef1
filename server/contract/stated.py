"""Words of a clause with the place they stand in: what a card, a comparison or a match says is always one of these."""

from __future__ import annotations

from pydantic import Field

from server.contract.base import Wire


class Stated(Wire):
    """Words of a clause, verbatim. ``[start, end)`` is where ``text`` stands in the source text."""

    text: str = Field(description="原文的一段，逐字")
    clause_id: str
    clause_label: str = Field(description="条款的编号与标题，原文")
    clause_path: list[str]
    quote: str = Field(description="这段文字所在的句子，逐字")
    start: int
    end: int


class ClauseName(Wire):
    """A clause by name only."""

    id: str
    title: str
