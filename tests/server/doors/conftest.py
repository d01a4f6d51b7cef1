"""The official clients, and the processes they talk to."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import openai
import pytest

from tests.library import Built
from tests.server.doors.mcp_process import running_mcp_server


@pytest.fixture(scope="session")
def chat_client(service_url: str) -> Iterator[openai.OpenAI]:
    """The official client as its users set it up; the key is one they have to give and nobody asks for yet."""
    direct = openai.DefaultHttpxClient(trust_env=False)
    with openai.OpenAI(base_url=f"{service_url}/v1", api_key="unused", max_retries=0, http_client=direct) as client:
        yield client


@pytest.fixture
def http(service_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service_url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def mcp_url(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an MCP server over streamable HTTP."""
    with running_mcp_server(built.home, tmp_path_factory.mktemp("mcp") / "mcp.log") as url:
        yield url
