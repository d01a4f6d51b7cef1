"""The comparison as a document: JSON for programs, a Markdown table for readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from eval.peers.measurement import BUDGET, Measured
from eval.peers.roster import OURS


class Row(BaseModel):
    """One entrant: its figures, or why there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    how: str
    versions: dict[str, str]
    measured: Measured | None
    failed_at: Literal["install", "run"] | None = None
    reason: str = ""


class Table(BaseModel):
    """Everything that was measured in one run, with what it was measured on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions_file: str
    questions_sha256: str
    questions: int
    documents: int
    embedding: str
    rounds: int
    python: str
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row | None:
        """The row of that name."""
        return next((row for row in self.rows if row.name == name), None)


_HEAD = (
    "检索方案",
    "居首",
    "前 5",
    "前 10",
    "MRR",
    "nDCG@10",
    f"{BUDGET:,} 字内读到",
    "每条字数",
    "条数",
    "建库",
    "检索 p50",
    "检索 p99",
    "内存",
)


def markdown(table: Table) -> str:
    """The table in Markdown: quality as it is, times and memory as ratios to ours, and ours in seconds and megabytes
    below it; then what each row does, with versions; then who could not be measured and why.
    """
    first = table.row(OURS)
    ours = first.measured if first else None
    lines = [_line(_HEAD), _line(["---", *["---:"] * (len(_HEAD) - 1)])]
    lines += [_line(_cells(row, row.measured, ours)) for row in table.rows if row.measured]
    if ours:
        lines += [
            "",
            f"建库、检索、内存是与条条有据之比，出自同一次运行；条条有据建库 {ours.index_seconds:.2f} 秒"
            f"（其中向量化 {ours.embedding_seconds:.2f} 秒），"
            f"检索 p50 {ours.p50_ms:.1f} 毫秒、p99 {ours.p99_ms:.1f} 毫秒，内存 {ours.peak_mb:.0f} MB。",
        ]
    lines += ["", _line(["检索方案", "做法", "版本"]), _line(["---"] * 3)]
    lines += [_line([row.label, row.how, _versions(row)]) for row in table.rows]
    failed = [row for row in table.rows if row.failed_at]
    stages = {"install": "装不上", "run": "运行失败"}
    lines += ["", *(f"- {row.label}：{stages[row.failed_at]}。{row.reason}" for row in failed if row.failed_at)]
    return "\n".join(lines).rstrip() + "\n"


def _cells(row: Row, measured: Measured, ours: Measured | None) -> list[str]:
    figures = measured.figures
    shown = [figures[name] for name in ("clause_at_1", "clause_at_5", "clause_at_10", "mrr", "ndcg", "within_1000")]
    pairs = [
        (measured.index_seconds, ours.index_seconds if ours else None),
        (measured.p50_ms, ours.p50_ms if ours else None),
        (measured.p99_ms, ours.p99_ms if ours else None),
        (measured.peak_mb, ours.peak_mb if ours else None),
    ]
    return [
        f"**{row.label}**" if row.name == OURS else row.label,
        *(f"{value:.3f}" for value in shown),
        f"{measured.characters:,.0f}",
        f"{measured.passages:,}",
        *(f"{value / base:.2f}" if base else "—" for value, base in pairs),
    ]


def _versions(row: Row) -> str:
    return "，".join(f"{package} {version}" for package, version in row.versions.items()) or "—"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
