"""The checks of what is listened to and talked to, against real sockets and servers on this machine."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from pydantic import AnyHttpUrl, SecretStr

from server.doctor.llm_endpoint import check_llm
from server.doctor.port import check_port
from server.llm import LlmSettings

_KEY = "key-of-the-test"


@contextmanager
def answering(status: int, body: object) -> Iterator[tuple[str, list[str]]]:
    """A server that gives the same answer to every GET: its address, and what it was asked (path and key)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers['Authorization']}")
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


def llm(address: str) -> LlmSettings:
    return LlmSettings(base_url=AnyHttpUrl(f"{address}/v1"), model="qwen", api_key=SecretStr(_KEY), timeout_s=3)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_free_port_is_in_order() -> None:
    assert check_port("127.0.0.1", free_port()).ok


def test_a_port_that_another_program_has_is_told() -> None:
    with answering(200, {"somebody": "else"}) as (address, _):
        port = urlsplit(address).port
        assert port
        finding = check_port("127.0.0.1", port)
    assert not finding.ok
    assert f"127.0.0.1:{port} 已被占用" in finding.detail
    assert "POLICYQA_PORT" in finding.detail


def test_a_port_that_this_service_has_is_in_order(service_url: str) -> None:
    port = urlsplit(service_url).port
    assert port
    finding = check_port("127.0.0.1", port)
    assert finding.ok
    assert "正在运行" in finding.detail


def test_an_address_of_another_machine_is_told() -> None:
    finding = check_port("192.0.2.1", free_port())  # an address for documentation (RFC 5737)
    assert not finding.ok
    assert "POLICYQA_HOST" in finding.detail


def test_a_model_that_is_offered_is_in_order() -> None:
    with answering(200, {"object": "list", "data": [{"id": "other"}, {"id": "qwen"}]}) as (address, asked):
        finding = check_llm(llm(address))
    assert finding.ok, finding.detail
    assert asked == [f"/v1/models Bearer {_KEY}"]


@pytest.mark.parametrize(
    ("status", "body", "mend"),
    [
        (401, {"error": "no"}, "POLICYQA_LLM__API_KEY"),
        (200, {"data": [{"id": "llama"}, {"id": "glm"}]}, "改为其中之一：glm、llama"),
        (404, {"detail": "Not Found"}, "以 /v1 结尾"),
        (200, ["not", "a", "list", "of", "models"], "以 /v1 结尾"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_told(status: int, body: object, mend: str) -> None:
    with answering(status, body) as (address, _):
        finding = check_llm(llm(address))
    assert not finding.ok
    assert mend in finding.detail.partition("处理：")[2]
    assert _KEY not in finding.detail


def test_an_endpoint_that_is_not_there_is_told() -> None:
    finding = check_llm(llm(f"http://127.0.0.1:{free_port()}"))
    assert not finding.ok
    assert "POLICYQA_LLM__BASE_URL" in finding.detail


def test_a_missing_component_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)  # what Python itself records of a package that is not there
    finding = check_llm(llm("http://127.0.0.1:1"))
    assert not finding.ok
    assert "policyqa[llm]" in finding.detail
