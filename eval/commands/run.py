"""`policyqa eval run`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from eval.case_files import load_cases
from eval.cases import Case
from eval.commands.failing import unusable_input
from eval.commands.targets import LOCAL, OpenTarget, TargetOption, chosen
from eval.metrics.verbatim import load_sources
from eval.report import print_report
from eval.results import recorded_cases, recorded_summary, write_run
from eval.runner import CaseResult, run
from eval.summary import summarise
from eval.target import Target


def register(app: typer.Typer, local: OpenTarget) -> None:
    """Add the command to ``app``."""

    @app.command("run")
    def run_(
        questions: Annotated[Path, typer.Option(help="题目文件（.jsonl 每行一题，或 .xlsx）", show_default=False)],
        target: TargetOption = LOCAL,
        sources: Annotated[
            Path | None, typer.Option(help="政策原文所在文件夹；给出时引文与原文逐字核对", show_default=False)
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(help="结果文件夹：写入 results.jsonl 与 summary.json", show_default=False),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出汇总，不打印表格")] = False,
    ) -> None:
        """逐题提问、检索并评分。答错不影响退出码；题目或原文读不了退出码为 2，有请求失败为 1。"""
        open_target = chosen(target, local)
        with unusable_input():
            cases = load_cases(questions)
            texts = load_sources(sources) if sources else {}
            if out:  # before the questions are asked: a folder that cannot be made would lose their results
                out.mkdir(parents=True, exist_ok=True)
        service = open_target()
        results = _run_with_progress(cases, service, texts)
        summary = summarise(results)
        document = recorded_summary(
            summary,
            target=service.name,
            questions=questions,
            questions_sha256=hashlib.sha256(questions.read_bytes()).hexdigest(),
        )
        if out:
            write_run(out, recorded_cases(results), document)
        if as_json:
            typer.echo(document.model_dump_json(indent=2))
        else:
            print_report(Console(), results, summary)
        if summary.overall.failed_requests:
            raise typer.Exit(1)


def _run_with_progress(cases: tuple[Case, ...], service: Target, texts: dict[str, str]) -> tuple[CaseResult, ...]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("测评中", total=len(cases))
        return run(cases, service, texts, lambda done, _: progress.update(task, completed=done))
