"""The command `policyqa`: composes the packages' own commands."""

from __future__ import annotations

import warnings
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console

import eval.cli
import eval.peers.cli
import eval.retrieval.cli
import index.cli
import ingest.cli
import server.cli
import server.keys_command
import server.mcp_command
import ui.cli
from eval.target import Service, Target
from index.build import build_snapshot
from index.checking_cli import StoreName
from index.embedding.encoder import Encoder
from index.retriever import Retriever
from index.storage.storage import Storage
from ingest.changes import Changes
from ingest.model import Library
from server.bootstrap import Settings, open_encoder, open_service, open_storage
from server.headers import StayInside
from server.library.rebuilding import compose
from server.problems import from_validation
from server.service import PolicyService

app = typer.Typer(name="policyqa", help="条条有据：政策问答，条款为证。", no_args_is_help=True, add_completion=False)


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        problem = from_validation([dict(fault) for fault in error.errors()])
        reason = f"设置 {problem.detail}"
    except ValueError as error:
        # The file is no TOML, or a variable that holds several settings no JSON.
        reason = f"设置读不出来（{error}）"
    Console(stderr=True, soft_wrap=True).print(f"错误：{reason}", style="red", markup=False)
    raise typer.Exit(2)


def _encoder() -> Encoder:
    return open_encoder(_settings())


def _storage(kind: StoreName | None) -> Storage:
    return open_storage(_settings(), kind)


def _read(home: Path, paths: list[Path]) -> tuple[Library, Changes]:
    with ingest.cli.reading(paths) as advance:
        composed = compose(home, paths, advance)
    for note in composed.notes:
        Console(stderr=True, soft_wrap=True).print(f"注意 {note}", style="yellow", markup=False)
    return composed.library, composed.changes


def _local_target() -> Target:
    with server.cli.reported():
        return Target("本机", open_service(_settings()))


def _library_to_compare(corpus: Path, home: Path, encoder: Encoder) -> tuple[Service, int]:
    build_snapshot(_read(home, [corpus])[0], encoder, home)
    retriever = Retriever.open(home, encoder)
    return PolicyService(retriever), len(retriever.library.chunks)


app.command()(ingest.cli.ingest)
app.add_typer(index.cli.build_app(_settings, _encoder, _read, _storage), name="index")
server.cli.register(app, _settings)
server.mcp_command.register(app, _settings)
app.add_typer(server.keys_command.build_app(_settings), name="keys")
ui.cli.register(app, StayInside)
_evaluation = eval.cli.build_app(_local_target)
eval.retrieval.cli.register(_evaluation, _settings, _encoder)
eval.peers.cli.register(_evaluation, _encoder, _library_to_compare)
app.add_typer(_evaluation, name="eval")


def main() -> None:
    """Run the command line. Library warnings are for developers, not for the people who use it."""
    warnings.simplefilter("ignore")
    app()


if __name__ == "__main__":
    main()
