"""Two runs over the same questions, case by case.

Formula, for every measure over the cases that both runs give a value for:

- a share (right or wrong): cases only one of the runs gets right, and the exact p of McNemar's test
  (`eval.intervals.mcnemar`);
- a mean, and the seconds an answer takes: the mean of the paired differences, second minus first, with its bootstrap
  interval (`eval.intervals.bootstrap_interval`).

A difference is called significant where p is below 0.05, or the interval excludes 0. With a dozen measures at once one
in twenty of them would look so by chance alone: read the strict accuracy first.

Source: Smucker, Allan, Carterette 2007 (CIKM), A comparison of statistical significance tests for information retrieval
evaluation, for pairing by question and the bootstrap; McNemar as cited there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.intervals import Interval, bootstrap_interval, mcnemar
from eval.measures import MEASURES
from eval.results import RecordedCase, RecordedRun

ALPHA = 0.05
SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class PairedShare:
    """A right-or-wrong measure over the cases that have it in both runs."""

    name: str
    cases: int
    first: int
    """Cases that have the property in the first run."""
    second: int
    only_first: int
    only_second: int
    p: float

    @property
    def significant(self) -> bool:
        """Whether the runs differ beyond chance."""
        return self.p < ALPHA


@dataclass(frozen=True, slots=True)
class PairedMean:
    """A mean over the cases that have it in both runs."""

    name: str
    cases: int
    first: float
    second: float
    difference: float
    """Second minus first."""
    interval: Interval | None
    """``None`` where all differences are equal."""

    @property
    def significant(self) -> bool:
        """Whether the runs differ beyond chance."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second run against the first."""

    shares: tuple[PairedShare, ...]
    means: tuple[PairedMean, ...]
    broken: tuple[tuple[RecordedCase, RecordedCase], ...]
    """Right in the first run and not in the second, as (first, second)."""
    fixed: tuple[tuple[RecordedCase, RecordedCase], ...]
    compared: int
    only_first: tuple[str, ...]
    """Ids of cases the second run does not have."""
    only_second: tuple[str, ...]
    reworded: tuple[str, ...]
    """Ids both have, but with another question or another expectation: not compared."""


def compare(first: RecordedRun, second: RecordedRun) -> Comparison:
    """Pair the runs by the ids of their cases."""
    before = {case.id: case for case in first.cases}
    after = {case.id: case for case in second.cases}
    shared = [(before[name], after[name]) for name in before if name in after]
    pairs = [(one, other) for one, other in shared if _asked(one) == _asked(other)]
    values = [(one.measures, other.measures) for one, other in pairs]
    seconds = [
        ({SECONDS: one.seconds}, {SECONDS: other.seconds}) for one, other in pairs if one.response and other.response
    ]
    shares = (_share(m.name, values) for m in MEASURES if m.kind == "share")
    means = [_mean(m.name, values) for m in MEASURES if m.kind == "mean"]
    return Comparison(
        shares=tuple(share for share in shares if share),
        means=tuple(mean for mean in (*means, _mean(SECONDS, seconds)) if mean),
        broken=tuple(pair for pair in pairs if pair[0].right and not pair[1].right),
        fixed=tuple(pair for pair in pairs if pair[1].right and not pair[0].right),
        compared=len(pairs),
        only_first=tuple(name for name in before if name not in after),
        only_second=tuple(name for name in after if name not in before),
        reworded=tuple(one.id for one, other in shared if _asked(one) != _asked(other)),
    )


def _asked(case: RecordedCase) -> tuple[object, ...]:
    return case.question, case.history, case.expect


Pairs = Sequence[tuple[Mapping[str, float], Mapping[str, float]]]


def _both(name: str, pairs: Pairs) -> list[tuple[float, float]]:
    return [(one[name], other[name]) for one, other in pairs if name in one and name in other]


def _share(name: str, pairs: Pairs) -> PairedShare | None:
    found = _both(name, pairs)
    if not found:
        return None
    only_first = sum(one > other for one, other in found)
    only_second = sum(other > one for one, other in found)
    return PairedShare(
        name,
        len(found),
        round(sum(one for one, _ in found)),
        round(sum(other for _, other in found)),
        only_first,
        only_second,
        mcnemar(only_first, only_second),
    )


def _mean(name: str, pairs: Pairs) -> PairedMean | None:
    found = _both(name, pairs)
    if not found:
        return None
    differences = [other - one for one, other in found]
    return PairedMean(
        name,
        len(found),
        sum(one for one, _ in found) / len(found),
        sum(other for _, other in found) / len(found),
        sum(differences) / len(found),
        bootstrap_interval(differences),
    )
