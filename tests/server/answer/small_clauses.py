"""Clauses made by hand."""

from __future__ import annotations

from ingest.model import Clause, ClauseKind, Span
from server.answer.outcome import Quote


def clause_of(text: str, document_id: str = "doc", path: tuple[str, ...] = ("条款",)) -> Clause:
    """An unnumbered clause that begins its source."""
    span = Span(0, len(text))
    return Clause(
        id=f"{document_id}/1",
        document_id=document_id,
        parent_id=None,
        kind=ClauseKind.PARAGRAPH,
        level=1,
        label="",
        heading="",
        title=text[:8],
        path=path,
        text=text,
        span=span,
        extent=span,
    )


def quote_of(clause: Clause, part: str | None = None) -> Quote:
    """``part`` of ``clause``, by default all of it."""
    start = clause.text.index(part) if part else 0
    return Quote(clause, Span(start, start + len(part or clause.text)))
