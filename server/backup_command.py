"""`policyqa backup` and `policyqa restore`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.backup.restoring import restore
from server.backup.writing import back_up
from server.bootstrap import Settings
from server.cli import reported
from server.records.database import open_database

_messages = Console(stderr=True, soft_wrap=True)
_NOT_KEPT = {"home", "host", "port", "database_url", "redis_url", "llm"}
"""Of the machine, or secret: not what the library is."""


def register(app: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the root command."""

    @app.command("backup")
    def backup_(
        file: Annotated[Path, typer.Argument(help="备份写到这个文件，不能已经存在", show_default=False)],
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """备份整个知识库到一个文件；服务可以照常运行。文件里有全部文件和记录，请妥善保管。"""
        with reported():
            chosen = settings()
            engine = open_database(chosen.home, chosen.database_url)
            try:
                manifest = back_up(chosen.home, engine, _kept(chosen), file)
            finally:
                engine.dispose()
            size = file.stat().st_size
            told = {"file": str(file), "bytes": size, "snapshot": manifest.snapshot, "members": len(manifest.members)}
            text = (
                f"已备份到 {file}（快照 {manifest.snapshot}，{len(manifest.members)} 个文件，{size / 1024**2:.1f} MB）"
            )
            typer.echo(json.dumps(told, ensure_ascii=False) if as_json else text)

    @app.command("restore")
    def restore_(
        file: Annotated[Path, typer.Argument(help="policyqa backup 写的文件", show_default=False)],
        force: Annotated[bool, typer.Option("--force", help="替换已有的内容（文件移到一旁，记录覆盖）")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """从备份恢复到 POLICYQA_HOME 和所设的数据库；先停止全部服务。"""
        with reported():
            chosen = settings()
            restored = restore(file, chosen.home, chosen.database_url, force=force)
            manifest = restored.manifest
            for note in _differing(manifest.settings, _kept(chosen), ""):
                _messages.print(f"注意 {note}", style="yellow", markup=False)
            if restored.aside:
                _messages.print(f"原有的文件移到了 {restored.aside}，确认无误后可以删除", markup=False)
            told = {
                "snapshot": manifest.snapshot,
                "created_at": manifest.created_at,
                "aside": str(restored.aside or ""),
            }
            text = f"已恢复 {manifest.created_at} 的备份（快照 {manifest.snapshot}）"
            typer.echo(json.dumps(told, ensure_ascii=False) if as_json else text)


def _kept(settings: Settings) -> dict[str, object]:
    return settings.model_dump(mode="json", exclude=_NOT_KEPT)


def _differing(then: dict[str, object], now: dict[str, object], prefix: str) -> Iterator[str]:
    """Which settings are not what they were when the backup was made."""
    for name, value in now.items():
        before = then.get(name, value)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _differing(before, value, f"{prefix}{name}.")
        elif before != value:
            yield f"设置 {prefix}{name} 备份时为 {before}，现在为 {value}"
