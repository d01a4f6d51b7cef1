"""The geometry of the report's charts, in SVG units; `templates/charts.svg.j2` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.latency import percentile
from eval.results import RecordedFigure

WIDTH = 760
_LABEL, _TOLD = 170, 110
_PLOT = WIDTH - _LABEL - _TOLD
_BAR, _GAP = 16, 12
_HEIGHT, _FOOT, _LEFT = 220, 34, 46
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
    start: float = _LABEL
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
    groups: list[Group] = []
    y = float(_GAP)
    for label, figures in rows:
        top = y
        bars: list[Bar] = []
        for series, figure in enumerate(figures):
            if figure:
                bars.append(_bar(figure, y, series))
            y += _BAR
        groups.append(Group(label, (top + y) / 2, tuple(bars)))
        y += _GAP
    ticks = tuple(Tick(_x(value), f"{value:.0%}") for value in _TICKS)
    return BarChart(y + _FOOT - _GAP, tuple(groups), ticks)


def steps(series: Sequence[Sequence[float]]) -> Steps:
    """The cumulative shares of times in seconds, to the 99th percentile of the slowest series; no series is empty."""
    longest = max(percentile(times, 99) for times in series) or 1.0
    across = tuple(Tick(_across(longest * part, longest), f"{longest * part * 1000:.0f} 毫秒") for part in _TICKS)
    up = tuple(Tick(_up(value), f"{value:.0%}") for value in _TICKS)
    return Steps(tuple(_line(times, longest) for times in series), across, up)


def _bar(figure: RecordedFigure, y: float, series: int) -> Bar:
    told = f"{figure.hits}/{figure.scored}" if figure.hits is not None else f"{figure.value:.2f}（{figure.scored} 题）"
    low = None if figure.low is None else _x(figure.low)
    high = None if figure.high is None else _x(figure.high)
    return Bar(y, _x(figure.value), told, series, low, high)


def _x(value: float) -> float:
    return round(_LABEL + _PLOT * value, 2)


def _across(seconds: float, longest: float) -> float:
    return round(_LEFT + (WIDTH - _LEFT - 60) * seconds / longest, 2)


def _up(share: float) -> float:
    return round(_HEIGHT - _FOOT - (_HEIGHT - _FOOT - _GAP) * share, 2)


def _line(times: Sequence[float], longest: float) -> str:
    ordered = sorted(times)
    points = [(_across(0, longest), _up(0))]
    for number, seconds in enumerate(ordered, 1):
        if seconds > longest:
            break
        x = _across(seconds, longest)
        points += [(x, points[-1][1]), (x, _up(number / len(ordered)))]
    points.append((_across(longest, longest), points[-1][1]))
    return " ".join(f"{x:g},{y:g}" for x, y in points)
