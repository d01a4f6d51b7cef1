"""The geometry of the report's charts, in SVG units; `templates/charts.svg.j2` draws it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from eval.results import RecordedFigure

WIDTH = 760
_LABEL, _TOLD = 170, 110
_EM = 13
"""The font size: as wide as a Chinese character is."""
_BAR, _GAP = 16, 12
_HEIGHT, _FOOT, _LEFT = 220, 34, 46
_MOST_MARKS = 10
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A grid line with its label."""

    at: float
    told: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from the axis to ``end``, with its whisker where there is an interval."""

    y: float
    end: float
    told: str
    series: int
    """0: the run reported, 1: the one it is held against."""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one label, one a series."""

    label: str
    middle: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Shares and means from 0 to 1 as lying bars with 95% intervals."""

    height: float
    groups: tuple[Group, ...]
    ticks: tuple[Tick, ...]
    start: float
    """Where the bars begin, right of the longest label."""
    bar: float = _BAR
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Steps:
    """The share of questions answered within a time: a corner line a series."""

    lines: tuple[str, ...]
    """Points of an SVG polyline."""
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    left: float = _LEFT
    bottom: float = _HEIGHT - _FOOT
    height: float = _HEIGHT
    width: float = WIDTH


def bar_chart(rows: Sequence[tuple[str, Sequence[RecordedFigure | None]]]) -> BarChart:
    """A group for each of ``rows``: its label and the figures by series; a figure that is not there has no bar."""
    start = max([_LABEL, *(_width(label) + _GAP for label, _ in rows)])
    groups: list[Group] = []
    y = float(_GAP)
    for label, figures in rows:
        top = y
        bars: list[Bar] = []
        for series, figure in enumerate(figures):
            if figure:
                bars.append(_bar(figure, y, series, start))
            y += _BAR
        groups.append(Group(label, (top + y) / 2, tuple(bars)))
        y += _GAP
    ticks = tuple(Tick(_x(value, start), f"{value:.0%}") for value in _TICKS)
    return BarChart(y + _FOOT - _GAP, tuple(groups), ticks, start)


def steps(series: Sequence[Sequence[float]]) -> Steps:
    """The cumulative shares of times in seconds on a logarithmic axis, each series to its slowest; none is empty.

    Logarithmic, because the first answer of a process takes many times as long as the rest.
    """
    marks = _marks(min(map(min, series)), max(map(max, series)))
    shortest, longest = marks[0], marks[-1]
    across = tuple(Tick(_across(mark, shortest, longest), f"{mark * 1000:g} 毫秒") for mark in marks)
    up = tuple(Tick(_up(value), f"{value:.0%}") for value in _TICKS)
    return Steps(tuple(_line(times, shortest, longest) for times in series), across, up)


def _bar(figure: RecordedFigure, y: float, series: int, start: float) -> Bar:
    told = f"{figure.hits}/{figure.scored}" if figure.hits is not None else f"{figure.value:.2f}（{figure.scored} 题）"
    low = None if figure.low is None else _x(figure.low, start)
    high = None if figure.high is None else _x(figure.high, start)
    return Bar(y, _x(figure.value, start), told, series, low, high)


def _x(value: float, start: float) -> float:
    return round(start + (WIDTH - start - _TOLD) * value, 2)


def _width(label: str) -> float:
    """An upper bound: wide characters take an em, others at most two thirds of one."""
    return sum(_EM if unicodedata.east_asian_width(char) in "FWA" else _EM * 2 / 3 for char in label)


def _marks(shortest: float, longest: float) -> list[float]:
    """Round seconds from the last not above ``shortest``, at least a millisecond, to the first not below ``longest``.

    They are 1, 2 and 5 times the powers of ten, or the powers alone where the labels of all would not have room.
    """
    shortest = max(shortest, 0.001)
    longest = max(longest, shortest)
    marks: list[float] = []
    for factors in ((1, 2, 5), (1,)):
        decades = range(math.floor(math.log10(shortest)), math.ceil(math.log10(longest)) + 2)
        every = [round(factor * 10.0**decade, 9) for decade in decades for factor in factors]
        first = max(i for i, mark in enumerate(every) if mark <= shortest)
        last = next(i for i, mark in enumerate(every) if mark >= longest)
        marks = every[first : max(last, first + 1) + 1]
        if len(marks) <= _MOST_MARKS:
            break
    return marks


def _across(seconds: float, shortest: float, longest: float) -> float:
    part = math.log(max(seconds, shortest) / shortest) / math.log(longest / shortest)
    return round(_LEFT + (WIDTH - _LEFT - 60) * part, 2)


def _up(share: float) -> float:
    return round(_HEIGHT - _FOOT - (_HEIGHT - _FOOT - _GAP) * share, 2)


def _line(times: Sequence[float], shortest: float, longest: float) -> str:
    points = [(_across(shortest, shortest, longest), _up(0))]
    for number, seconds in enumerate(sorted(times), 1):
        x = _across(seconds, shortest, longest)
        points += [(x, points[-1][1]), (x, _up(number / len(times)))]
    points.append((_across(longest, shortest, longest), points[-1][1]))
    return " ".join(f"{x:g},{y:g}" for x, y in points)
