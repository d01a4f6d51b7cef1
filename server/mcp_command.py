"""`policyqa mcp`: the library as tools of a language model's client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
import uvicorn

from server.auth.identity import LOCAL, acting_as
from server.bootstrap import Settings, open_state
from server.cli import reported
from server.guarded import guarded
from server.mcp_server import HTTP_PATH, build_mcp_server

_THIS_MACHINE = "127.0.0.1"


def register(app: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the root command."""

    @app.command()
    def mcp(
        http: Annotated[bool, typer.Option("--http", help="以 HTTP 提供；不加则用标准输入输出")] = False,
        host: Annotated[str | None, typer.Option(help="监听地址，默认 127.0.0.1", show_default=False)] = None,
        port: Annotated[int | None, typer.Option(help="端口，默认 8000", min=0, max=65535, show_default=False)] = None,
    ) -> None:
        """以 MCP 工具提供给大模型客户端：检索、提问、查条款、比较地区、核对引用。"""
        with reported():
            chosen = settings()
            where = (host or chosen.host, chosen.port if port is None else port)
            state = open_state(chosen, where[0] if http else _THIS_MACHINE)
            server = build_mcp_server(state.serving, state.calls)
            if not http:
                with acting_as(LOCAL), state.working():
                    server.run("stdio")
                return
            typer.echo(f"MCP 地址 http://{where[0]}:{where[1]}{HTTP_PATH}（按 Ctrl+C 停止）")
            # Every call is complete in itself, so no session is kept that a restart would lose.
            application = server.streamable_http_app(
                streamable_http_path=HTTP_PATH, stateless_http=True, json_response=True, host=where[0]
            )
            with state.working():
                uvicorn.run(guarded(application, state), host=where[0], port=where[1], log_level="warning")
