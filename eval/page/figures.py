"""The charts a report shows of its runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.measures import MEASURES
from eval.page.charts import BarChart, Steps, bar_chart, steps
from eval.results import RecordedRow, RecordedRun


@dataclass(frozen=True, slots=True)
class Charts:
    """Strict accuracy by category, all measures, and times; these are missing where a run has no answer at all."""

    categories: BarChart
    measures: BarChart
    times: Steps | None


def charts_of(runs: Sequence[RecordedRun]) -> Charts:
    """The charts of one run, or of a run and the one it is held against."""
    return Charts(_by_category(runs), _overall(runs), _times(runs))


def _by_category(runs: Sequence[RecordedRun]) -> BarChart:
    names = dict.fromkeys(name for run in runs for name in run.summary.by_category)
    rows: list[tuple[str, list[RecordedRow | None]]] = [
        (name, [run.summary.by_category.get(name) for run in runs]) for name in names
    ]
    rows.append(("合计", [run.summary.overall for run in runs]))
    return bar_chart([(name, [row.figures.get("strict") if row else None for row in of]) for name, of in rows])


def _overall(runs: Sequence[RecordedRun]) -> BarChart:
    figures = [(m, [run.summary.overall.figures.get(m.name) for run in runs]) for m in MEASURES]
    return bar_chart(
        [(m.label + ("" if m.better == "higher" else "（越低越好）"), row) for m, row in figures if any(row)]
    )


def _times(runs: Sequence[RecordedRun]) -> Steps | None:
    series = [[case.seconds for case in run.cases if case.response] for run in runs]
    return steps(series) if all(series) else None
