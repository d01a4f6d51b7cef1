"""`policyqa eval retrieval`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from eval.errors import EvalError
from eval.retrieval.beir import Judged, load_ids, load_judged
from eval.retrieval.run import Measured, measure_retrieval
from index.embedding.encoder import Encoder
from index.errors import RetrievalIndexError
from index.settings import BuildSettings, RetrievalSettings


class Workplace(Protocol):
    """What of the settings counts here: where the cache may lie, how texts are indexed and searched."""

    home: Path
    build: BuildSettings
    retrieval: RetrievalSettings


def register(app: typer.Typer, workplace: Callable[[], Workplace], encoder: Callable[[], Encoder]) -> None:
    """Add the command to ``app``."""

    @app.command("retrieval")
    def retrieval(
        corpus: Annotated[Path, typer.Option(help="文库（JSONL：_id、title、text；可为 .gz）", show_default=False)],
        queries: Annotated[Path, typer.Option(help="问题（JSONL：_id、text；可为 .gz）", show_default=False)],
        qrels: Annotated[Path, typer.Option(help="相关性标注（TSV，带表头；可为 .gz）", show_default=False)],
        only: Annotated[
            Path | None, typer.Option(help="只评测其中的问题：每行一个问题 _id 的文件", show_default=False)
        ] = None,
        out: Annotated[Path | None, typer.Option(help="把结果写成 JSON 文件", show_default=False)] = None,
        per_query: Annotated[bool, typer.Option("--per-query", help="结果文件中列出每个问题的指标")] = False,
        cache: Annotated[
            Path | None, typer.Option(help="向量缓存文件夹，默认在 POLICYQA_HOME 下", show_default=False)
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """评测检索：用带标注的问题（BEIR 格式）检验检索的召回与排序。"""
        messages = Console(stderr=True, soft_wrap=True)
        try:
            judged = load_judged(corpus, queries, qrels)
            if only is not None:
                judged = judged.only(load_ids(only))
                if not judged.queries:
                    raise typer.BadParameter("其中没有带标注的问题", param_hint="--only")
            place, model = workplace(), encoder()
            folder = cache or place.home / "cache" / "vectors"
            columns = (TextColumn("向量化"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            with Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as progress:
                task = progress.add_task("", total=len(judged.texts))
                measured = measure_retrieval(
                    judged,
                    model,
                    folder,
                    place.retrieval,
                    place.build.bm25,
                    lambda done: progress.update(task, completed=done),
                )
            document = _document(judged, measured, model, place, per_query)
            text = json.dumps(document, ensure_ascii=False, indent=2)
            if out is not None:
                out.write_text(text + "\n", encoding="utf-8")
        except (EvalError, RetrievalIndexError, OSError) as error:
            messages.print(f"无法评测：{error}", markup=False)
            raise typer.Exit(2) from error
        if as_json:
            typer.echo(text)
        else:
            _print(measured, judged)


def _document(
    judged: Judged, measured: Measured, model: Encoder, place: Workplace, per_query: bool
) -> dict[str, object]:
    document: dict[str, object] = {
        "metrics": measured.metrics,
        "parts": measured.parts,
        "queries": len(judged.queries),
        "documents": len(judged.texts),
        "judged_but_missing": measured.missing,
        "model": model.name,
        "settings": {
            "retrieval": place.retrieval.model_dump(mode="json"),
            "bm25": place.build.bm25.model_dump(mode="json"),
        },
        "seconds": measured.seconds,
    }
    return document | ({"per_query": measured.per_query} if per_query else {})


def _print(measured: Measured, judged: Judged) -> None:
    table = Table("", *measured.metrics, title=f"检索评测：{len(judged.queries)} 个问题，{len(judged.texts)} 篇")
    rows = {"融合": measured.metrics, "仅向量": measured.parts["dense"], "仅关键词": measured.parts["lexical"]}
    for name, figures in rows.items():
        table.add_row(name, *(f"{value:.3f}" for value in figures.values()))
    console = Console()
    console.print(table)
    if measured.missing:
        console.print(f"标注为相关、文库中却没有的有 {measured.missing} 篇，计为未找到。")
