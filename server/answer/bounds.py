"""Tiers told apart by a measure: whether what the asker states (17度, 满十年) falls into a range a text sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.normalize import fold
from server.understanding.quantities import Measure, Quantity

_SAME_UNIT = {"度": "摄氏度", "岁": "周岁", "天": "日", "个月": "月", "名": "人", "个": "家"}
_AT_LEAST = re.compile(r"(?:高于或者等于|大于或者等于|不低于|不少于|不小于|达到|满|≥)$")
_ABOVE = re.compile(r"(?:高于|超过|大于|多于|超出|逾|>)$")
_AT_MOST = re.compile(r"(?:低于或者等于|小于或者等于|不超过|不高于|不多于|最高|最多|≤)$")
_BELOW = re.compile(r"(?:(?<!不)(?:低于|小于|少于)|不足|不满|未满|未达到?|<)$")
_MORE = re.compile(r"^(?:以上|及以上|\((?:含|不含)[^()]*\)以上)")
_LESS = re.compile(r"^(?:以下|以内|及以下|\((?:含|不含)[^()]*\)以下)")
_INCLUDED = re.compile(r"^[^,，、;；。]{0,3}\(含")
_EXCLUDED = re.compile(r"^[^,，、;；。]{0,6}\(不含")


@dataclass(frozen=True, slots=True)
class Range:
    """A range of one unit; ``None`` is open. ``low_in``, ``high_in``: whether the ends belong to it."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` lies in the range."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_in)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_in)


def common_unit(quantity: Quantity) -> str:
    """One unit for those that a speaker and a text use alike (度 and 摄氏度)."""
    return _SAME_UNIT.get(quantity.unit, quantity.unit)


def ranges(text: str, quantities: Sequence[Quantity]) -> list[Range]:
    """The ranges a folded text sets, neighbours of one unit joined (十六度以上、十八度以下).

    以上 and 以下 include the number itself, as 民法典第一千二百五十九条 has it, unless 不含 is added.
    """
    found: list[tuple[int, Range]] = []
    for quantity in quantities:
        bound = _bound(text, quantity)
        if bound is None:
            continue
        end = quantity.span.end
        if found and found[-1][1].unit == bound.unit and quantity.span.start - found[-1][0] <= 16:
            joined = _joined(found[-1][1], bound)
            if joined is not None:
                found[-1] = (end, joined)
                continue
        found.append((end, bound))
    return [one for _, one in found]


def fit_of_tier(given: Sequence[Quantity], text: str, quantities: Sequence[Quantity]) -> int:
    """1 when a stated quantity lies in a range of the text, -1 when ranges of its unit leave it out, else 0."""
    verdict = 0
    for quantity in given:
        same = [r for r in ranges(text, quantities) if r.unit == common_unit(quantity)]
        if any(r.holds(quantity.value) for r in same):
            return 1
        if same:
            verdict = -1
    return verdict


def _bound(text: str, quantity: Quantity) -> Range | None:
    if quantity.measure not in (Measure.COUNT, Measure.DURATION, Measure.MONEY, Measure.PERCENT):
        return None
    folded = fold(text)
    before, after = folded[: quantity.number.start], folded[quantity.number.start + _core(quantity) :]
    own = fold(quantity.text)
    unit, value = common_unit(quantity), quantity.value
    low_out, high_out = bool(_EXCLUDED.match(after)), bool(_EXCLUDED.match(after))
    if _BELOW.search(before):
        return Range(unit, high=value, high_in=bool(_INCLUDED.match(after)))
    if _AT_LEAST.search(before) or own.startswith(("不低于", "不少于", "达到")):
        return Range(unit, low=value)
    if _AT_MOST.search(before) or own.startswith("不超过"):
        return Range(unit, high=value)
    if _ABOVE.search(before) or own.startswith("超过"):
        return Range(unit, low=value, low_in=bool(_INCLUDED.match(after)))
    if _MORE.match(after) or "以上" in quantity.qualifier:
        return Range(unit, low=value, low_in=not low_out)
    if _LESS.match(after) or "以下" in quantity.qualifier or "以内" in quantity.qualifier:
        return Range(unit, high=value, high_in=not high_out)
    return None


def _core(quantity: Quantity) -> int:
    """Length of the number with its unit, without 以上 and the like behind it."""
    body = quantity.number.end - quantity.number.start
    tail = next((t for t in ("以上", "以下", "以内", "左右") if quantity.text.endswith(t)), "")
    return body - len(tail)


def _joined(first: Range, second: Range) -> Range | None:
    if first.low is not None and first.high is None and second.high is not None and second.low is None:
        return Range(first.unit, first.low, second.high, first.low_in, second.high_in)
    if first.high is not None and first.low is None and second.low is not None and second.high is None:
        return Range(first.unit, second.low, first.high, second.low_in, first.high_in)
    return None
