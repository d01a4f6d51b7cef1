"""Intervals and the exact test, against sums written out and against other ways to the same figure."""

from __future__ import annotations

import random
from math import comb, sqrt

import pytest
from scipy import stats

from eval.intervals import Interval, bootstrap_interval, mcnemar, mean_interval


def binomial_quantile(share: float, count: int, p: float) -> int:
    """The least k with P(X <= k) >= share for X of Binomial(count, p), summed up term by term."""
    total = 0.0
    for k in range(count + 1):
        total += comb(count, k) * p**k * (1 - p) ** (count - k)
        if total >= share:
            return k
    return count


@pytest.mark.parametrize(("hits", "count"), [(30, 40), (4, 10), (95, 120), (1, 50)])
def test_a_share_redrawn_is_a_binomial_whose_quantiles_bound_the_interval(hits: int, count: int) -> None:
    found = mean_interval([1.0] * hits + [0.0] * (count - hits))
    assert found is not None
    # Redrawing n ones and zeros is tossing n coins of p = hits / n: the bootstrap only approximates these quantiles.
    for end, share in ((found.low, 0.025), (found.high, 0.975)):
        assert abs(end * count - binomial_quantile(share, count, hits / count)) <= 1


def test_the_interval_of_a_mean_agrees_with_a_bootstrap_of_plain_loops() -> None:
    values = [0.0, 0.5, 1.0, 1.0, 0.25, 0.75, 1.0, 0.5, 0.0, 1.0, 1 / 3, 0.9]
    found = bootstrap_interval(values)
    assert found is not None
    draws = random.Random(7)
    means = sorted(sum(draws.choices(values, k=len(values))) / len(values) for _ in range(20_000))
    assert found.low == pytest.approx(means[500], abs=0.03)
    assert found.high == pytest.approx(means[19_500], abs=0.03)


def test_the_interval_agrees_with_scipy_on_another_seed_and_ten_times_the_draws() -> None:
    values = [0.1 * number for number in range(11)] * 3
    found = bootstrap_interval(values)
    other = stats.bootstrap(
        (values,), lambda x, axis: x.mean(axis=axis), n_resamples=20_000, method="percentile", rng=1
    )
    assert found is not None
    assert found.low == pytest.approx(other.confidence_interval.low, abs=0.02)
    assert found.high == pytest.approx(other.confidence_interval.high, abs=0.02)


def test_the_same_values_always_have_the_same_interval() -> None:
    values = [0.0, 1.0, 1.0, 0.5]
    assert mean_interval(values) == mean_interval(values)


def test_where_all_are_right_the_wilson_interval_stands_in() -> None:
    z = 1.959964
    n = 5
    # Wilson for n of n: (1 + z²/2n ± z sqrt(z²/4n²)) / (1 + z²/n); the upper end is 1, the lower 1 / (1 + z²/n).
    lower = (1 + z * z / (2 * n) - z * sqrt(z * z / (4 * n * n))) / (1 + z * z / n)
    assert lower == pytest.approx(1 / (1 + z * z / n))
    assert mean_interval([1.0] * n) == Interval(pytest.approx(lower, abs=1e-6), pytest.approx(1.0))
    assert mean_interval([0.0] * n) == Interval(pytest.approx(0.0), pytest.approx(1 - lower, abs=1e-6))


def test_values_that_cannot_tell_have_no_interval() -> None:
    assert mean_interval([]) is None
    assert mean_interval([0.5, 0.5, 0.5]) is None
    assert bootstrap_interval([0.0, 0.0]) is None


@pytest.mark.parametrize(("first", "second"), [(1, 9), (9, 1), (5, 5), (0, 6), (3, 4), (12, 30)])
def test_mcnemar_is_twice_the_tail_of_fair_coins(first: int, second: int) -> None:
    n = first + second
    tail = sum(comb(n, k) for k in range(min(first, second) + 1)) / 2**n
    assert mcnemar(first, second) == pytest.approx(min(1.0, 2 * tail))


def test_mcnemar_written_out() -> None:
    assert mcnemar(1, 9) == pytest.approx(2 * (1 + 10) / 1024)
    assert mcnemar(0, 6) == pytest.approx(2 / 64)
    assert mcnemar(0, 0) == 1.0
