"""`policyqa index`: build, check and roll back snapshots. Reading documents is handed in by the root command."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index import snapshots
from index.build import build_snapshot
from index.checking_cli import StoreName, register, say
from index.embedding.encoder import Encoder
from index.errors import IndexMissing, RetrievalIndexError
from index.lock import writer_lock
from index.opened import Opened
from index.storage.storage import Storage
from ingest.artifacts import library_sha256
from ingest.changes import Changes
from ingest.cluster import Workers
from ingest.errors import IngestError
from ingest.model import Library

_messages = Console(stderr=True, soft_wrap=True)


class Workplace(Protocol):
    """What the commands need from the outside: where the library lives and how to encode."""

    home: Path


@dataclass(frozen=True, slots=True)
class Crew:
    """Who builds: ``read`` makes one library of the folders given and what was uploaded to the home."""

    read: Callable[[Path, list[Path]], tuple[Library, Changes]]
    encoder: Callable[[], Encoder]


def build_app(
    workplace: Callable[[], Workplace],
    crew: Callable[[Workers], AbstractContextManager[Crew]],
    encoder: Callable[[], Encoder],
    storage: Callable[[StoreName | None], Storage],
) -> typer.Typer:
    """The `index` commands. ``storage`` is where the settings keep snapshots, or the one of a name."""
    app = typer.Typer(name="index", help="建立、检查、回退知识库索引。", no_args_is_help=True)

    @app.command()
    def build(
        corpus: Annotated[Path, typer.Option(help="政策文件所在文件夹", show_default=False)],
        if_stale: Annotated[bool, typer.Option("--if-stale", help="文件没有变化时不重建")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
        workers: Annotated[Workers, typer.Option(help="谁来读和向量化：本进程，或 Ray 的多个进程")] = Workers.LOCAL,
    ) -> None:
        """从文件夹建库：读文件、拆条款、向量化，建成后一次切换。"""
        with _reported(), crew(workers) as builders:
            place = workplace()
            library, changes = builders.read(place.home, [corpus])
            model = builders.encoder()
            if if_stale and _fresh(place.home, library, model, storage(None)):
                name = snapshots.current_snapshot(place.home)
            else:
                with _bar("向量化条款", len(library.chunks)) as advance:
                    name = build_snapshot(library, model, place.home, advance, storage(None), changes)
            say(
                {
                    "snapshot": name,
                    "documents": len(library.documents),
                    "clauses": len(library.clauses),
                    "failures": [list(f) for f in library.failures],
                },
                f"知识库就绪：{len(library.documents)} 份文件，{len(library.clauses)} 条条款（快照 {name}）",
                as_json,
            )
            for file, reason in library.failures:
                _messages.print(f"未收录 {file}：{reason}", style="yellow", markup=False)

    @app.command()
    def status(as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
        """当前快照与全部快照。"""
        with _reported():
            home = workplace().home
            current = snapshots.current_snapshot(home)
            manifest = snapshots.verify(home, current)
            names = snapshots.list_snapshots(home)
            data = {
                "current": current,
                "snapshots": names,
                "manifest": json.loads(manifest.model_dump_json()),
            }
            say(data, f"当前快照 {current}，共 {len(names)} 个：{'、'.join(names)}", as_json)

    @app.command()
    def rollback(
        snapshot: Annotated[str, typer.Argument(help="快照名，见 index status", show_default=False)],
    ) -> None:
        """改用另一个快照。"""
        with _reported():
            home = workplace().home
            with writer_lock(home):
                storage(None).use(home, snapshot)
            typer.echo(f"已改用快照 {snapshot}")

    register(app, _Surroundings(workplace, encoder, storage))

    return app


class _Surroundings:
    """For the commands of ``index.checking_cli``."""

    def __init__(
        self,
        workplace: Callable[[], Workplace],
        encoder: Callable[[], Encoder],
        storage: Callable[[StoreName | None], Storage],
    ) -> None:
        self._workplace = workplace
        self._storage = storage
        self.encoder = encoder

    def home(self) -> Path:
        """As the settings say."""
        return self._workplace().home

    def storage(self, kind: StoreName | None = None) -> Storage:
        """As the settings say, or the one named."""
        return self._storage(kind)

    def reported(self) -> AbstractContextManager[None]:
        """As for all commands here."""
        return _reported()

    def bar(self, what: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """As for the build."""
        return _bar(what, total)


def _fresh(home: Path, library: Library, encoder: Encoder, storage: Storage) -> bool:
    try:
        contents = Opened.of(home).contents
        contents.manifest.check_encoder(encoder)
        storage.check(contents)
    except RetrievalIndexError:
        return False
    return contents.manifest.library_sha256 == library_sha256(library)


@contextmanager
def _reported() -> Iterator[None]:
    """Errors made on purpose become one line and exit code 2."""
    try:
        yield
    except IndexMissing as error:
        _messages.print(f"错误：{error}", style="red", markup=False)
        raise typer.Exit(3) from None
    except (RetrievalIndexError, IngestError, OSError) as error:
        _messages.print(f"错误：{error}", style="red", markup=False)
        raise typer.Exit(2) from None


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_messages, transient=True, disable=not _messages.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)
