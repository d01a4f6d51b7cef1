"""How long answers take.

Formula: the p-th percentile of n sorted times is the one at rank ``ceil(p / 100 * n)``, counted from 1
(nearest rank): a time that was really measured, never a mixture of two. Times are wall-clock seconds around
one request, as the caller waits; failed requests are left out. By stage: the times the service itself reports
(`timings_ms`), each stage over the responses that name it.

Source: Hyndman and Fan 1996, Sample Quantiles in Statistical Packages, The American Statistician 50(4),
definition 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of response times, in milliseconds."""

    p50_ms: float
    p95_ms: float


def percentile(values: Iterable[float], percent: int) -> float:
    """The nearest-rank percentile, ``0 < percent <= 100``. Raises `ValueError` for no values."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("百分位数至少需要一个值")
    return ordered[-(-percent * len(ordered) // 100) - 1]  # integer ceiling: no rounding error can shift the rank


def latency(seconds: Iterable[float]) -> Latency | None:
    """p50 and p95 of times given in seconds; ``None`` without any."""
    times = list(seconds)
    if not times:
        return None
    return Latency(p50_ms=percentile(times, 50) * 1000, p95_ms=percentile(times, 95) * 1000)


def latency_by_stage(timings: Iterable[Mapping[str, float]]) -> dict[str, Latency]:
    """p50 and p95 of every stage of reported ``timings`` (milliseconds), in the order the stages first appear."""
    stages: dict[str, list[float]] = {}
    for reported in timings:
        for stage, milliseconds in reported.items():
            stages.setdefault(stage, []).append(milliseconds)
    return {stage: Latency(percentile(times, 50), percentile(times, 95)) for stage, times in stages.items()}
