"""The clerk's slip: an answer as one sentence to say aloud, with the clause, the department and the telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ingest.model import Clause, Document, Status
from server.answer.contact import telephone_spans
from server.answer.facts.collection import facts_of
from server.answer.holdings import Holdings
from server.answer.naming import spoken_label
from server.answer.notices import STATUS_NAMES
from server.clauses import clause_held
from server.contract import AskResponse, Citation, Slip, SlipClause, Stated
from server.errors import InvalidRequest
from server.present import without_markers
from server.service import PolicyService
from server.stating import departments_stated, stated

_BRACKETED = re.compile(r"[（(]([^（()）]*)[)）]")
_SAID_ALONG = re.compile(r"[\u4e00-\u9fa5、]{1,4}")
"""What belongs to the words around its brackets: 首台（套）, 县（市、区）."""
_MARKS = re.compile(r"[《》〈〉「」『』“”\"【】\[\]（）()]")
_TABLE_HEAD = re.compile(r"^\|(?:\s*对象\s*\|\s*原文规定\s*\||[-|\s]+)$")


def slip_of(service: PolicyService, question: str, response: AskResponse) -> Slip:
    """The slip of ``response``.

    Raises:
        ClauseNotFound: it cites a clause this snapshot does not hold.
        InvalidRequest: it quotes words its clause does not have.
    """
    holdings = service.holdings
    for citation in response.citations:
        if citation.quote not in clause_held(service, citation.clause_id).text:
            raise InvalidRequest(f"引用 [{citation.marker}] 的文字不在条款“{citation.clause_id}”的原文中，请重新提问。")
    spoken = spoken_sentences(response.answer)
    first = response.citations[0] if response.citations else None
    clause = holdings.clauses[first.clause_id] if first else None
    return Slip(
        question=question,
        answered=response.status == "answered",
        spoken=spoken[0] if spoken else "",
        more=max(0, len(spoken) - 1),
        clause=_clause(clause, first, holdings) if clause and first else None,
        departments=departments_stated(clause) if clause else None,
        phone=next(iter(_phones(clause, holdings)), None) if clause else None,
        notices=response.notices,
        date=date.today().isoformat(),
        snapshot=response.snapshot,
        answer_id=response.id,
    )


def spoken_sentences(answer: str) -> list[str]:
    """``answer`` as it is said aloud: no markers, brackets or marks; a table's rows are read one after the other."""
    said: list[str] = []
    for line in without_markers(answer).splitlines():
        if not line.strip() or _TABLE_HEAD.match(line.strip()):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        said.append(_spoken("：".join(cells) if line.startswith("|") else line))
    return [words for words in said if words]


def _spoken(text: str) -> str:
    while (shorter := _BRACKETED.sub(lambda m: m[1] if _SAID_ALONG.fullmatch(m[1]) else "", text)) != text:
        text = shorter
    return re.sub(r"\s+", "", _MARKS.sub("", text))


def _clause(clause: Clause, citation: Citation, holdings: Holdings) -> SlipClause:
    document = holdings.documents[clause.document_id]
    return SlipClause(
        clause_id=clause.id,
        label=spoken_label(clause),
        document_id=document.id,
        document_title=document.title,
        doc_number=document.doc_number.value if document.doc_number else None,
        issuer=document.issuer,
        doc_status=document.status.value,
        status_name=STATUS_NAMES[document.status],
        quote=citation.quote,
    )


def _phones(clause: Clause, holdings: Holdings) -> Iterable[Stated]:
    """Telephone numbers: of the clause, else of its document, else of the other documents of its file."""
    document = holdings.documents[clause.document_id]
    yield from _printed([clause])
    yield from _printed(facts_of(holdings).units(document.id))
    for other in holdings.library.documents:
        if other.source_file == document.source_file and other.id != document.id and _goes_with(other, document):
            yield from _printed(facts_of(holdings).units(other.id))


def _goes_with(other: Document, document: Document) -> bool:
    """Whether ``other`` is the call for comments that a draft came with."""
    return document.status is Status.DRAFT and other.comment_until is not None


def _printed(clauses: Iterable[Clause]) -> Iterable[Stated]:
    for clause in clauses:
        for span in telephone_spans(clause.text):
            yield stated(clause, span)
