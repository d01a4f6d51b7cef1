"""Nearest-rank percentiles, worked out by hand."""

from __future__ import annotations

import random

import numpy as np
import pytest

from eval.metrics.latency import Latency, latency, percentile


@pytest.mark.parametrize(
    ("count", "percent", "rank"),
    [
        (1, 50, 1),  # ceil(0.50) = 1
        (1, 95, 1),
        (4, 50, 2),  # ceil(2.00) = 2
        (5, 50, 3),  # ceil(2.50) = 3
        (20, 95, 19),  # ceil(19.00) = 19
        (21, 95, 20),  # ceil(19.95) = 20
        (100, 55, 55),  # in floating point 0.55 * 100 is above 55
        (10, 100, 10),
    ],
)
def test_rank(count: int, percent: int, rank: int) -> None:
    values = [float(value) for value in range(count, 0, -1)]  # unsorted on purpose: the k-th smallest is k
    assert percentile(values, percent) == rank


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="至少需要一个值"):
        percentile([], 50)


def test_seconds_become_milliseconds() -> None:
    assert latency([0.25, 0.5, 1.0]) == Latency(p50_ms=500.0, p95_ms=1000.0)
    assert latency([]) is None


def test_percentiles_agree_with_numpys_inverted_distribution() -> None:
    rng = random.Random(8)
    for count in (1, 2, 7, 100, 333):
        times = [rng.random() for _ in range(count)]
        for percent in (1, 50, 95, 99, 100):
            assert percentile(times, percent) == np.percentile(times, percent, method="inverted_cdf")
