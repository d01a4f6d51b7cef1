"""Words of a clause on the wire, with the place they stand in."""

from __future__ import annotations

from ingest.model import Clause, Document, Span
from ingest.normalize import trim
from server.answer.holdings import Holdings
from server.answer.sentences import sentences
from server.contract import Stated


def stated(clause: Clause, span: Span) -> Stated:
    """``span`` of ``clause.text`` on the wire, without the blanks around it, in its sentence."""
    span = trim(clause.text, span.start, span.end)
    sentence = next((s for s in sentences(clause) if s.span.covers(span)), None)
    start = clause.extent.start + span.start
    return Stated(
        text=span.cut(clause.text),
        clause_id=clause.id,
        clause_label=clause.title,
        clause_path=list(clause.path),
        quote=sentence.text if sentence else clause.text,
        start=start,
        end=start + (span.end - span.start),
    )


def stated_at(document: Document, span: Span, holdings: Holdings) -> Stated | None:
    """``span`` of the source text on the wire; ``None`` where it is in no clause."""
    clause = holdings.clause_at(document, span)
    if clause is None:
        return None
    return stated(clause, span.moved(-clause.extent.start))


def departments_stated(clause: Clause) -> Stated | None:
    """The words that name the departments of ``clause`` with their roles; ``None`` where it names none."""
    span = departments_span(clause)
    return stated(clause, span) if span else None


def departments_span(clause: Clause) -> Span | None:
    """Where the departments of a clause stand in its text: inside their brackets, where they have some."""
    if not clause.departments:
        return None
    first = min(d.span.start for d in clause.departments) - clause.extent.start
    last = max(d.span.end for d in clause.departments) - clause.extent.start
    opening = max(clause.text.rfind(mark, 0, first) for mark in "（(【[")
    closings = [at for mark in "）)】]" if (at := clause.text.find(mark, last)) >= 0]
    if opening < 0 or not closings or "\n" in clause.text[opening:last]:
        return trim(clause.text, first, last)
    return trim(clause.text, opening + 1, min(closings))
