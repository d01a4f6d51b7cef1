"""`policyqa ui`: the workbench by itself, for a service that runs elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI

from server.client import PolicyClient
from server.client_errors import ClientError


def register(app: typer.Typer, middleware: Callable[..., Any]) -> None:
    """Add the command to the root command; ``middleware`` is the ASGI middleware the pages are served behind."""

    @app.command()
    def ui(
        url: Annotated[str, typer.Option(help="服务地址，如 http://10.0.0.8:8000", show_default=False)],
        host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="端口", min=0, max=65535)] = 8001,
    ) -> None:
        """只启动网页，连接另一处的服务。"""
        if not url.startswith(("http://", "https://")):
            raise typer.BadParameter("服务地址须以 http:// 或 https:// 开头", param_hint="--url")
        try:
            with PolicyClient(url) as client:
                health = client.health()
        except ClientError as error:
            typer.echo(f"现在连不上 {url}：{error}网页照常启动，服务恢复后即可使用。", err=True)
        else:
            typer.echo(f"已连接 {url}（{health.documents} 份文件，{health.clauses} 条条款）")
        from ui.mount import mount_page
        from ui.remote_sign_in import add_remote_sign_in

        pages = FastAPI(openapi_url=None)
        add_remote_sign_in(pages, url)
        pages.add_middleware(middleware)
        mount_page(pages, lambda request: url)
        typer.echo(f"网页地址 http://{host}:{port}/（按 Ctrl+C 停止）")
        uvicorn.run(pages, host=host, port=port, log_level="warning")
