"""A run as tables for the reader at the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.failures import given, outcome_label, reasons
from eval.measures import MEASURE, MEASURES
from eval.metrics.refusals import Outcome
from eval.runner import CaseResult
from eval.summary import Figure, Row, Summary

_BY_CATEGORY = ("strict", "values", "citations", "refusals", "false_refusals", "wrong_region", "clause_at_5")
"""Shares only: they fit beside one another, and the means of a handful of cases say little."""


def print_report(console: Console, results: Sequence[CaseResult], summary: Summary) -> None:
    """Print the figures by category, those of the whole with intervals, the refusals, and every case with something
    wrong.
    """
    labels = [MEASURE[name].label for name in _BY_CATEGORY]
    title = "测评结果（命中/适用题数，—：该指标不适用）"
    table = Table("类别", "题数", *labels, "p50 毫秒", "p95 毫秒", title=title)
    table.columns[0].no_wrap = True
    for column in table.columns[1:]:
        column.justify = "right"
    for category, row in summary.by_category.items():
        table.add_row(escape(category), *_cells(row))
    table.add_section()
    table.add_row("合计", *_cells(summary.overall), style="bold")
    console.print(table)
    _print_overall(console, summary.overall)
    _print_times(console, summary.overall)
    _print_verbatim_scope(console, summary.overall)
    if summary.overall.failed_requests:
        console.print(f"请求失败 {summary.overall.failed_requests} 次：提问失败计为不正确，不计入其他指标与时间。")
    if len(summary.snapshots) > 1:
        console.print(f"注意：测评期间索引有变化：{'、'.join(summary.snapshots)}", markup=False)
    _print_confusion(console, summary)
    _print_failures(console, results)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        str(row.cases),
        *(_share(row.figures.get(name)) for name in _BY_CATEGORY),
        f"{row.latency.p50_ms:.0f}" if row.latency else "—",
        f"{row.latency.p95_ms:.0f}" if row.latency else "—",
    )


def _share(figure: Figure | None) -> str:
    return f"{figure.total:.0f}/{figure.scored}" if figure else "—"


def _print_overall(console: Console, overall: Row) -> None:
    table = Table("指标", "数值", "95% 区间", "适用题数", title="总体指标（区间由自助法得出）")
    for measure in MEASURES:
        if figure := overall.figures.get(measure.name):
            interval = figure.interval
            between = f"{interval.low:.3f}–{interval.high:.3f}" if interval else "—"
            arrow = "" if measure.better == "higher" else "（越低越好）"
            table.add_row(f"{measure.label}{arrow}", f"{figure.value:.3f}", between, str(figure.scored))
    console.print(table)
    if overall.answer_chars is not None:
        console.print(f"答案长度中位数 {overall.answer_chars:.0f} 字。")


def _print_times(console: Console, overall: Row) -> None:
    if not overall.stages:
        return
    told = "；".join(f"{stage} {t.p50_ms:.0f}/{t.p95_ms:.0f}" for stage, t in overall.stages.items())
    console.print(f"服务自报各阶段用时（p50/p95 毫秒）：{told}", markup=False)


def _print_verbatim_scope(console: Console, overall: Row) -> None:
    wrong, checked = overall.non_verbatim, overall.checked_against_source
    if wrong and checked:
        console.print(
            f"引文共 {wrong.scored} 条，与原文不一致的 {wrong.hits} 条；"
            f"其中 {checked.hits} 条与源文件逐字核对，其余只与所引条款核对。"
        )


def _print_confusion(console: Console, summary: Summary) -> None:
    if not summary.confusion:
        return
    expected: dict[Outcome, None] = dict.fromkeys(pair[0] for pair in summary.confusion)
    got: dict[Outcome, None] = dict.fromkeys([*expected, *(pair[1] for pair in summary.confusion)])
    table = Table("应为 ＼ 实为", *(outcome_label(outcome) for outcome in got), title="作答与拒答")
    for row in expected:
        table.add_row(outcome_label(row), *(str(summary.confusion.get((row, column), 0)) for column in got))
    console.print(table)


def _print_failures(console: Console, results: Sequence[CaseResult]) -> None:
    wrong = [(result, why) for result in results if (why := reasons(result))]
    if not wrong:
        console.print("没有发现问题。")
        return
    table = Table(
        "题号",
        "类别",
        "问题",
        "不符之处",
        "实际答复",
        title=f"不符要求的题目（{len(wrong)}）",
        show_lines=True,
    )
    for result, why in wrong:
        cells = (result.case.id, result.case.category, result.case.question, "\n".join(why), given(result.response))
        table.add_row(*(escape(cell) for cell in cells))
    console.print(table)
