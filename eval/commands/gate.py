"""`policyqa eval gate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.commands.failing import unusable_input
from eval.gates import Threshold, Verdict, judge, load_thresholds
from eval.results import load_summary


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command("gate")
    def gate(
        results: Annotated[Path, typer.Option(help="结果文件夹（eval run --out）", show_default=False)],
        thresholds: Annotated[Path, typer.Option(help="阈值文件（TOML）", show_default=False)],
    ) -> None:
        """质量门槛：结果达不到阈值时退出码为 1，并列出未达到的各项；文件读不了为 2。"""
        with unusable_input():
            verdicts = judge(load_thresholds(thresholds), load_summary(results))
        failed = [verdict for verdict in verdicts if not verdict.passed]
        console = Console()
        if not failed:
            console.print(f"{len(verdicts)} 项阈值全部达到。")
            return
        _print(console, failed, len(verdicts))
        raise typer.Exit(1)


def _print(console: Console, failed: Sequence[Verdict], count: int) -> None:
    table = Table("指标", "类别", "应为", "实测", "为何设此阈值", title=f"{count} 项阈值中有 {len(failed)} 项未达到")
    for verdict in failed:
        threshold = verdict.threshold
        measured = "没有这项结果" if verdict.measured is None else f"{verdict.measured:.4g}"
        cells = (threshold.label, threshold.category or "全部", bounds(threshold), measured, threshold.why)
        table.add_row(*map(escape, cells))
    console.print(table)


def bounds(threshold: Threshold) -> str:
    """What a threshold asks for, in signs: ``≥ 0.9``."""
    low = f"≥ {threshold.min:g}" if threshold.min is not None else ""
    high = f"≤ {threshold.max:g}" if threshold.max is not None else ""
    return "，".join(filter(None, (low, high)))
