"""`policyqa eval peers`."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.case_files import load_cases
from eval.commands.failing import UNUSABLE, unusable_input
from eval.metrics.retrieval import is_searchable
from eval.metrics.verbatim import load_sources
from eval.peers.embedding_service import serving
from eval.peers.environments import InstallFailed, Made, make
from eval.peers.measurement import Entrant, Measured, WorkerFailed, measure, ours, worker_command
from eval.peers.ours import BuildLibrary, work_on
from eval.peers.roster import OURS, Peer, load_roster
from eval.peers.table import Row, Table, markdown
from index.embedding.encoder import Encoder

JSON_FILE = "peers.json"
MARKDOWN_FILE = "peers.md"
_OUR_LABEL = "条条有据"
_OUR_WAY = "逐条款切分；向量 + BM25，近义词与问题中识别出的词一并检索"


def register(app: typer.Typer, encoder: Callable[[], Encoder], build: BuildLibrary) -> None:
    """Add the command to ``app``. ``build`` makes a library of ours; only our own worker calls it."""

    @app.command("peers")
    def peers(
        questions: Annotated[Path, typer.Option(help="题目文件（.jsonl 或 .xlsx）", show_default=False)],
        corpus: Annotated[Path, typer.Option(help="原文所在文件夹：只用其中的 .txt 与 .md", show_default=False)],
        work: Annotated[Path, typer.Option(help="各方案虚拟环境所在文件夹，装好的下次接着用")] = Path("build/peers"),
        only: Annotated[
            list[str] | None, typer.Option(help="只测这些方案（可多次给出），条条有据总在其中", show_default=False)
        ] = None,
        rounds: Annotated[int, typer.Option(min=1, max=20, help="从头到尾重复几轮")] = 3,
        out: Annotated[
            Path | None, typer.Option(help=f"写入 {JSON_FILE} 与 {MARKDOWN_FILE} 的文件夹", show_default=False)
        ] = None,
    ) -> None:
        """与别的检索方案比较：同一批题、同样的原文、同一个向量模型。首次运行要为各方案安装软件包，需能用 pip。"""
        roster = load_roster()
        names = [peer.name for peer in roster.peers]
        if unknown := [name for name in only or () if name not in names]:
            raise typer.BadParameter(f"没有 {unknown[0]}，可用的是 {'、'.join(names)}", param_hint="--only")
        chosen = [peer for peer in roster.peers if not only or peer.name in only]
        messages = Console(stderr=True, soft_wrap=True)

        def say(text: str) -> None:
            messages.print(text, markup=False, highlight=False)

        with unusable_input():
            texts = load_sources(corpus)
            cases = [case for case in load_cases(questions) if is_searchable(case)]
            if out:
                out.mkdir(parents=True, exist_ok=True)
        if not cases or not texts:
            say("无法比较：题目都没有指明条款。" if texts else f"无法比较：{corpus} 中没有 .txt 或 .md 文件。")
            raise typer.Exit(UNUSABLE)
        made: dict[str, Made | InstallFailed] = {}
        for name in dict.fromkeys(peer.environment for peer in chosen):
            say(f"准备环境：{name}")
            try:
                made[name] = make(name, roster.environments[name], work.absolute())
            except InstallFailed as error:
                made[name] = error
        model = encoder()
        with serving(model) as service:
            found = measure(_entrants(chosen, made), cases, corpus, texts, service, rounds, say)
        table = Table(
            questions_file=questions.name,
            questions_sha256=hashlib.sha256(questions.read_bytes()).hexdigest(),
            questions=len(cases),
            documents=len(texts),
            embedding=model.name,
            rounds=rounds,
            python=platform.python_version(),
            rows=tuple(_rows(chosen, made, found)),
        )
        if out:
            (out / JSON_FILE).write_text(table.model_dump_json(indent=2) + "\n", encoding="utf-8")
            (out / MARKDOWN_FILE).write_text(markdown(table), encoding="utf-8")
        typer.echo(markdown(table))
        if any(row.failed_at for row in table.rows):
            raise typer.Exit(1)

    @app.command("peer-worker", hidden=True)
    def peer_worker(job: Annotated[Path, typer.Argument(show_default=False)]) -> None:
        """条条有据自己的一份工作，由 eval peers 启动。"""
        work_on(job, build)


def _entrants(chosen: Sequence[Peer], made: dict[str, Made | InstallFailed]) -> list[Entrant]:
    entrants = [Entrant(OURS, ours())]
    for peer in chosen:
        place = made[peer.environment]
        if isinstance(place, Made):
            entrants.append(Entrant(peer.name, worker_command(place.python, peer.worker), peer.options))
    return entrants


def _rows(
    chosen: Sequence[Peer], made: dict[str, Made | InstallFailed], found: dict[str, Measured | WorkerFailed]
) -> list[Row]:
    rows = [_row(OURS, _OUR_LABEL, _OUR_WAY, {"policyqa": version("policyqa")}, found[OURS])]
    for peer in chosen:
        place = made[peer.environment]
        if isinstance(place, InstallFailed):
            told = Row(
                name=peer.name, label=peer.label, how=peer.how, versions={}, measured=None, failed_at="install",
                reason=str(place),
            )  # fmt: skip
            rows.append(told)
        else:
            rows.append(_row(peer.name, peer.label, peer.how, place.versions, found[peer.name]))
    return rows


def _row(name: str, label: str, how: str, versions: dict[str, str], result: Measured | WorkerFailed) -> Row:
    if isinstance(result, WorkerFailed):
        return Row(
            name=name, label=label, how=how, versions=versions, measured=None, failed_at="run", reason=str(result)
        )
    return Row(name=name, label=label, how=how, versions=versions, measured=result)
