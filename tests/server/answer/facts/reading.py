"""Documents made by hand, and the facts read from a sentence of one."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import DocType, Document, Found, Span, Status
from server.answer.facts.fact import Fact
from server.answer.facts.reading import read_facts
from tests.server.answer.small_clauses import clause_of


def _document(title: str, doc_type: DocType, issued: str) -> Document:
    return Document(
        id=title,
        title=title,
        doc_type=doc_type,
        status=Status.IN_FORCE,
        span=Span(0, 1),
        source_file=f"{title}.txt",
        source_sha256="0" * 64,
        issued_on=Found(issued, Span(0, 1)),
    )


REPORT = _document("2021年全市科技工作总结", DocType.SUMMARY, "2022-04-01")
PLAN = _document("2022年全市科技工作要点", DocType.WORK_PLAN, "2022-04-01")
OPINIONS = _document("关于加快推进科技强市建设的实施意见", DocType.OPINION, "2023-08-15")
LAW = _document("某市管理条例", DocType.REGULATION, "2020-01-01")


def facts_in(document: Document, text: str, years_above: tuple[int, ...] = ()) -> tuple[Fact, ...]:
    """The facts of a clause of ``document`` that says just ``text``."""
    return read_facts(replace(clause_of(text), document_id=document.id), document, years_above)
