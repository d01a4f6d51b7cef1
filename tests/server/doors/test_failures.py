"""Failures of the service as these doors show them: a stand-in fails in its place, the rest is the real application."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.errors import IndexUnavailable
from server.serving import Serving
from server.state import ServerState

CHAT = ("/v1/chat/completions", {"model": "policyqa", "messages": [{"role": "user", "content": "问"}]})
RETRIEVAL = ("/retrieval", {"knowledge_id": "default", "query": "问", "retrieval_setting": {"top_k": 1}})


class Failing:
    """Raises ``error`` whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def ask(self, *_: object) -> None:
        raise self._error

    @property
    def holdings(self) -> None:
        raise self._error


def failing(error: Exception, path: str, body: dict[str, Any]) -> httpx.Response:
    client = TestClient(create_app(ServerState(Serving(Failing(error))), with_ui=False), raise_server_exceptions=False)
    return client.post(path, json=body)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(IndexUnavailable("索引尚未建立。"), 503, "index_unavailable"), (RuntimeError("secret"), 500, "internal_error")],
    ids=["known", "unexpected"],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_failure_is_a_server_error_to_chat_clients(error: Exception, status: int, code: str, stream: bool) -> None:
    path, body = CHAT
    response = failing(error, path, body | {"stream": stream})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    told = response.json()["error"]
    assert (told["type"], told["code"]) == ("server_error", code)
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("error", "status"), [(IndexUnavailable("索引尚未建立。"), 503), (RuntimeError("secret"), 500)]
)
def test_a_failure_is_a_code_and_a_message_to_dify(error: Exception, status: int) -> None:
    response = failing(error, *RETRIEVAL)
    assert response.status_code == status
    assert response.json()["error_code"] == status
    assert "secret" not in response.text
