"""Tiers listed side by side: 300万美元、500万美元以上的，分别奖励3万元、5万元. The highest threshold passed decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Span
from ingest.normalize import fold
from ingest.numerals import read_decimal
from server.understanding.quantities import Measure, Quantity

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_BREAK = re.compile(r"[,，。；;：:]")
_JOINT = re.compile(r"、|(?<=[0-9元%‰])(?:和|及|与)")
_NUMBER = re.compile(r"(?P<n>[0-9]+(?:\.[0-9]+)?)\s*(?P<scale>[十百千]?[万亿]|[千百])?")
_UNIT = re.compile(r"\s*(?P<unit>美元|欧元|元|个百分点|个月|%|‰|[家人名项个户件次年岁亩吨天])")
_UNTIL = re.compile(r"^[^、]{0,4}(?:以下|以内)")
_BELOW = re.compile(r"(?:不足|不满|未满|低于|小于|少于|不到)$")
_TRAILING = re.compile(r"(?:及?以上|的)+$")


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``low`` (of ``unit``) on ``value`` holds; ``condition`` is the tier as printed."""

    condition: str
    unit: str
    low: Decimal
    value: Quantity


def tiers(text: str, quantities: Sequence[Quantity]) -> list[Tier]:
    """The tiers of a sentence: thresholds listed before 分别, as many values behind it; else empty."""
    folded = _without_brackets(fold(text))
    at = folded.find("分别")
    if at < 0:
        return []
    end = _BREAK.search(folded, at)
    values = [_paid(span, quantities) for span in _items(folded, at + 2, end.start() if end else len(folded))]
    if len(values) < 2 or None in values:
        return []
    left = 0
    pieces = []
    for mark in [*_BREAK.finditer(folded, 0, at), None]:
        pieces.append(Span(left, mark.start() if mark else at))
        left = mark.end() if mark else at
    for piece in reversed(pieces):
        spans = _items(folded, piece.start, piece.end)
        lows = _lows(folded, spans)
        if len(lows) == len(values):
            return [
                Tier(_TRAILING.sub("", text[start : s.end].strip()), unit, low, value)
                for s, (start, low, unit), value in zip(spans, lows, values, strict=True)
                if value is not None
            ]
    return []


def tier_of(given: Sequence[Quantity], found: Sequence[Tier]) -> Tier | None:
    """The tier one of the stated quantities is in: that with the highest threshold it reaches, of its own unit."""
    for quantity in given:
        reached = [t for t in found if t.unit == quantity.unit and t.low <= quantity.value]
        if reached:
            return max(reached, key=lambda t: t.low)
    return None


def _without_brackets(folded: str) -> str:
    return _BRACKETS.sub(lambda m: " " * len(m.group()), folded)


def _items(folded: str, start: int, end: int) -> list[Span]:
    spans, left = [], start
    for joint in _JOINT.finditer(folded, start, end):
        spans.append(Span(left, joint.start()))
        left = joint.end()
    return [*spans, Span(left, end)]


def _paid(span: Span, quantities: Sequence[Quantity]) -> Quantity | None:
    paid = (Measure.MONEY, Measure.PERCENT)
    return next((q for q in quantities if q.measure in paid and span.covers(q.number)), None)


def _lows(folded: str, spans: Sequence[Span]) -> list[tuple[int, Decimal, str]]:
    """Where each item's first number stands, the threshold it sets and its unit; empty when an item sets none."""
    found: list[tuple[int, Decimal, str]] = []
    for span in spans:
        numbers = list(_NUMBER.finditer(folded, span.start, span.end))
        if not numbers:
            return []
        first, last = numbers[0], numbers[-1]
        unit = _UNIT.match(folded, last.end(), span.end)
        low = read_decimal(first["n"] + (first["scale"] or last["scale"] or ""))
        if unit is None or low is None:
            return []
        below = _UNTIL.match(folded[last.end() : span.end]) or _BELOW.search(folded[: first.start()])
        found.append((first.start(), Decimal(0) if below and first is last else low, unit["unit"]))
    return found if len({unit for *_, unit in found}) == 1 else []
