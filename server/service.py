"""The service: questions in, contract values out. No web framework here; REST, CLI, MCP and UI share it."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from index.model import Filters, Hit
from index.retriever import Retriever
from ingest.metadata.region import divisions
from ingest.model import Document
from server.answer import refusals
from server.answer.facts.differing import differing_figures
from server.answer.follow_up_questions import follow_up_questions
from server.answer.generative import Rewriter
from server.answer.holdings import Holdings
from server.answer.naming import spoken_label
from server.answer.outcome import Answered
from server.answer.references import referring
from server.answer.respond import Observer, Responder
from server.asked_regions import region_codes, within
from server.asked_types import check_doc_types
from server.contract import (
    AskRequest,
    AskResponse,
    ClauseList,
    DocumentInfo,
    DocumentList,
    FactList,
    Health,
    RequestFilters,
    SearchRequestBody,
    SearchResponse,
    Understood,
)
from server.errors import DocumentNotFound
from server.present import also_known, clause_nodes, document_info, present, search_hit, verified
from server.searching import check, found_by, request_for
from server.stated_facts import fact_infos
from server.understanding.question import Question, previous_question, read_question
from server.understanding.region import applicable

_ASKS_PENALTY = re.compile(r"罚|处分|处理|后果|责任")
_CANDIDATES = 24
"""Clauses whose sentences are weighed for an answer."""

Attendant = Callable[[AskRequest, Callable[[AskRequest], AskResponse]], AskResponse]
"""Given a request and what answers it."""


class PolicyService:
    """Answers from one snapshot. Methods are thread-safe and block; callers with an event loop use a thread."""

    def __init__(
        self, retriever: Retriever, rewriter: Rewriter | None = None, like: PolicyService | None = None
    ) -> None:
        """Answer from ``retriever``; a ``rewriter`` puts answers into fluent words where these pass the gate. What
        ``like`` has found out of documents that are held here too is not found out again.
        """
        self._retriever = retriever
        self._rewriter = rewriter
        self._attendant: Attendant | None = None
        self.holdings: Holdings = Holdings(retriever.library, like.holdings if like else None, retriever.parts)

    @property
    def snapshot(self) -> str:
        """Name of the snapshot answered from."""
        return self._retriever.snapshot

    def limited_to(self, documents: frozenset[str]) -> PolicyService:
        """The same service, for which only these documents exist."""
        return PolicyService(self._retriever.limited_to(documents), self._rewriter, like=self)

    def attended_by(self, attendant: Attendant) -> PolicyService:
        """The same service with ``attendant`` before its :meth:`ask`: what it says of an answer is the answer."""
        view = copy(self)
        view._attendant = attendant
        return view

    def ask(self, request: AskRequest, observe: Observer | None = None) -> AskResponse:
        """The answer with its citations, or a typed refusal.

        The response's ``mode`` says what happened, not what was asked: ``generative`` when a language model worded the
        answer and every sentence passed the gate, else ``extractive`` (also when ``generative`` is asked of a service
        without a model, or the model failed; refusals and computed tables are never reworded).

        ``observe`` hears of the sentences weighed, for calibration.

        Raises:
            InvalidRequest: a filter names an unknown region, document or type.
        """
        if self._attendant is not None and observe is None:
            return self._attendant(request, self._ask)
        return self._ask(request, observe)

    def try_out(self, request: AskRequest) -> AskResponse:
        """What :meth:`ask` would answer; nobody asked, so no attendant counts, remembers or logs it."""
        return self._ask(request)

    def _ask(self, request: AskRequest, observe: Observer | None = None) -> AskResponse:
        began = time.perf_counter()
        limits = self.filters(request.filters)
        holdings = self.holdings
        question = read_question(request.question, request.history, holdings.regions, holdings.vocabulary)
        if request.filters.regions and not question.regions:
            question = within(question, [c for name in request.filters.regions for c in region_codes(name)])
        hits: dict[str, Hit] = {}

        def search(asked: Question, documents: frozenset[str] | None) -> Sequence[Hit]:
            request_ = request_for(asked, limits, documents, max(_CANDIDATES, request.top_k))
            found = {hit.clause_id: hit for hit in found_by(self._retriever, request_)}
            formal = replace(request_, query=" ".join(request_.keywords))
            for hit in found_by(self._retriever, formal) if request_.keywords else ():
                if hit.clause_id not in found or hit.score > found[hit.clause_id].score:
                    found[hit.clause_id] = hit
            for clause_id in asked.focus - found.keys():
                clause = holdings.clauses[clause_id]
                if documents is None or clause.document_id in documents:
                    found[clause_id] = Hit(clause_id, clause.document_id, "", 0.0, {"dense": _best_dense(found)})
            if _ASKS_PENALTY.search(asked.folded):
                for clause in referring([holdings.clauses[i] for i in found], holdings):
                    if clause.id not in found:
                        found[clause.id] = Hit(clause.id, clause.document_id, "", 0.0, {"dense": _best_dense(found)})
            hits.update(found)
            return sorted(found.values(), key=lambda hit: -hit.score)

        responder = Responder(holdings, search, self._allowed(limits), observe=observe)
        as_of = request.filters.as_of or date.today()
        question = replace(question, as_of=as_of, focus=self._focus(request, question, responder))
        understood = time.perf_counter()
        outcome = responder.respond(question)
        checked = verified(outcome, holdings)
        if checked is None:
            checked = refusals.topic_not_found(None, "", holdings, holdings.library.documents)
        if isinstance(checked, Answered):
            checked = replace(checked, notices=(*checked.notices, *differing_figures(checked.statements, holdings)))
        next_questions = follow_up_questions(question, checked, holdings)
        if not isinstance(checked, Answered):
            checked = replace(checked, suggestions=tuple(next_questions) or checked.suggestions)
        reworded = None
        if self._rewriter and request.mode != "extractive" and isinstance(checked, Answered):
            reworded = self._rewriter.rewrite(question.text, checked, lambda s: also_known(s, holdings))
        shown = present(reworded or checked, holdings, hits, as_of)
        done = time.perf_counter()
        return AskResponse(
            id=f"ask-{uuid.uuid4().hex[:12]}",
            snapshot=self.snapshot,
            status="refused" if shown.refusal else "answered",
            mode="generative" if reworded else "extractive",
            answer=shown.answer,
            citations=shown.citations,
            notices=shown.notices,
            refusal=shown.refusal,
            follow_ups=next_questions,
            understood=_understood(question),
            timings_ms={
                "understanding": round((understood - began) * 1000, 2),
                "answering": round((done - understood) * 1000, 2),
                "total": round((done - began) * 1000, 2),
            },
        )

    def search(self, request: SearchRequestBody) -> SearchResponse:
        """Clauses for a query, best first.

        Raises:
            InvalidRequest: a filter names an unknown region, document or type.
        """
        limits = self.filters(request.filters)
        question = read_question(request.query, (), self.holdings.regions, self.holdings.vocabulary)
        found = found_by(self._retriever, request_for(question, limits, None, request.top_k))
        return SearchResponse(snapshot=self.snapshot, hits=[search_hit(hit, self.holdings) for hit in found])

    def documents(self) -> DocumentList:
        """Metadata of every document held."""
        infos = [self.document(d.id) for d in self.holdings.library.documents]
        return DocumentList(snapshot=self.snapshot, documents=infos, total=len(infos), limit=len(infos), offset=0)

    def document(self, document_id: str) -> DocumentInfo:
        """Metadata of one document.

        Raises:
            DocumentNotFound: there is no such document.
        """
        return document_info(self._document(document_id), len(self.holdings.clauses_of(document_id)))

    def clauses(self, document_id: str) -> ClauseList:
        """The clause tree of one document.

        Raises:
            DocumentNotFound: there is no such document.
        """
        info = self.document(document_id)
        clauses = clause_nodes(self.holdings.clauses_of(document_id))
        return ClauseList(snapshot=self.snapshot, document=info, clauses=clauses)

    def facts(self, document_id: str) -> FactList:
        """The figures one document states, each with its sentence and the question it answers.

        Raises:
            DocumentNotFound: there is no such document.
        """
        document = self._document(document_id)
        info = document_info(document, len(self.holdings.clauses_of(document_id)))
        return FactList(snapshot=self.snapshot, document=info, facts=fact_infos(document, self.holdings))

    def clause_name(self, clause_id: str) -> str:
        """How a person names a clause (第14条 完善风险投资体系和机制)."""
        return spoken_label(self.holdings.clauses[clause_id])

    def health(self) -> Health:
        """Whether answers can be given, and whether anything was left out of the library."""
        library = self.holdings.library
        reasons = [f"有文件未能收录：{name}（{reason}）" for name, reason in library.failures]
        return Health(
            status="degraded" if reasons else "ok",
            reasons=reasons,
            snapshot=self.snapshot,
            documents=len(library.documents),
            clauses=len(library.clauses),
        )

    def _document(self, document_id: str) -> Document:
        document = self.holdings.documents.get(document_id)
        if document is None:
            raise DocumentNotFound.of_id(document_id)
        return document

    def filters(self, wanted: RequestFilters) -> Filters:
        """What the index is to leave out; raises ``InvalidRequest`` for an unknown region, document or type."""
        for document_id in wanted.documents:
            self._document(document_id)
        check_doc_types(wanted.doc_types)
        return Filters(
            regions=tuple(
                dict.fromkeys(
                    held
                    for name in wanted.regions
                    for code in region_codes(name)
                    for held in (code, *applicable(divisions()[code], self.holdings.regions))
                )
            ),
            documents=tuple(wanted.documents),
            doc_types=tuple(wanted.doc_types),
            status=tuple(wanted.status),
        )

    def _focus(self, request: AskRequest, question: Question, responder: Responder) -> frozenset[str]:
        """The clauses the turn before was answered from, when this turn stays with its region."""
        previous = previous_question(request.history)
        if previous is None:
            return frozenset()
        earlier = read_question(*previous, self.holdings.regions, self.holdings.vocabulary)
        if earlier.regions != question.regions:
            return frozenset()
        outcome = responder.respond(earlier)
        if not isinstance(outcome, Answered):
            return frozenset()
        return frozenset(quote.clause.id for statement in outcome.statements for quote in statement.quotes)

    def check_search(self) -> None:
        """Raises ``IndexUnavailable`` where the engine that keeps the vectors would not answer now."""
        check(self._retriever)

    def _allowed(self, limits: Filters) -> frozenset[str] | None:
        """Ids of the documents the filters admit; ``None`` when there is no filter."""
        if limits == Filters():
            return None
        return frozenset(
            d.id
            for d in self.holdings.library.documents
            if (not limits.regions or (d.region is not None and d.region.adcode in limits.regions))
            and (not limits.documents or d.id in limits.documents)
            and (not limits.doc_types or d.doc_type.value in limits.doc_types)
            and (not limits.status or d.status.value in limits.status)
        )


def _best_dense(found: dict[str, Hit]) -> float:
    return max((hit.scores.get("dense", 0.0) for hit in found.values()), default=0.0)


def _understood(question: Question) -> Understood:
    return Understood(
        regions=[r.name for r in question.regions],
        facets=[f.value for f in question.facets],
        rewritten_question=question.text,
        terms=[t.text for t in question.terms],
    )
