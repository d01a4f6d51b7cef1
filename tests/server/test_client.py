"""The client against the running service, and against what is not one."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from server.client import CitationsEvent, DoneEvent, PolicyClient, TokenEvent
from server.client_errors import RequestRejected, ServiceFailed, ServiceUnreachable
from server.contract import AskRequest, RequestFilters, SearchRequestBody

QUESTION = "日照市对新设立的创业投资机构给多少奖励？"


@pytest.fixture
def client(service_url: str) -> Iterator[PolicyClient]:
    with PolicyClient(service_url) as client:
        yield client


def test_ask(client: PolicyClient) -> None:
    answer = client.ask(AskRequest(question=QUESTION, stream=True))
    assert answer.status == "answered"
    assert "200万元" in answer.answer


def test_the_streamed_answer_is_the_whole_answer(client: PolicyClient) -> None:
    events = list(client.stream_ask(AskRequest(question=QUESTION)))
    first, *tokens, last = events
    assert isinstance(first, CitationsEvent)
    assert isinstance(last, DoneEvent)
    assert list(first.citations) == last.response.citations
    texts = [event.text for event in tokens if isinstance(event, TokenEvent)]
    assert len(texts) == len(tokens) > 1
    assert "".join(texts) == last.response.answer
    # A number or a marker is never torn apart.
    assert "200" in texts
    assert "[1]" in texts


def test_search_documents_clauses_facts_and_health(client: PolicyClient) -> None:
    hits = client.search(SearchRequestBody(query="创业投资机构 奖励", top_k=3)).hits
    assert len(hits) == 3
    documents = client.documents().documents
    assert hits[0].document_id in {document.id for document in documents}
    clauses = client.clauses(hits[0].document_id).clauses
    assert hits[0].clause_id in {clause.id for clause in clauses}
    facts = client.facts(hits[0].document_id).facts
    assert {fact.clause_id for fact in facts} <= {clause.id for clause in clauses}
    assert any(fact.question for fact in facts)
    assert client.health().documents == len(documents)


def test_a_refused_request_carries_the_problem(client: PolicyClient) -> None:
    with pytest.raises(RequestRejected) as rejected:
        client.clauses("no/such document?#")
    assert rejected.value.problem.code == "document_not_found"
    assert str(rejected.value) == rejected.value.problem.detail


def test_a_refused_stream_carries_the_problem(client: PolicyClient) -> None:
    nowhere = AskRequest(question=QUESTION, filters=RequestFilters(regions=["没有这个地方"]))
    with pytest.raises(RequestRejected) as rejected:
        list(client.stream_ask(nowhere))
    assert rejected.value.problem.code == "unknown_region"


def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        with PolicyClient(f"http://127.0.0.1:{port}") as client:
            with pytest.raises(ServiceUnreachable, match="无法连接"):
                client.health()
            with pytest.raises(ServiceUnreachable, match="无法连接"):
                list(client.stream_ask(AskRequest(question="问")))


def test_a_silent_service_is_unreachable_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        timeout = httpx.Timeout(0.3)
        with (
            PolicyClient(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=timeout) as client,
            pytest.raises(ServiceUnreachable, match="时限"),
        ):
            client.health()


PROBLEM = ('{"title": "索引不可用", "status": 503, "detail": "索引尚未建立。", "code": "index_unavailable"}').encode()


@pytest.fixture
def other_server() -> Iterator[str]:
    """A web server that is not this service: a page at every address, a problem document at /healthz."""

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            failing = self.path == "/healthz"
            self.send_response(503 if failing else 200)
            self.end_headers()
            self.wfile.write(PROBLEM if failing else b"<html>hello</html>")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_5xx_with_a_problem_is_a_failure_of_the_service(other_server: str) -> None:
    with PolicyClient(other_server) as client, pytest.raises(ServiceFailed) as failed:
        client.health()
    assert failed.value.problem.code == "index_unavailable"
    assert str(failed.value) == "索引尚未建立。"


def test_another_servers_answer_is_not_taken_for_one(other_server: str) -> None:
    with PolicyClient(other_server) as client:
        with pytest.raises(ServiceUnreachable, match="无法识别"):
            client.documents()
        with pytest.raises(ServiceUnreachable, match="不是本服务"):
            client.ask(AskRequest(question="问"))
