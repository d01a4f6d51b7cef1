"""What the reading addresses answer to odd requests, and how they hand over text."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from server.contract import AskResponse
from tests.library import source_text

DRAFT = "rizhao-2025-innovation-ecosystem-draft.2"


@pytest.fixture
def http(service_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service_url, timeout=120, trust_env=False) as client:
        yield client


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def test_every_address_below_a_document_is_reached_and_the_rest_is_no_document(http: httpx.Client) -> None:
    for part, key in (("", "document"), ("/clauses", "clauses"), ("/facts", "facts"), ("/card", "entries")):
        answer = http.get(f"/v1/documents/{DRAFT}{part}")
        assert answer.status_code == 200
        assert key in answer.json()
    assert problem(http.get(f"/v1/documents/{DRAFT}/nothing")) == (404, "document_not_found")
    assert problem(http.get(f"/v1/clauses/{DRAFT}:nothing")) == (404, "clause_not_found")


def test_the_text_is_downloaded_as_text_whatever_it_holds(http: httpx.Client) -> None:
    answer = http.get(f"/v1/documents/{DRAFT}/source/text")
    assert answer.content.decode("utf-8") == source_text("rizhao-2025-innovation-ecosystem-draft.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="source.txt"'
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_mark_outside_the_text_is_refused(http: httpx.Client) -> None:
    length = len(source_text("rizhao-2025-innovation-ecosystem-draft.txt"))
    address = f"/v1/documents/{DRAFT}/source"
    assert http.get(address, params={"start": 0, "end": length}).status_code == 200
    for start, end in ((0, length + 1), (5, 5), (9, 3)):
        assert problem(http.get(address, params={"start": start, "end": end})) == (422, "invalid_request")
    assert problem(http.get(address, params={"start": -1, "end": 3})) == (422, "invalid_request")


def test_requests_that_cannot_be_carried_out_are_refused_with_a_reason(http: httpx.Client) -> None:
    one = {"question": "高企补助多少", "regions": ["聊城"]}
    assert problem(http.post("/v1/compare", json=one)) == (422, "invalid_request")
    assert problem(http.post("/v1/compare", json={**one, "regions": ["聊城", "火星"]})) == (422, "unknown_region")
    assert problem(http.post("/v1/match", json={"region": "火星"})) == (422, "unknown_region")
    assert problem(http.post("/v1/match", json={"region": "聊城", "employees": -1})) == (422, "invalid_request")
    assert problem(http.get("/v1/hot-questions", params={"limit": 0})) == (422, "invalid_request")
    assert problem(http.get("/v1/documents", params={"doc_type": "诗歌"})) == (422, "invalid_request")
    empty = {"answer_id": "a", "question": " ", "rating": "up"}
    assert problem(http.post("/v1/feedback", json=empty)) == (422, "question_empty")
    assert problem(http.delete("/v1/feedback")) == (405, "method_not_allowed")


def test_a_slip_of_a_changed_answer_is_refused(http: httpx.Client) -> None:
    question = "日照市对新设立的创业投资机构给多少奖励？"
    answer = AskResponse.model_validate_json(http.post("/v1/ask", json={"question": question}).content)
    body = {"question": question, "response": answer.model_dump(mode="json")}
    assert http.post("/v1/slip", json=body).json()["spoken"].endswith("给予最高200万元奖励。")
    body["response"]["citations"][0]["quote"] = "给予最高900万元奖励"
    assert problem(http.post("/v1/slip", json=body)) == (422, "invalid_request")


def test_ids_with_odd_characters_are_taken_as_they_are(http: httpx.Client) -> None:
    for odd in ("../../etc/passwd", "a/b#c?d", "<script>", "\u202e\u0000"):
        assert problem(http.get(f"/v1/documents/{quote(odd, safe='')}/card")) == (404, "document_not_found")
        assert problem(http.get(f"/v1/clauses/{quote(odd, safe='')}")) == (404, "clause_not_found")


def test_the_description_names_every_reading_address_in_chinese(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    for address, method in (
        ("/v1/compare", "post"),
        ("/v1/match", "post"),
        ("/v1/slip", "post"),
        ("/v1/hot-questions", "get"),
        ("/v1/documents/{document_id}", "get"),
        ("/v1/documents/{document_id}/card", "get"),
        ("/v1/documents/{document_id}/source", "get"),
        ("/v1/documents/{document_id}/source/text", "get"),
        ("/v1/clauses/{clause_id}", "get"),
        ("/v1/feedback", "post"),
        ("/v1/feedback", "get"),
    ):
        operation = paths[address][method]
        assert any("一" <= c <= "鿿" for c in operation["summary"])
        assert any("一" <= c <= "鿿" for c in operation["description"])
