"""Small cases and responses, written out by hand, that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.cases import Case
from eval.target import Target
from server.contract import (
    AskRequest,
    AskResponse,
    Citation,
    DocumentInfo,
    DocumentList,
    FactInfo,
    FactList,
    Refusal,
    SearchHit,
    SearchRequestBody,
    SearchResponse,
)

SOURCE = "甲市若干政策\n一、企业\n1.高企培育。对首次认定的企业，给予10万元补助。对复审通过的，给予5万元补助。\n"
CLAUSE = "1.高企培育。对首次认定的企业，给予10万元补助。对复审通过的，给予5万元补助。"
QUOTE = "给予10万元补助"


def case(category: str = "list", **expect: Any) -> Case:
    return Case.model_validate(
        {
            "id": "a1",
            "question": "首次认定补助多少",
            "category": category,
            "expect": {"behaviour": "answer", **expect},
        }
    )


def refusal_case(code: str, *alternates: str) -> Case:
    return case(behaviour="refuse", refusal_code=code, refusal_code_alt=list(alternates))


def expected(file: str = "a.txt", quote: str = QUOTE, clause: str = "", group: str | None = None) -> dict[str, Any]:
    return {"file": file, "quote": quote, "clause": clause, "group": group}


def citation(**changed: Any) -> Citation:
    start = SOURCE.index(QUOTE)
    fields: dict[str, Any] = {
        "marker": 1,
        "document_id": "a",
        "document_title": "甲市若干政策",
        "doc_number": None,
        "issuer": None,
        "region": "甲市",
        "doc_status": "in_force",
        "source_file": "a.txt",
        "clause_id": "a/1/1",
        "clause_label": "1.",
        "clause_path": ["一、企业", "1.高企培育"],
        "text": CLAUSE,
        "quote": QUOTE,
        "start": start,
        "end": start + len(QUOTE),
        "scores": {},
    }
    return Citation.model_validate(fields | changed)


def answered(answer: str, *citations: Citation, snapshot: str = "s1") -> AskResponse:
    return AskResponse(
        id="r",
        snapshot=snapshot,
        status="answered",
        mode="extractive",
        answer=answer,
        citations=list(citations),
    )


def refused(code: Any, message: str = "本库未收录相关内容。", *citations: Citation) -> AskResponse:
    return AskResponse(
        id="r",
        snapshot="s1",
        status="refused",
        mode="extractive",
        answer="",
        citations=list(citations),
        refusal=Refusal(code=code, message=message),
    )


def hit(**changed: Any) -> SearchHit:
    fields: dict[str, Any] = {
        "clause_id": "a/1/1",
        "document_id": "a",
        "document_title": "甲市若干政策",
        "clause_label": "1.高企培育",
        "clause_path": ["一、企业", "1.高企培育"],
        "source_file": "a.txt",
        "text": CLAUSE,
        "start": 0,
        "end": len(CLAUSE),
        "score": 1.0,
        "scores": {},
    }
    return SearchHit.model_validate(fields | changed)


def document(**changed: Any) -> DocumentInfo:
    fields: dict[str, Any] = dict.fromkeys(DocumentInfo.model_fields) | {
        "id": "a",
        "title": "甲市若干政策",
        "doc_type": "政策",
        "status": "in_force",
        "source_file": "a.txt",
        "source_sha256": "00",
        "clause_count": 1,
    }
    return DocumentInfo.model_validate(fields | changed)


@dataclass(frozen=True)
class Prepared:
    """A service with prepared answers, hits and facts."""

    answer: Callable[[AskRequest], AskResponse]
    hits: Sequence[SearchHit] = ()
    held: Sequence[FactList] = ()

    def ask(self, request: AskRequest) -> AskResponse:
        return self.answer(request)

    def search(self, request: SearchRequestBody) -> SearchResponse:
        return SearchResponse(snapshot="s1", hits=list(self.hits)[: request.top_k])

    def documents(self) -> DocumentList:
        held = [stated.document for stated in self.held]
        return DocumentList(snapshot="s1", documents=held, total=len(held), limit=len(held), offset=0)

    def facts(self, document_id: str) -> FactList:
        return next(stated for stated in self.held if stated.document.id == document_id)


def target(
    answer: Callable[[AskRequest], AskResponse], hits: Sequence[SearchHit] = (), held: Sequence[FactList] = ()
) -> Target:
    return Target("本机", Prepared(answer, hits, held))


def stated(*facts: FactInfo, **changed: Any) -> FactList:
    return FactList(snapshot="s1", document=document(**changed), facts=list(facts))


def fact(**changed: Any) -> FactInfo:
    start = SOURCE.index("对首次认定")
    quote = "对首次认定的企业，给予10万元补助。"
    fields: dict[str, Any] = {
        "clause_id": "a/1/1",
        "clause_label": "1.高企培育",
        "clause_path": ["一、企业", "1.高企培育"],
        "kind": "promise",
        "subject": "首次认定的企业",
        "condition": "对首次认定的企业",
        "value": "10万元",
        "qualifiers": [],
        "year": None,
        "question": "甲市对首次认定的企业奖补多少？",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }
    return FactInfo.model_validate(fields | changed)


RESPONSE = answered("给予10万元补助。[1]", citation())
