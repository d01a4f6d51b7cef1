"""How far a mean over cases could be off, had other questions of the same kind been asked.

Formula: the percentile bootstrap. The cases are drawn anew with replacement, as many as there are, `RESAMPLES` times;
the interval runs from the 2.5th to the 97.5th percentile of the means. The seed is fixed: the same results always
have the same interval. For a comparison the values are the differences of paired cases.

Where all values are 1 (or all 0) every redrawn mean is the same and the bootstrap would claim certainty; there the
Wilson score interval for n of n (0 of n) stands in. Where all values are equal to anything else there is none.

Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, sections 13.3 and 16; Wilson 1927, Probable
Inference, the Law of Succession, and Statistical Inference, JASA 22. Both as SciPy computes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 2_000
SEED = 20_240_601
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% confidence interval."""

    low: float
    high: float


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The interval of the mean of ``values``; ``None`` where they cannot tell (none, or all equal and not 0 or 1)."""
    distinct = set(values)
    if distinct in ({0.0}, {1.0}):
        from scipy.stats import binomtest  # not at the top: a second of loading no other command needs

        wilson = binomtest(int(sum(values)), len(values)).proportion_ci(LEVEL, method="wilson")
        return Interval(float(wilson.low), float(wilson.high))
    return bootstrap_interval(values)


def bootstrap_interval(values: Sequence[float]) -> Interval | None:
    """The bootstrap interval of the mean of ``values``; ``None`` where they are all equal, or none."""
    if len(set(values)) < 2:
        return None
    import numpy as np
    from scipy.stats import bootstrap

    found = bootstrap(
        (np.asarray(values, dtype=float),),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        vectorized=True,
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Interval(float(found.low), float(found.high))


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p of McNemar's test, for cases that only the first (only the second) run got right.

    Under the null hypothesis each of the n changed cases goes either way like a fair coin, so p is the binomial
    probability of a split at least as uneven; 1 where nothing changed.

    Source: McNemar 1947, Psychometrika 12, in its exact form (Fagerland, Lydersen, Laake 2013, BMC Medical Research
    Methodology 13:91, section 2.2).
    """
    if not only_first + only_second:
        return 1.0
    from scipy.stats import binomtest

    return float(binomtest(only_first, only_first + only_second, 0.5).pvalue)
