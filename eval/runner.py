"""Puts every case to a target and keeps what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from eval.cases import Case
from eval.metrics.strict import CaseScore, score
from eval.target import Target
from server.contract import AskResponse


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case with its response and scores, or with the error of a failed request."""

    case: Case
    seconds: float
    """Wall-clock time of the request."""
    response: AskResponse | None = None
    score: CaseScore | None = None
    error: str | None = None
    """Set, and the two above empty, when the request failed."""

    @property
    def right(self) -> bool:
        """Whether the case counts for strict accuracy."""
        return self.score is not None and self.score.right


def run(
    cases: Sequence[Case],
    target: Target,
    sources: Mapping[str, str] | None = None,
    on_progress: Callable[[int, CaseResult], None] | None = None,
) -> tuple[CaseResult, ...]:
    """Ask the cases one after the other, in order; no failing request ends the run.

    ``sources``: texts of the source files by name, for the verbatim check. ``on_progress`` gets the number
    of cases done and the newest result.
    """
    results: list[CaseResult] = []
    for case in cases:
        results.append(_run_one(case, target, sources or {}))
        if on_progress:
            on_progress(len(results), results[-1])
    return tuple(results)


def _run_one(case: Case, target: Target, sources: Mapping[str, str]) -> CaseResult:
    started = perf_counter()
    try:
        response = target.ask(case.request())
    except Exception as error:  # noqa: BLE001 - whatever breaks the system under test is a result of the measurement
        return CaseResult(case, perf_counter() - started, error=f"{type(error).__name__}: {error}")
    seconds = perf_counter() - started
    return CaseResult(case, seconds, response, score(case, response, sources))
