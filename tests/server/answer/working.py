"""Working a question out on clauses made by hand, ranked as they are given."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import DocType, Document, Span, Status
from server.answer.compute import compute
from server.answer.evidence import Evidence
from server.answer.outcome import Statement
from server.answer.sentences import sentences
from server.answer.verify import is_verbatim, unsupported
from server.understanding.question import read_question
from tests.server.answer.small_clauses import clause_of


def evidence_of(text: str, title: str = "办法", document_id: str = "doc") -> list[Evidence]:
    """Every sentence of a clause, all as good as one another."""
    document = Document(
        document_id, title, DocType.REGULATION, Status.IN_FORCE, Span(0, len(text)), f"{title}.txt", "0"
    )
    clause = clause_of(text, document_id)
    return [Evidence(s, document, 1.0, 1.0, (), 0.9, 1.0) for s in sentences(clause)]


def worked(question: str, *clauses: str | tuple[str, str]) -> Statement | None:
    """What is computed for ``question`` from ``clauses`` (a text, or a document's title and a text)."""
    ranked: list[Evidence] = []
    for number, clause in enumerate(clauses):
        title, text = clause if isinstance(clause, tuple) else ("办法", clause)
        ranked += evidence_of(text, title, f"doc{number}")
    return _computed(question, ranked)


def _computed(question: str, ranked: Sequence[Evidence]) -> Statement | None:
    statement = compute(read_question(question, [], ()), ranked, None)
    if statement is not None:
        assert unsupported(statement) == []
        assert is_verbatim(statement)
    return statement


def answer(question: str, *clauses: str | tuple[str, str]) -> str:
    """The computed text without its full stop; empty when nothing is computed."""
    statement = worked(question, *clauses)
    return statement.text.rstrip("。") if statement else ""
