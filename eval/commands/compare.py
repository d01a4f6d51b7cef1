"""`policyqa eval compare`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.commands.failing import unusable_input
from eval.comparison import SECONDS, Comparison, PairedMean, compare
from eval.measures import MEASURE
from eval.results import RecordedCase, load_run


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command("compare")
    def compare_(
        first: Annotated[Path, typer.Argument(help="先前的结果文件夹（eval run --out）", show_default=False)],
        second: Annotated[Path, typer.Argument(help="新的结果文件夹", show_default=False)],
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """逐题比较两次测评：差异是否显著，新答错、新答对哪些题。"""
        with unusable_input():
            found = compare(load_run(first), load_run(second))
        if as_json:
            typer.echo(json.dumps(_document(found), ensure_ascii=False, indent=2))
        else:
            _print(Console(), found)


def _document(found: Comparison) -> dict[str, object]:
    return {
        "compared": found.compared,
        "only_first": found.only_first,
        "only_second": found.only_second,
        "reworded": found.reworded,
        "shares": [asdict(share) | {"significant": share.significant} for share in found.shares],
        "means": [asdict(mean) | {"significant": mean.significant} for mean in found.means],
        "broken": [_changed(one, other) for one, other in found.broken],
        "fixed": [_changed(one, other) for one, other in found.fixed],
    }


def _changed(one: RecordedCase, other: RecordedCase) -> dict[str, object]:
    wrong = other if one.right else one
    return {"id": one.id, "category": one.category, "question": one.question, "reasons": wrong.reasons}


def _print(console: Console, found: Comparison) -> None:
    console.print(f"逐题比较 {found.compared} 题。")
    for ids, told in (
        (found.only_first, "仅先前一次有"),
        (found.only_second, "仅新的一次有"),
        (found.reworded, "题目或预期已改，不作比较"),
    ):
        if ids:
            console.print(f"{told}（{len(ids)}）：{'、'.join(ids)}", markup=False)
    shares = Table("指标", "题数", "先前", "新", "仅先前", "仅新", "p（McNemar 精确）", "显著", title="是非类指标")
    for share in found.shares:
        counts = (share.cases, share.first, share.second, share.only_first, share.only_second)
        shares.add_row(MEASURE[share.name].label, *map(str, counts), f"{share.p:.4f}", _yes(share.significant))
    console.print(shares)
    means = Table(
        "指标", "题数", "先前", "新", "差", "95% 区间", "显著", title="均值类指标（差为新减先前，配对自助法）"
    )
    for mean in found.means:
        label = "用时（秒）" if mean.name == SECONDS else MEASURE[mean.name].label
        figures = (f"{mean.first:.3f}", f"{mean.second:.3f}", f"{mean.difference:+.3f}", _interval(mean))
        means.add_row(label, str(mean.cases), *figures, _yes(mean.significant))
    console.print(means)
    _print_changed(console, "新答错", found.broken)
    _print_changed(console, "新答对", found.fixed)


def _print_changed(console: Console, title: str, pairs: tuple[tuple[RecordedCase, RecordedCase], ...]) -> None:
    if not pairs:
        console.print(f"没有{title}的题。")
        return
    table = Table("题号", "类别", "问题", "答错时的不符之处", title=f"{title}（{len(pairs)}）", show_lines=True)
    for one, other in pairs:
        cells = (one.id, one.category, one.question, "\n".join((other if one.right else one).reasons))
        table.add_row(*map(escape, cells))
    console.print(table)


def _interval(mean: PairedMean) -> str:
    return f"{mean.interval.low:+.3f} 至 {mean.interval.high:+.3f}" if mean.interval else "—"


def _yes(significant: bool) -> str:
    return "是" if significant else "否"
