"""A run as tables for the reader and as files for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.failures import given, outcome_label, reasons
from eval.metrics.refusals import Outcome
from eval.runner import CaseResult
from eval.summary import Ratio, Row, Summary

RESULTS_FILE = "results.jsonl"
SUMMARY_FILE = "summary.json"

_COLUMNS = (
    "类别",
    "题数",
    "严格正确",
    "取值",
    "引用",
    "引用精度",
    "引用召回",
    "拒答正确",
    "误拒",
    "错地区",
    "非逐字引文",
    "p50 毫秒",
    "p95 毫秒",
)


def print_report(console: Console, results: Sequence[CaseResult], summary: Summary) -> None:
    """Print the figures by category, the refusals, and every case with something wrong."""
    table = Table(*_COLUMNS, title="测评结果（命中/适用题数，—：该指标不适用）")
    for column in table.columns[1:]:
        column.justify = "right"
    for category, row in summary.by_category.items():
        table.add_row(escape(category), *_cells(row))
    table.add_section()
    table.add_row("合计", *_cells(summary.overall), style="bold")
    console.print(table)
    _print_verbatim_scope(console, summary.overall)
    if summary.overall.failed_requests:
        console.print(f"请求失败 {summary.overall.failed_requests} 题，计为不正确，不计入时间。")
    if len(summary.snapshots) > 1:
        console.print(f"注意：测评期间索引有变化：{'、'.join(summary.snapshots)}", markup=False)
    _print_confusion(console, summary)
    _print_failures(console, results)


def write_report(directory: Path, results: Sequence[CaseResult], document: dict[str, object]) -> None:
    """Write `results.jsonl` (a line for each case) and `summary.json` (``document``) into
    the folder ``directory``.
    """
    lines = (json.dumps(result_document(result), ensure_ascii=False) for result in results)
    (directory / RESULTS_FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (directory / SUMMARY_FILE).write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def result_document(result: CaseResult) -> dict[str, object]:
    """One case as JSON: its id and category, whether it is right, why not, all scores, and the response."""
    return {
        "id": result.case.id,
        "category": result.case.category,
        "question": result.case.question,
        "right": result.right,
        "reasons": reasons(result),
        "seconds": result.seconds,
        "error": result.error,
        "scores": asdict(result.score, dict_factory=_plain) if result.score else None,
        "response": result.response.model_dump(mode="json") if result.response else None,
    }


def summary_document(summary: Summary, *, target: str, questions: Path, questions_sha256: str) -> dict[str, object]:
    """The figures as JSON, with what was measured on what. Shares are given as hits, scored and value."""
    return {
        "target": target,
        "questions": {"file": questions.name, "sha256": questions_sha256},
        "snapshots": list(summary.snapshots),
        "overall": _row_document(summary.overall),
        "by_category": {category: _row_document(row) for category, row in summary.by_category.items()},
        "confusion": [
            {"expected": expected, "given": got, "cases": count} for (expected, got), count in summary.confusion.items()
        ],
    }


def _plain(fields: list[tuple[str, object]]) -> dict[str, object]:
    return {name: _jsonable(value) for name, value in fields}


def _jsonable(value: object) -> object:
    if isinstance(value, tuple):
        return [_jsonable(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def _row_document(row: Row) -> dict[str, object]:
    document: dict[str, object] = {}
    for name in row.__dataclass_fields__:
        value = getattr(row, name)
        if isinstance(value, Ratio):
            document[name] = {"hits": value.hits, "scored": value.scored, "value": value.value}
        else:
            document[name] = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    return document


def _cells(row: Row) -> tuple[str, ...]:
    return (
        str(row.cases),
        _ratio(row.strict),
        _ratio(row.values),
        _ratio(row.citations),
        _share(row.citation_precision),
        _share(row.citation_recall),
        _ratio(row.refusals),
        _ratio(row.false_refusals),
        _ratio(row.wrong_region),
        _ratio(row.non_verbatim),
        f"{row.latency.p50_ms:.0f}" if row.latency else "—",
        f"{row.latency.p95_ms:.0f}" if row.latency else "—",
    )


def _ratio(ratio: Ratio | None) -> str:
    return f"{ratio.hits}/{ratio.scored}" if ratio else "—"


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _print_verbatim_scope(console: Console, overall: Row) -> None:
    checked = overall.checked_against_source
    if checked:
        console.print(f"引文共 {checked.scored} 条，其中 {checked.hits} 条与源文件逐字核对，其余只与所引条款核对。")


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
        cells = (result.case.id, result.case.category, result.case.question, "\n".join(why), given(result))
        table.add_row(*(escape(cell) for cell in cells))
    console.print(table)
