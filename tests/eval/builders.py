"""Small cases and responses, written out by hand, that the tests of this folder share."""

from __future__ import annotations

from typing import Any

from eval.cases import Case
from server.contract import AskResponse, Citation, Refusal

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
