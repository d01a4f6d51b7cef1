"""The figures of a run, over all cases and by category. A figure nothing applies to is ``None``, not 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics.latency import Latency, latency
from eval.metrics.refusals import Outcome, confusion, is_wrong_region, regions_of_files
from eval.runner import CaseResult


@dataclass(frozen=True, slots=True)
class Ratio:
    """``hits`` of ``scored`` cases (or citations)."""

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
    strict: Ratio
    values: Ratio | None
    citations: Ratio | None
    citation_precision: float | None
    """Mean over the cases that expect citations and got some."""
    citation_recall: float | None
    """Mean over the cases that expect citations and got a response."""
    refusals: Ratio | None
    """Right refusals of the cases that expect a refusal and got a response."""
    false_refusals: Ratio | None
    """Refusals of the cases that expect an answer and got a response."""
    wrong_region: Ratio | None
    """Wrong-region answers of the answers for which it can be told."""
    non_verbatim: Ratio | None
    """Citations that are not verbatim, of all citations."""
    checked_against_source: Ratio | None
    """Citations checked against their source file, of all citations."""
    latency: Latency | None


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
    responses = [result.response for result in results if result.response]
    regions = regions_of_files(responses)
    categories = dict.fromkeys(result.case.category for result in results)
    return Summary(
        overall=_row(results, regions),
        by_category={
            category: _row([result for result in results if result.case.category == category], regions)
            for category in categories
        },
        confusion=dict(confusion(result.score.behaviour for result in results if result.score)),
        snapshots=tuple(dict.fromkeys(response.snapshot for response in responses)),
    )


def _row(results: Sequence[CaseResult], regions: Mapping[str, frozenset[str]]) -> Row:
    scores = [result.score for result in results if result.score]
    citations = [score.citations for score in scores if score.citations]
    verbatim = [score.verbatim for score in scores if score.verbatim]
    behaviours = [score.behaviour for score in scores]
    wrong_region = (is_wrong_region(result.case, result.response, regions) for result in results if result.response)
    cited = sum(check.citations for check in verbatim)
    return Row(
        cases=len(results),
        failed_requests=sum(result.error is not None for result in results),
        strict=Ratio(sum(result.right for result in results), len(results)),
        values=_ratio(score.values.passed for score in scores if score.values),
        citations=_ratio(score.satisfied for score in citations),
        citation_precision=_mean(score.precision for score in citations if score.precision is not None),
        citation_recall=_mean(score.recall for score in citations),
        refusals=_ratio(b.right for b in behaviours if b.expected != "answer"),
        false_refusals=_ratio(not b.right for b in behaviours if b.expected == "answer"),
        wrong_region=_ratio(wrong for wrong in wrong_region if wrong is not None),
        non_verbatim=Ratio(sum(len(check.faults) for check in verbatim), cited) if cited else None,
        checked_against_source=Ratio(sum(check.against_source for check in verbatim), cited) if cited else None,
        latency=latency(result.seconds for result in results if result.response),
    )


def _ratio(hits: Iterable[bool]) -> Ratio | None:
    listed = list(hits)
    return Ratio(sum(listed), len(listed)) if listed else None


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
