"""Failures of the service as the HTTP door shows them. The real service cannot be made to fail on demand, so
a stand-in fails in its place; everything else is the real application."""

from __future__ import annotations

import logging

import httpx
import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.contract import AskRequest
from server.errors import IndexUnavailable, InvalidRequest, UnknownRegionFilter
from server.serving import Serving
from server.state import ServerState


class Failing:
    """Raises ``error`` whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def ask(self, request: AskRequest) -> None:
        raise self._error

    search = documents = clauses = health = ask


def ask_failing(error: Exception, stream: bool = False) -> httpx.Response:
    app = create_app(ServerState(Serving(Failing(error))), with_ui=False)
    client = TestClient(app, raise_server_exceptions=False)
    return client.post("/v1/ask", json={"question": "问", "stream": stream})


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("error", "status", "code", "title"),
    [
        (InvalidRequest("问题有误。"), 422, "invalid_request", "请求有误"),
        (UnknownRegionFilter("没有“某地”这个地区。"), 422, "unknown_region", "无法识别的地区"),
        (IndexUnavailable("索引尚未建立。"), 503, "index_unavailable", "索引不可用"),
    ],
)
def test_the_services_errors_keep_their_status_code_and_words(
    error: Exception, status: int, code: str, title: str, stream: bool
) -> None:
    response = ask_failing(error, stream)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": str(error),
        "code": code,
        "errors": [],
    }


def test_an_unexpected_error_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="server.problems"):
        response = ask_failing(RuntimeError("secret detail"))
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "internal_error"
    assert "secret detail" not in response.text
    assert "Traceback" not in response.text
    assert "secret detail" in caplog.text
