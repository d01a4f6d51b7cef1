"""`policyqa index verify` and `index migrate`: is all of it there, and moving it from one store to another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Literal, Protocol

import typer
from rich.console import Console

from index.embedding.encoder import Encoder
from index.migration import migrate
from index.opened import Opened
from index.storage.placement import PlacedContents
from index.storage.storage import Storage
from index.verification import verify_contents

StoreName = Literal["faiss", "milvus"]
_SHOWN = 20

_messages = Console(stderr=True, soft_wrap=True)


class Surroundings(Protocol):
    """What the commands of `policyqa index` share."""

    def home(self) -> Path:
        """The library's folder."""
        ...

    def encoder(self) -> Encoder:
        """The model that the settings name."""
        ...

    def storage(self, kind: StoreName | None = None) -> Storage:
        """Where snapshots are kept: as the settings say, or in the store named."""
        ...

    def reported(self) -> AbstractContextManager[None]:
        """Errors become a line and an exit code."""
        ...

    def bar(self, what: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """A progress bar; what it gives hears how many are done."""
        ...


def register(app: typer.Typer, around: Surroundings) -> None:
    """Add the commands to ``app``."""

    @app.command()
    def verify(
        every: Annotated[bool, typer.Option("--all", help="每一段都重新向量化来核对，不只抽样（慢）")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """核对当前快照：文件完好，每条条款按自己的文字查得到，向量与模型相符。"""
        with around.reported():
            opened = Opened.of(around.home())
            contents = opened.contents
            storage = around.storage()
            storage.check(contents)
            encoder = around.encoder()
            contents.manifest.check_encoder(encoder)
            with around.bar("核对条款", len(contents.library.chunks)) as advance:
                verified = verify_contents(storage.findable(contents), encoder, every, advance)
            problems = [*storage.flaws(contents), *verified.problems]
            if as_json:
                counted = {"clauses": verified.clauses, "chunks": verified.chunks, "embedded": verified.embedded_again}
                found = {"snapshot": opened.name, "ok": not problems, **counted, "problems": problems}
                typer.echo(json.dumps(found, ensure_ascii=False))
            elif problems:
                for line in _shown(problems):
                    _messages.print(f"不符：{line}", style="red", markup=False)
            else:
                typer.echo(
                    f"快照 {opened.name} 完好：{verified.clauses} 条条款（{verified.chunks} 段）都能按自己的文字查到，"
                    f"重新向量化核对了 {verified.embedded_again} 段"
                )
        if problems:
            raise typer.Exit(1)

    @app.command(name="migrate")
    def move(
        to: Annotated[StoreName, typer.Option("--to", help="迁到哪种存储", show_default=False)],
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """把当前快照迁到另一种存储：复制向量，不重新向量化，核对后启用。"""
        with around.reported():
            home = around.home()
            opened = Opened.of(home)
            now: StoreName = "milvus" if isinstance(opened.contents, PlacedContents) else "faiss"
            if now == to:
                say({"snapshot": opened.name, "moved": False}, f"当前快照已经在 {to} 里", as_json)
                return
            total = len(opened.contents.library.chunks)
            with around.bar("复制向量", total) as advance:
                moved = migrate(home, around.storage(now), around.storage(to), advance)
            say(
                {"snapshot": moved.snapshot, "moved": True, "chunks": moved.chunks, "searches": moved.searches},
                f"已迁到 {to}：快照 {moved.snapshot}，{moved.chunks} 段，{moved.searches} 次检索与原来相符。"
                f"请把设置项 store 改为 {to}（POLICYQA_STORE={to}）",
                as_json,
            )


def _shown(problems: list[str]) -> Iterator[str]:
    yield from problems[:_SHOWN]
    if len(problems) > _SHOWN:
        yield f"……共 {len(problems)} 处，用 --json 看全部"


def say(data: dict[str, object], text: str, as_json: bool) -> None:
    """Print ``data`` as JSON, or ``text``."""
    typer.echo(json.dumps(data, ensure_ascii=False) if as_json else text)
