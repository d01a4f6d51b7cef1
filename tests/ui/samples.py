"""Hand-made values of the wire contract for the page's pure functions."""

from __future__ import annotations

from typing import Any

from server.contract import AskResponse, Citation, DocumentInfo

QUOTE = "对新设立的创业投资机构，按照投资额度给予最高200万元奖励。"
CLAUSE_TEXT = f"14. 完善风险投资体系。{QUOTE}探索开展市级科技股权投资。（市科技局负责）"


def a_citation(**changes: Any) -> Citation:
    values: dict[str, Any] = {
        "marker": 1,
        "document_id": "policy",
        "document_title": "关于支持创新的若干政策",
        "doc_number": "某政字〔2024〕5号",
        "issuer": "某市人民政府",
        "region": "某市",
        "doc_status": "draft",
        "source_file": "policy.txt",
        "clause_id": "policy/2/14",
        "clause_label": "14.",
        "clause_path": ["二、重点任务", "14. 完善风险投资体系"],
        "text": CLAUSE_TEXT,
        "quote": QUOTE,
        "start": 100,
        "end": 100 + len(QUOTE),
        "scores": {"dense": 0.86, "lexical": 12.3, "matched_terms": ["创业投资"]},
    }
    return Citation(**values | changes)


def an_answer(**changes: Any) -> AskResponse:
    values: dict[str, Any] = {
        "id": "a1",
        "snapshot": "s1",
        "status": "answered",
        "mode": "extractive",
        "answer": "对新设立的创业投资机构，最高奖励200万元。[1]",
        "citations": [a_citation()],
    }
    return AskResponse(**values | changes)


def a_document(**changes: Any) -> DocumentInfo:
    values: dict[str, Any] = {
        "id": "policy",
        "title": "关于支持创新的若干政策",
        "doc_number": None,
        "issuer": None,
        "region": "某市",
        "adcode": "370100",
        "doc_type": "政策",
        "status": "draft",
        "issued_on": None,
        "published_on": None,
        "effective_from": None,
        "effective_until": None,
        "comment_until": None,
        "source_file": "policy.txt",
        "source_sha256": "0" * 64,
        "clause_count": 3,
    }
    return DocumentInfo(**values | changes)
