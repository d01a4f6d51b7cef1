"""Puts every case to a target and keeps what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from eval.cases import Case
from eval.metrics.retrieval import DEPTH, RetrievalScore, is_searchable, score_hits
from eval.metrics.strict import CaseScore, score
from eval.target import Service, Target
from server.contract import AskResponse, SearchRequestBody


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case with its response and scores, or with the error of a failed request."""

    case: Case
    seconds: float
    """Wall-clock time of the question; the search beside it is not in it."""
    response: AskResponse | None = None
    score: CaseScore | None = None
    error: str | None = None
    """Set, and the two above empty, when the question failed."""
    retrieval: RetrievalScore | None = None
    """``None`` too where the case does not say which clause to find."""
    search_error: str | None = None

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
        results.append(_run_one(case, target.service, sources or {}))
        if on_progress:
            on_progress(len(results), results[-1])
    return tuple(results)


def _run_one(case: Case, service: Service, sources: Mapping[str, str]) -> CaseResult:
    started = perf_counter()
    try:
        response = service.ask(case.request())
    except Exception as error:  # noqa: BLE001 - whatever breaks the system under test is a result of the measurement
        seconds = perf_counter() - started
        return CaseResult(case, seconds, None, None, _told(error), *_search(case, service))
    seconds = perf_counter() - started
    # The search comes after the question: whatever it leaves in the service's caches must not shorten the time above.
    return CaseResult(case, seconds, response, score(case, response, sources), None, *_search(case, service))


def _search(case: Case, service: Service) -> tuple[RetrievalScore | None, str | None]:
    if not is_searchable(case):
        return None, None
    try:
        hits = service.search(SearchRequestBody(query=case.question, top_k=DEPTH)).hits
    except Exception as error:  # noqa: BLE001 - see above
        return None, _told(error)
    return score_hits(case, hits), None


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
