"""The commands of `policyqa eval`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from eval.cases import Case, load_cases
from eval.errors import EvalError
from eval.metrics.verbatim import load_sources
from eval.report import print_report, summary_document, write_report
from eval.runner import CaseResult, run
from eval.summary import summarise
from eval.target import RemoteTarget, Target

LOCAL = "local"


def build_app(local_target: Callable[[], Target]) -> typer.Typer:
    """The `eval` commands. ``local_target`` opens the service of this process; called only when it is
    measured.
    """
    app = typer.Typer(name="eval", help="测评：用题目文件检验问答质量。", no_args_is_help=True)

    @app.callback()
    def eval_() -> None:
        """测评：用题目文件检验问答质量。"""

    @app.command("run")
    def run_(
        questions: Annotated[Path, typer.Option(help="题目文件（JSONL，每行一题）", show_default=False)],
        target: Annotated[str, typer.Option(help="被测服务：local 为本机知识库，或服务地址（http://…）")] = LOCAL,
        sources: Annotated[
            Path | None, typer.Option(help="政策原文所在文件夹；给出时引文与原文逐字核对", show_default=False)
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(help="结果文件夹：写入 results.jsonl 与 summary.json", show_default=False),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出汇总，不打印表格")] = False,
    ) -> None:
        """逐题提问并评分。答错不影响退出码；题目或原文读不了退出码为 2，有请求失败为 1。"""
        messages = Console(stderr=True)
        if target != LOCAL and not target.startswith(("http://", "https://")):
            raise typer.BadParameter("应为 local 或以 http:// 开头的服务地址", param_hint="--target")
        try:
            cases = load_cases(questions)
            texts = load_sources(sources) if sources else {}
            if out:  # before the questions are asked: a folder that cannot be made would lose their results
                out.mkdir(parents=True, exist_ok=True)
        except (EvalError, OSError) as error:
            messages.print(f"无法测评：{error}", markup=False)
            raise typer.Exit(2) from error
        service = local_target() if target == LOCAL else RemoteTarget(target)
        results = _run_with_progress(cases, service, texts, messages)
        summary = summarise(results)
        document = summary_document(
            summary,
            target=service.name,
            questions=questions,
            questions_sha256=hashlib.sha256(questions.read_bytes()).hexdigest(),
        )
        if out:
            write_report(out, results, document)
        if as_json:
            typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            print_report(Console(), results, summary)
        if summary.overall.failed_requests:
            raise typer.Exit(1)

    return app


def _run_with_progress(
    cases: tuple[Case, ...], service: Target, texts: dict[str, str], messages: Console
) -> tuple[CaseResult, ...]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=messages, transient=True) as progress:
        task = progress.add_task("测评中", total=len(cases))
        return run(cases, service, texts, lambda done, _: progress.update(task, completed=done))
