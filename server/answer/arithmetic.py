"""Differences between two figures a comparison found: how much more, how much growth, with the working shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.numerals import write_decimal
from server.answer.outcome import Statement
from server.understanding.quantities import Measure, Quantity, write_money
from server.understanding.question import Question

_DIFFERENCE = re.compile(
    r"净增|差(?:多少|几|了)|相差|还差|(?<!最)多(?:出|了)?(?:多少|几)(?!钱)|少(?:了)?(?:多少|几)|(?:增加|新增|高|低|涨|提高|增长|缩短|提升|下降)(?:了)?(?:多少|几)|缺口"
    r"|比[^,，。?？]{1,16}(?:多|高|少|低|贵|便宜)(?:给|拿|奖|补|出|罚|放|休)?了?(?:多少|几)"
)
_GROWTH = re.compile(r"增幅|增长率|(?:增长|提高|涨)(?:了)?(?:百分之|多少个?百分|几成)")

_GREW = re.compile(r"增幅|增速|增长率|(?:增长|下降|上升)了?多少(?!个?百分)")


def asks_growth(folded: str) -> bool:
    """Whether a question asks how much something grew, not for a share that is one already (占比提高多少个百分点)."""
    return _GREW.search(folded) is not None


def asks_difference(folded: str) -> bool:
    """Whether a question asks by how much two things differ."""
    return _DIFFERENCE.search(folded) is not None


def difference(question: Question, sides: Sequence[tuple[str, Statement]]) -> Statement | None:
    """The difference (or growth) between the first figures of two sides, where that is asked for.

    ``sides`` are (name of the row, its statement) in the order asked. Figures of different units have none.
    """
    wants_growth = _GROWTH.search(question.folded)
    if len(sides) != 2 or not (wants_growth or _DIFFERENCE.search(question.folded)):
        return None
    (first_name, first), (second_name, second) = sides
    pair = _comparable(first.figures, second.figures)
    if pair is None:
        return None
    a, b = pair
    quotes = (*first.quotes, *second.quotes)
    names = (first_name, second_name)
    if wants_growth and a.value:
        percent = ((b.value - a.value) / a.value * 100).quantize(Decimal("0.01")).normalize()
        text = f"增幅约{percent:f}%（({_write(b)}－{_write(a)})÷{_write(a)}）。"
        return Statement(text, quotes, (f"{percent:f}%", _write(a), _write(b), *names))
    (low_name, low), (high_name, high) = sorted(((first_name, a), (second_name, b)), key=lambda s: s[1].value)
    gap = _amount(high.value - low.value, high)
    text = f"相差{gap}（{high_name}{_write(high)}－{low_name}{_write(low)}={gap}）。"
    return Statement(text, quotes, (gap, _write(low), _write(high), *names))


def _comparable(first: Sequence[Quantity], second: Sequence[Quantity]) -> tuple[Quantity, Quantity] | None:
    for a in first:
        for b in second:
            if (a.measure, a.unit) == (b.measure, b.unit):
                return a, b
    return None


def _write(quantity: Quantity) -> str:
    return _amount(quantity.value, quantity)


def _amount(value: Decimal, like: Quantity) -> str:
    if like.measure is Measure.MONEY:
        return write_money(value)
    unit = "个百分点" if like.measure is Measure.PERCENT and value != like.value else like.unit
    return f"{write_decimal(value)}{unit}"
