"""`policyqa keys`: who may use the service, and as what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from sqlalchemy import Engine

from server.auth.identity import Role
from server.auth.keys import KeyStore
from server.bootstrap import Settings
from server.cli import reported
from server.records.audit import Audit
from server.records.database import open_database

_WHO = "命令行"


def build_app(settings: Callable[[], Settings]) -> typer.Typer:
    """The group of commands."""

    def database() -> Engine:
        chosen = settings()
        return open_database(chosen.home, chosen.database_url)

    app = typer.Typer(help="访问密钥：新建、列出、吊销。", no_args_is_help=True)

    @app.command()
    def create(
        name: Annotated[str, typer.Option(help="名称，如使用者或系统名；会出现在操作记录里")],
        role: Annotated[str, typer.Option(help="reader（读者）、editor（编辑）或 admin（管理员）")] = "reader",
        group: Annotated[list[str] | None, typer.Option(help="所属用户组，可重复，如 internal")] = None,
    ) -> None:
        """新建一个密钥。密钥只显示这一次，请妥善保存。"""
        with reported():
            if role.upper() not in Role.__members__:
                raise typer.BadParameter("role 只能取 reader、editor、admin")
            engine = database()
            key = KeyStore(engine).create(name, Role[role.upper()], frozenset(group or ()))
            Audit(engine).note(_WHO, "key created", name, role)
            typer.echo(key)
            typer.echo("以上密钥只显示这一次，请立即保存。", err=True)

    @app.command("list")
    def list_() -> None:
        """列出全部密钥（不含密钥本身）。"""
        with reported():
            for key in KeyStore(database()).all():
                groups = "、".join(sorted(key.identity.groups)) or "无"
                state = f"{key.revoked_at} 吊销" if key.revoked_at else "有效"
                role = key.identity.role.name.lower()
                typer.echo(f"{key.number}\t{key.identity.name}\t{role}\t组：{groups}\t{key.created_at} 新建\t{state}")

    @app.command()
    def revoke(name: Annotated[str, typer.Argument(help="密钥的名称")]) -> None:
        """吊销一个密钥：正在运行的服务一秒内即不再接受它。"""
        with reported():
            engine = database()
            KeyStore(engine).revoke(name)
            Audit(engine).note(_WHO, "key revoked", name)
            typer.echo(f"已吊销：{name}")

    return app
