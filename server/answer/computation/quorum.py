"""How many heads a majority takes: 三分之二以上 of 300户 are at least 200户, 过半数 of 900人 at least 451人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from server.answer.computation.figures import Figure
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import read_factors
from server.answer.computation.writing import write_figure, write_like
from server.answer.evidence import Evidence
from server.understanding.quantities import Measure

_ASKS = re.compile(r"(?:多少|几)[个]?(?:[名人户票家位代])|人数|够|通过")
_HALF = re.compile(r"过半数|(?:超过|过)(?:二分之一|半数)|过半")
_HALF_OR_MORE = re.compile(r"半数以上|二分之一以上")
_HEADS = ("名", "户", "家", "票", "个")
_VOTES = re.compile(r"参加|参与|出席|到会|同意|通过|表决|赞成|提议|联名")


def heads_of_majority(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The least number that is the share of the heads the question counts, in a sentence about meeting or voting."""
    heads = [g for g in problem.of(Measure.COUNT) if g.unit in _HEADS]
    folded = evidence.sentence.folded
    if len(heads) != 1 or not _ASKS.search(problem.words) or not _VOTES.search(folded):
        return None
    total = heads[0]
    shares = [
        f.low
        for f in read_factors(evidence.sentence.text, folded)
        if f.low.measure is Measure.PERCENT and "分之" in f.low.text and folded.startswith("以上", f.low.span.end)
    ]
    halves = [*_HALF.findall(folded), *_HALF_OR_MORE.findall(folded)]
    if len({f.value for f in shares}) == 1 and not halves:
        return _state(evidence, total, total.value * shares[0].value / 100, f"{shares[0].text}以上")
    if len(set(halves)) != 1 or shares:
        return None
    half = total.value / 2
    return _state(
        evidence,
        total,
        half
        if _HALF_OR_MORE.search(folded)
        else half.to_integral_value() + Decimal(1)
        if half == half.to_integral_value()
        else half,
        halves[0],
    )


def _state(evidence: Evidence, total: Figure, share: Decimal, words: str) -> Worked:
    # A third has no end in decimals; what is a whole number but for the last digits is that number.
    needed = share.quantize(Decimal("0.000001")).to_integral_value(ROUND_CEILING)
    result = write_like(needed, total)
    text = f"至少{result}（{write_figure(total)}的{words}）"
    return Worked(text, (evidence.sentence,), (result, write_figure(total), words))
