"""From outcomes to the wire: markers, citations, notices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from index.model import Hit
from ingest.model import Clause, Document
from server.answer.holdings import Holdings
from server.answer.notices import notices_for
from server.answer.outcome import Answered, Outcome, Quote, Statement
from server.answer.verify import is_verbatim, stands
from server.contract import Citation, ClauseNode, DocumentInfo, Notice, Refusal, SearchHit

_MARKER = re.compile(r"\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class Presented:
    """The parts of a response that come of an outcome."""

    answer: str
    citations: list[Citation]
    notices: list[Notice]
    refusal: Refusal | None


def present(outcome: Outcome, holdings: Holdings, hits: Mapping[str, Hit], as_of: date) -> Presented:
    """Statements that do not stand on their quotes are dropped here; what is left gets its markers."""
    book = _Citations(holdings, hits)
    if not isinstance(outcome, Answered):
        for quote in outcome.quotes:
            book.mark(quote)
        refusal = Refusal(
            code=outcome.code,
            message=outcome.message,
            covered_regions=[r.name for r in holdings.regions],
            suggestions=list(outcome.suggestions),
        )
        return Presented(outcome.message, book.citations, [], refusal)
    marked = [
        (statement.row, statement.text + "".join(f"[{book.mark(quote)}]" for quote in statement.quotes))
        for statement in outcome.statements
    ]
    cited = [holdings.documents[c.document_id] for c in book.citations]
    notices = [*outcome.notices, *notices_for(cited, as_of, holdings.library.documents)]
    return Presented(answer_text(marked), book.citations, notices, None)


def answer_text(marked: Sequence[tuple[str, str]]) -> str:
    """The answer's lines; cells (row name not empty) become a Markdown table with a row a name."""
    lines: list[str] = []
    for row, cells in groupby(marked, key=lambda cell: cell[0]):
        texts = [text for _, text in cells]
        if not row:
            lines += texts
            continue
        if not (lines and lines[-1].startswith("|")):
            lines += ["| 对象 | 原文规定 |", "|---|---|"]
        lines.append(f"| {row} | {' '.join(texts).replace('|', '｜')} |")
    return "\n".join(lines)


def without_markers(answer: str) -> str:
    """``answer`` without the numbers of its citations ([1])."""
    return _MARKER.sub("", answer)


def verified(outcome: Outcome, holdings: Holdings) -> Outcome | None:
    """``outcome`` without the statements that fail the gate; ``None`` when an answer has none left."""
    if not isinstance(outcome, Answered):
        return outcome
    kept = []
    for statement in outcome.statements:
        if (stands(statement, also_known(statement, holdings)) and is_verbatim(statement)) or not statement.quotes:
            kept.append(statement)
    if not any(statement.quotes for statement in kept):
        return None
    return Answered(tuple(kept), outcome.notices)


def also_known(statement: Statement, holdings: Holdings) -> str:
    """What a statement may say besides its clauses: title, 文号 and basis of the documents it cites."""
    return "".join(_metadata(holdings.documents[quote.clause.document_id]) for quote in statement.quotes)


def _metadata(document: Document) -> str:
    number = document.doc_number.value if document.doc_number else ""
    based = "".join((link.title or "") + (link.doc_number or "") for link in document.links)
    return f"{document.title}{number}{based}"


class _Citations:
    """Citations in order of first use; the same quote of the same clause is one citation."""

    def __init__(self, holdings: Holdings, hits: Mapping[str, Hit]) -> None:
        self._holdings = holdings
        self._hits = hits
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []

    def mark(self, quote: Quote) -> int:
        key = (quote.clause.id, quote.span.start, quote.span.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.citations.append(self._citation(quote, self._numbers[key]))
        return self._numbers[key]

    def _citation(self, quote: Quote, marker: int) -> Citation:
        clause = quote.clause
        document = self._holdings.documents[clause.document_id]
        hit = self._hits.get(clause.id)
        scores: dict[str, float | list[str]] = {}
        if hit:
            scores = {**hit.scores, "matched_terms": list(hit.matched_terms)}
        start = clause.extent.start + quote.span.start
        return Citation(
            marker=marker,
            document_id=document.id,
            document_title=document.title,
            doc_number=document.doc_number.value if document.doc_number else None,
            issuer=document.issuer,
            region=self._holdings.region_name(document),
            doc_status=document.status.value,
            source_file=document.source_file,
            clause_id=clause.id,
            clause_label=clause.title,
            clause_path=list(clause.path),
            text=clause.text,
            quote=quote.text,
            start=start,
            end=start + len(quote.text),
            scores=scores,
        )


def document_info(document: Document, clause_count: int) -> DocumentInfo:
    """A document's metadata on the wire."""

    def value(found: object) -> str | None:
        return getattr(found, "value", None)

    return DocumentInfo(
        id=document.id,
        title=document.title,
        doc_number=value(document.doc_number),
        issuer=document.issuer,
        region=document.region.name if document.region else None,
        adcode=document.region.adcode if document.region else None,
        doc_type=document.doc_type.value,
        status=document.status.value,
        issued_on=value(document.issued_on),
        published_on=value(document.published_on),
        effective_from=value(document.effective_from),
        effective_until=value(document.effective_until),
        comment_until=value(document.comment_until),
        source_file=document.source_file,
        source_sha256=document.source_sha256,
        clause_count=clause_count,
    )


def search_hit(hit: Hit, holdings: Holdings) -> SearchHit:
    """A hit with its clause, on the wire."""
    clause = holdings.clauses[hit.clause_id]
    document = holdings.documents[hit.document_id]
    return SearchHit(
        clause_id=clause.id,
        document_id=document.id,
        document_title=document.title,
        clause_label=clause.title,
        clause_path=list(clause.path),
        source_file=document.source_file,
        text=clause.text,
        start=clause.extent.start,
        end=clause.extent.end,
        score=hit.score,
        scores=dict(hit.scores),
        matched_terms=list(hit.matched_terms),
    )


def clause_nodes(clauses: Sequence[Clause]) -> list[ClauseNode]:
    """A clause tree on the wire."""
    nodes = []
    for clause in clauses:
        nodes.append(
            ClauseNode(
                id=clause.id,
                parent_id=clause.parent_id,
                kind=clause.kind.value,
                level=clause.level,
                label=clause.label,
                heading=clause.heading,
                title=clause.title,
                path=list(clause.path),
                text=clause.text,
                start=clause.extent.start,
                end=clause.extent.end,
                departments={role.value: names for role, names in clause.departments_by_role.items()},
            )
        )
    return nodes
