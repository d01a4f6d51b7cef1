"""The HTTP door of the running service: what it answers, how errors look, and its documentation."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from server.contract import AskResponse, ClauseList, DocumentList, Health, Problem, SearchResponse
from tests.running_service import CORPUS

pytestmark = pytest.mark.slow

QUESTION = "日照市对新设立的创业投资机构给多少奖励？"


@pytest.fixture
def http(service_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service_url, timeout=60, trust_env=False) as client:
        yield client


def problem_of(response: httpx.Response, status: int) -> Problem:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate_json(response.content)
    assert problem.status == status
    assert re.search(r"[一-鿿]", problem.title)
    assert re.search(r"[一-鿿]", problem.detail)
    return problem


def test_an_answer_carries_a_verbatim_clause(http: httpx.Client) -> None:
    answer = AskResponse.model_validate_json(http.post("/v1/ask", json={"question": QUESTION}).content)
    assert answer.status == "answered"
    assert "200万元" in answer.answer
    first = answer.citations[0]
    source = (CORPUS / first.source_file).read_text(encoding="utf-8")
    assert source[first.start : first.end] == first.quote
    assert first.quote in first.text
    assert first.text in source


def test_a_search_returns_clauses_of_the_sources_best_first(http: httpx.Client) -> None:
    found = http.post("/v1/search", json={"query": "创业投资机构 奖励", "top_k": 5})
    hits = SearchResponse.model_validate_json(found.content).hits
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        source = (CORPUS / hit.source_file).read_text(encoding="utf-8")
        assert source[hit.start : hit.end] == hit.text


def test_every_listed_document_has_as_many_clauses_as_it_says(http: httpx.Client) -> None:
    documents = DocumentList.model_validate_json(http.get("/v1/documents").content).documents
    assert {document.source_file for document in documents} == {path.name for path in CORPUS.glob("*.txt")}
    for document in documents:
        listed = ClauseList.model_validate_json(http.get(f"/v1/documents/{document.id}/clauses").content)
        assert listed.document == document
        assert len(listed.clauses) == document.clause_count > 0


def test_the_health_check_counts_what_is_served(http: httpx.Client) -> None:
    health = Health.model_validate_json(http.get("/healthz").content)
    documents = DocumentList.model_validate_json(http.get("/v1/documents").content)
    assert health.status == "ok"
    assert health.reasons == []
    assert health.documents == len(documents.documents)
    assert health.clauses == sum(document.clause_count for document in documents.documents)
    assert health.snapshot == documents.snapshot


def test_a_stream_is_citations_then_tokens_then_done(http: httpx.Client) -> None:
    body = {"question": QUESTION, "stream": True}
    response = http.post("/v1/ask", json=body)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [line.removeprefix("event: ") for line in response.text.splitlines() if line.startswith("event: ")]
    assert events[0] == "citations"
    assert events[-1] == "done"
    assert set(events[1:-1]) == {"token"}


@pytest.mark.parametrize(
    ("body", "code", "fields"),
    [
        ({}, "question_empty", ["question"]),
        ({"question": " \n"}, "question_empty", ["question"]),
        ({"question": "问" * 2001}, "question_too_long", ["question"]),
        ({"question": "问", "topk": 3}, "invalid_request", ["topk"]),
        ({"question": "问", "top_k": 51}, "invalid_request", ["top_k"]),
        ({"question": "问", "filters": {"city": "x"}}, "invalid_request", ["filters.city"]),
        ({"question": "问", "filters": {"as_of": "明天"}}, "invalid_request", ["filters.as_of"]),
        ({"question": "问", "mode": "magic"}, "invalid_request", ["mode"]),
        ({"question": 7}, "invalid_request", ["question"]),
    ],
    ids=["missing", "blank", "long", "unknown key", "bound", "unknown filter", "date", "mode", "type"],
)
def test_a_wrong_request_is_named_field_by_field(
    http: httpx.Client, body: dict[str, Any], code: str, fields: list[str]
) -> None:
    problem = problem_of(http.post("/v1/ask", json=body), 422)
    assert problem.code == code
    assert [error["field"] for error in problem.errors] == fields
    assert all(re.search(r"[一-鿿]", error["message"]) for error in problem.errors)


def test_the_longest_question_allowed_is_taken(http: httpx.Client) -> None:
    assert http.post("/v1/ask", json={"question": "问" * 2000}).status_code == 200


def test_broken_json_is_named(http: httpx.Client) -> None:
    response = http.post("/v1/ask", content=b'{"question": ', headers={"content-type": "application/json"})
    assert problem_of(response, 422).code == "invalid_json"


def test_unknown_addresses_and_methods_are_problems_too(http: httpx.Client) -> None:
    assert problem_of(http.get("/v1/nothing"), 404).code == "not_found"
    assert problem_of(http.get("/v1/documents/nothing/clauses"), 404).code == "document_not_found"
    wrong_method = http.get("/v1/ask")
    assert problem_of(wrong_method, 405).code == "method_not_allowed"
    assert wrong_method.headers["allow"] == "POST"
    assert http.delete("/healthz").headers["allow"] == "GET"


@pytest.mark.parametrize("declared", [True, False], ids=["content-length", "chunked"])
def test_a_body_over_a_mebibyte_is_refused(http: httpx.Client, declared: bool) -> None:
    body = b" " * (1024 * 1024 + 1)
    content = body if declared else iter([body[:1000], body[1000:]])
    response = http.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    assert problem_of(response, 413).code == "body_too_large"


def test_the_health_check_answers_while_questions_queue(http: httpx.Client) -> None:
    def ask(number: int) -> int:
        return http.post("/v1/ask", json={"question": f"{QUESTION}{number}"}).status_code

    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(ask, number) for number in range(24)]
        started = time.monotonic()
        assert http.get("/healthz").status_code == 200
        waited = time.monotonic() - started
        assert {future.result() for future in asked} == {200}
    assert waited < 5


def test_the_documentation_needs_nothing_from_outside(http: httpx.Client) -> None:
    page = http.get("/docs").text
    for asset in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert asset.startswith("/docs/static/")
        assert http.get(asset).status_code == 200
    schema = http.get("/openapi.json").json()
    assert set(schema["paths"]) == {
        "/v1/ask",
        "/v1/search",
        "/v1/documents",
        "/v1/documents/{document_id}/clauses",
        "/v1/chat/completions",
        "/v1/models",
        "/v1/models/{model}",
        "/retrieval",
        "/v1/documents/{document_id}/facts",
        "/v1/documents/{document_id}",
        "/v1/documents/{document_id}/card",
        "/v1/documents/{document_id}/source",
        "/v1/documents/{document_id}/source/text",
        "/v1/clauses/{clause_id}",
        "/v1/compare",
        "/v1/match",
        "/v1/slip",
        "/v1/hot-questions",
        "/v1/me",
        "/v1/feedback",
        "/v1/documents/{document_id}/visibility",
        "/v1/documents/{document_id}/versions",
        "/v1/documents/{document_id}/diff",
        "/v1/jobs/{job_id}",
        "/v1/jobs/{job_id}/events",
        "/v1/snapshots",
        "/v1/snapshots/{name}/activate",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    for operation in operations:
        assert re.search(r"[一-鿿]", operation["summary"] + operation["description"])
    for path in ("/v1/ask", "/v1/chat/completions", "/retrieval"):
        examples = schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]
        for example in examples.values():
            assert http.post(path, json=example["value"]).status_code == 200


def test_the_page_and_the_interface_share_one_address(http: httpx.Client) -> None:
    page = http.get("/")
    assert "<title>条条有据</title>" in page.text or "条条有据" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
