"""Which service a command speaks to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from eval.target import Target, remote_target

LOCAL = "local"

OpenTarget = Callable[[], Target]
TargetOption = Annotated[str, typer.Option("--target", help="被测服务：local 为本机知识库，或服务地址（http://…）")]


def chosen(target: str, local: OpenTarget) -> OpenTarget:
    """How to open the service that `--target` names; nothing is opened yet. Raises `typer.BadParameter`."""
    if target == LOCAL:
        return local
    if not target.startswith(("http://", "https://")):
        raise typer.BadParameter("应为 local 或以 http:// 开头的服务地址", param_hint="--target")
    return lambda: remote_target(target)
