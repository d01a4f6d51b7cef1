"""The figures of a run, over all cases and by category. A figure nothing applies to is not there, rather than 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from eval.intervals import Interval, mean_interval
from eval.measures import MEASURES, measure_cases
from eval.metrics.latency import Latency, latency, latency_by_stage
from eval.metrics.refusals import Outcome, confusion
from eval.runner import CaseResult


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean of a measure over the cases it applies to: ``total`` (of a share: the number of hits) / ``scored``."""

    total: float
    scored: int
    interval: Interval | None = None

    @property
    def value(self) -> float:
        """The mean, 0 to 1."""
        return self.total / self.scored


@dataclass(frozen=True, slots=True)
class Ratio:
    """``hits`` of ``scored`` citations. They come several to a case, so there is no interval over cases."""

    hits: int
    scored: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.hits / self.scored


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group of cases."""

    cases: int
    failed_requests: int
    """Questions and searches that got an error for a response."""
    figures: Mapping[str, Figure]
    """By the name of the measure (`eval.measures`); only those that apply to some case."""
    non_verbatim: Ratio | None
    """Citations that are not verbatim, of all citations."""
    checked_against_source: Ratio | None
    """Citations checked against their source file, of all citations."""
    answer_chars: float | None
    """Median length of the answers given, in characters as shown."""
    latency: Latency | None
    stages: Mapping[str, Latency]
    """By the service's own account, see `eval.metrics.latency`."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run."""

    overall: Row
    by_category: dict[str, Row]
    """Categories in the order of the question file."""
    confusion: dict[tuple[Outcome, Outcome], int]
    """Counts by (expected, given) behaviour."""
    snapshots: tuple[str, ...]
    """Index snapshots the responses came from; more than one means that the index changed during the run."""


def summarise(results: Sequence[CaseResult]) -> Summary:
    """Sum up a run. Raises `ValueError` for no results."""
    if not results:
        raise ValueError("没有可汇总的结果")
    measured = list(zip(results, measure_cases(results), strict=True))
    categories = dict.fromkeys(result.case.category for result in results)
    return Summary(
        overall=_row(measured),
        by_category={
            category: _row([pair for pair in measured if pair[0].case.category == category]) for category in categories
        },
        confusion=dict(confusion(result.score.behaviour for result in results if result.score)),
        snapshots=tuple(dict.fromkeys(result.response.snapshot for result in results if result.response)),
    )


def _row(measured: Sequence[tuple[CaseResult, Mapping[str, float]]]) -> Row:
    results = [result for result, _ in measured]
    responses = [result.response for result in results if result.response]
    verbatim = [result.score.verbatim for result in results if result.score and result.score.verbatim]
    cited = sum(check.citations for check in verbatim)
    answers = [len(response.answer) for response in responses if response.status == "answered"]
    return Row(
        cases=len(results),
        failed_requests=sum((result.error is not None) + (result.search_error is not None) for result in results),
        figures=_figures([values for _, values in measured]),
        non_verbatim=Ratio(sum(len(check.faults) for check in verbatim), cited) if cited else None,
        checked_against_source=Ratio(sum(check.against_source for check in verbatim), cited) if cited else None,
        answer_chars=float(median(answers)) if answers else None,
        latency=latency(result.seconds for result in results if result.response),
        stages=latency_by_stage(response.timings_ms for response in responses),
    )


def _figures(measured: Sequence[Mapping[str, float]]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for measure in MEASURES:
        values = [row[measure.name] for row in measured if measure.name in row]
        if values:
            found[measure.name] = Figure(sum(values), len(values), mean_interval(values))
    return found
