"""Values as an answer writes them: exact where a few decimals do, else rounded and said to be 约."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.normalize import fold
from ingest.numerals import write_decimal
from server.answer.computation.figures import Figure
from server.understanding.quantities import Measure, write_money

_DIGITS_YUAN = re.compile(r"[0-9.]+[十百千]?[万亿]?[元块]?")
_WORDINGS = ("天", "周岁", "人")
"""Units that are counted as another (天 as 日) but said as printed."""
_PLACES = 4
"""Decimals shown in full; more are rounded to two."""


def write(value: Decimal, measure: Measure, unit: str) -> str:
    """``value`` of a measure with its unit: 150000元 is 15万元, a third of 100家 is 约33.33家."""
    if measure is Measure.MONEY and unit == "元":
        scale = next((s for s in (Decimal(10**8), Decimal(10**4)) if abs(value) >= s), Decimal(1))
        shown, exact = _shorten(value / scale)
        return f"{'' if exact else '约'}{write_money(shown * scale)}"
    shown, exact = _shorten(value)
    return f"{'' if exact else '约'}{write_decimal(shown)}{unit}"


def write_like(value: Decimal, figure: Figure) -> str:
    """``value`` in the measure of ``figure``, its unit as printed there (天 stays 天)."""
    return write(value, figure.measure, next((w for w in _WORDINGS if figure.text.endswith(w)), figure.unit))


def write_figure(figure: Figure) -> str:
    """A figure in Arabic digits: money in digits and shares in words (万分之五, 三分之二) as printed."""
    if figure.measure is Measure.MONEY and figure.unit == "元" and _DIGITS_YUAN.fullmatch(fold(figure.text)):
        number = fold(figure.text).rstrip("元块")
        return f"{number}元"
    if figure.measure is Measure.PERCENT and not figure.text[0].isdigit() and "百分之" not in figure.text:
        return figure.text
    return write_like(figure.value, figure)


def _shorten(value: Decimal) -> tuple[Decimal, bool]:
    fine = value.quantize(Decimal(1).scaleb(-_PLACES))
    if fine == value:
        return fine, True
    return value.quantize(Decimal("0.01")), False
