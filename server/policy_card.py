"""The card of a document: what it gives, to whom, on which conditions, by whom, and how to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ingest.model import Clause, Document, Span
from server.answer.benefits.benefit import Benefit
from server.answer.benefits.collection import benefits_in
from server.answer.contact import contact_spans
from server.answer.facts.collection import facts_of
from server.answer.holdings import Holdings
from server.answer.notices import STATUS_NAMES, notices_for
from server.answer.sentences import sentences
from server.contract import CardEntry, PolicyCard, Stated
from server.service import PolicyService
from server.stating import departments_stated, stated, stated_at

_CALLS_FOR_COMMENTS = re.compile(r"意见|建议|反馈|征集|留言")


def policy_card(service: PolicyService, document_id: str, as_of: date | None = None) -> PolicyCard:
    """The card of one document as of a day (today).

    Raises:
        DocumentNotFound: there is no such document.
    """
    info = service.document(document_id)
    holdings = service.holdings
    document = holdings.documents[document_id]
    units = facts_of(holdings).units(document_id)
    feedback = list(_feedback(document, holdings))
    return PolicyCard(
        snapshot=service.snapshot,
        document=info,
        status_name=STATUS_NAMES[document.status],
        notices=list(notices_for([document], as_of or date.today(), holdings.library.documents)),
        validity=_validity(document, holdings),
        comment_until=_sentence_at(document, document.comment_until.span, holdings) if document.comment_until else None,
        feedback=feedback,
        contacts=[] if feedback else list(_contacts(units)),
        entries=[_entry(benefit) for benefit in benefits_in(document, holdings)],
    )


def _entry(benefit: Benefit) -> CardEntry:
    clause = benefit.clause

    def said(span: Span | None) -> Stated | None:
        return stated(clause, span) if span else None

    return CardEntry(
        clause_id=clause.id,
        clause_label=clause.title,
        clause_path=list(clause.path),
        heading=clause.heading,
        what=stated(clause, benefit.span),
        recipient=said(benefit.recipient),
        condition=said(benefit.condition),
        standard=stated(clause, benefit.standard),
        time_limit=said(benefit.time_limit),
        departments=departments_stated(clause),
        contact=next(_contacts([clause]), None),
    )


def _contacts(clauses: Iterable[Clause]) -> Iterator[Stated]:
    """The telephone numbers and mail addresses clauses print, each number once."""
    seen: set[str] = set()
    for clause in clauses:
        for span in contact_spans(clause.text):
            if span.cut(clause.text) not in seen:
                seen.add(span.cut(clause.text))
                yield stated(clause, span)


def _validity(document: Document, holdings: Holdings) -> Stated | None:
    found = document.effective_until or document.effective_from
    return _sentence_at(document, found.span, holdings) if found else None


def _sentence_at(document: Document, span: Span, holdings: Holdings) -> Stated | None:
    """The whole sentence that stands at ``span`` of the source."""
    said = stated_at(document, span, holdings)
    if said is None:
        return None
    clause = holdings.clauses[said.clause_id]
    at = said.start - clause.extent.start
    sentence = next((s for s in sentences(clause) if s.span.start <= at < s.span.end), None)
    return stated(clause, sentence.span) if sentence else said


def _feedback(document: Document, holdings: Holdings) -> Iterator[Stated]:
    """How to comment on a draft: the sentences of its call, in the same file, that print a way to reach somebody."""
    calls = [
        other
        for other in holdings.library.documents
        if other.source_file == document.source_file and other.comment_until and document.comment_until
    ]
    seen: set[int] = set()
    for call in calls:
        for clause in facts_of(holdings).units(call.id):
            for sentence in sentences(clause):
                start = clause.extent.start + sentence.span.start
                if start in seen or not _CALLS_FOR_COMMENTS.search(clause.text):
                    continue
                if any(contact_spans(sentence.text, everything=True)):
                    seen.add(start)
                    yield stated(clause, sentence.span)
