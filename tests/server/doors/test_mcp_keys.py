"""The MCP server with keys: each client is told what its own key may see, also while another asks."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from server.auth.identity import Role
from server.auth.keys import KeyStore
from server.records.database import open_database
from server.records.visibility import Visibility
from tests.library import Built
from tests.server.doors.golden import RIZHAO_FILE, VENTURE_QUESTION
from tests.server.doors.mcp_process import running_mcp_server

pytestmark = pytest.mark.slow


async def everything(url: str, key: str, clause_id: str) -> str:
    """All that the tools tell the holder of ``key`` about a document."""
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=120, trust_env=False) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):

        async def told(tool: str, **arguments: Any) -> str:
            result = await client.call_tool(tool, arguments)
            return f"{result.content} {result.structured_content}"

        return "\n".join(
            [
                await told("list_documents"),
                await told("ask_policy", question=VENTURE_QUESTION),
                await told("search_policies", query="创业投资机构 奖励", top_k=50),
                await told("get_clause", clause_id=clause_id),
                await told("compare_regions", question="创业投资机构奖励多少", regions=["日照", "聊城"]),
                await told("verify_citations", text="最高200万元奖励。", clause_ids=[clause_id]),
            ]
        )


def test_a_tool_tells_each_caller_what_his_key_may_see(built: Built, tmp_path: Path) -> None:
    home = Path(shutil.copytree(built.home, tmp_path / "home"))
    engine = open_database(home)
    keys = KeyStore(engine)
    outside, inside = (
        keys.create("outside", Role.READER),
        keys.create("inside", Role.READER, frozenset({"internal"})),
    )
    library = built.service.holdings.library
    hidden = next(d for d in library.documents if d.source_file == RIZHAO_FILE and "创业投资" in _text(built, d.id))
    clause = next(c for c in library.clauses if c.document_id == hidden.id and "最高200万元" in c.text)
    with running_mcp_server(home, tmp_path / "mcp.log", POLICYQA_KEYS="always") as url:
        assert httpx.post(url, json={}, trust_env=False).status_code == 401
        # Hidden by another process, while this one serves.
        Visibility(engine).put(RIZHAO_FILE, "internal")

        async def both() -> list[str]:
            await asyncio.sleep(1.5)
            return await asyncio.gather(*(everything(url, key, clause.id) for key in (outside, inside)))

        for_outside, for_inside = asyncio.run(both())
    for secret in (hidden.title.strip("《》"), RIZHAO_FILE, max(clause.text.split("\n"), key=len)):
        assert secret not in for_outside
        assert secret in for_inside
    assert "region_not_covered" in for_outside
    printed = (tmp_path / "mcp.log").read_text(encoding="utf-8")
    assert outside not in printed
    assert VENTURE_QUESTION not in printed


def _text(built: Built, document_id: str) -> str:
    return "".join(c.text for c in built.service.holdings.clauses_of(document_id))
