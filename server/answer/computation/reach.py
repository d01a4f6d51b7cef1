"""Backwards from a cap: at 5000元 a head 20万元 is full with 40家; at 1.5% 50万元 is full with 约3333.33万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from server.answer.computation.per_unit import counted_unit
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import find_limits, is_cap, read_factors
from server.answer.computation.shares import is_share
from server.answer.computation.writing import write, write_figure
from server.answer.evidence import Evidence
from server.understanding.quantities import Measure

_ASKS_REACH = re.compile(
    r"(?:多少|几|多大)[^,，。]{0,14}(?:封顶|到顶|拿满|领满|满额|触顶|顶格|上限|拿到头|拿足|吃满)|(?:封顶|到顶|拿满|领满|触顶|顶格|拿足|吃满)[^,，。]{0,14}(?:要|得|需|做到|达到)[^,，。]{0,8}(?:多少|几)"
)
_ASKS_CAP = re.compile(r"(?:封顶|上限|顶格)(?:是|为|有)?(?:多少|几)|[一每]年(?:最高|最多|封顶)?(?:多少|几)")


def needed_for_cap(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """How many, or how large a base, the cap is reached with; only where the question gives no amount itself."""
    if not _ASKS_REACH.search(problem.words) or _ASKS_CAP.search(problem.words) or problem.of(Measure.COUNT):
        return None
    sentence = evidence.sentence
    for factor in read_factors(sentence.text, sentence.folded):
        limits = find_limits(sentence, factor)
        if any(limits.cap is None or g.value != limits.cap.value for g in problem.of(Measure.MONEY)):
            continue  # an amount that is not the cap is a base
        if limits.cap is None or factor.is_range or is_cap(factor.low) or not factor.low.value:
            continue
        cap, rate = write_figure(limits.cap), write_figure(factor.low)
        unit = counted_unit(sentence.folded[: factor.low.span.start])
        if factor.low.measure is Measure.MONEY and unit:
            needed = (limits.cap.value / factor.low.value).to_integral_value(ROUND_CEILING)
            result = write(needed, Measure.COUNT, unit)
        elif factor.low.measure is Measure.PERCENT and is_share(factor, sentence.folded):
            result = write(limits.cap.value / factor.low.value * Decimal(100), Measure.MONEY, "元")
        else:
            continue
        text = f"{result}（{cap}÷{rate}，达到{limits.cap_words}{limits.cap.text}的上限）"
        return Worked(text, (sentence, *limits.used), (result, cap, rate))
    return None
