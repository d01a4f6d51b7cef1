"""The command `policyqa`: composes the packages' own commands."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typer
from pydantic import SecretStr, ValidationError
from rich.console import Console

import eval.cli
import eval.peers.cli
import eval.retrieval.cli
import index.cli
import ingest.cli
import server.backup_command
import server.cli
import server.keys_command
import server.mcp_command
import ui.cli
from eval.target import Service, Target
from index.build import build_snapshot
from index.checking_cli import StoreName
from index.embedding.distributed import DistributedEncoder, embedded_folder
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.retriever import Retriever
from index.storage.storage import Storage
from ingest.changes import Changes
from ingest.cluster import Workers, cluster
from ingest.distributed import ingest_on_cluster, parsed_folder
from ingest.model import Library
from ingest.pipeline import ingest_all
from server.bootstrap import Settings, open_encoder, open_service, open_storage
from server.headers import StayInside
from server.library.rebuilding import Reader, compose
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


def _read(home: Path, paths: list[Path], reader: Reader = ingest_all) -> tuple[Library, Changes]:
    return _composed(home, paths, reader, _settings().database_url)


def _composed(home: Path, paths: list[Path], reader: Reader, database_url: SecretStr | None) -> tuple[Library, Changes]:
    with server.cli.reported(), ingest.cli.reading(paths) as advance:
        composed = compose(home, paths, advance, reader, database_url)
    for note in composed.notes:
        Console(stderr=True, soft_wrap=True).print(f"注意 {note}", style="yellow", markup=False)
    return composed.library, composed.changes


@contextmanager
def _crew(workers: Workers) -> Iterator[index.cli.Crew]:
    """This process, or the workers of a cluster, whose results are kept in the home until all is done."""
    if workers is Workers.LOCAL:
        yield index.cli.Crew(_read, _encoder)
        return
    settings = _settings()
    reader = partial(ingest_on_cluster, folder=parsed_folder(settings.home))
    load = partial(load_encoder, settings.embedding)
    with cluster(settings.ray):
        yield index.cli.Crew(
            lambda home, paths: _read(home, paths, reader),
            lambda: DistributedEncoder(load(), load, embedded_folder(settings.home)),
        )
    for folder in (parsed_folder(settings.home), embedded_folder(settings.home)):
        shutil.rmtree(folder, ignore_errors=True)


def _local_target() -> Target:
    with server.cli.reported():
        return Target("本机", open_service(_settings()))


def _library_to_compare(corpus: Path, home: Path, encoder: Encoder) -> tuple[Service, int]:
    build_snapshot(_composed(home, [corpus], ingest_all, None)[0], encoder, home)
    retriever = Retriever.open(home, encoder)
    return PolicyService(retriever), len(retriever.library.chunks)


ingest.cli.register(app, _settings)
app.add_typer(index.cli.build_app(_settings, _crew, _encoder, _storage), name="index")
server.cli.register(app, _settings)
server.mcp_command.register(app, _settings)
server.backup_command.register(app, _settings)
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
