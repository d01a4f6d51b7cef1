"""Aligned lists: 国家级、省级、市级…分别给予200万元、100万元、50万元 pairs each subject with its own value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Span
from server.understanding.quantities import Quantity

_JOINT = re.compile(r"[、]|(?<=[\u4e00-\u9fa5])(?:和|及|与|以及)(?=[\u4e00-\u9fa5])")
_BREAK = re.compile(r"[，,。；;：:]")
_LEFT_TRIM = re.compile(r".*(?:对|为|将|把|的(?=[国省市县])|每新建一家|每年评选一批|入选|获批的|获得|新建设的|建设的)")


@dataclass(frozen=True, slots=True)
class Pair:
    """A value and the words that name what it is for."""

    subject: str
    quantity: Quantity


def aligned(text: str, quantities: tuple[Quantity, ...]) -> list[Pair]:
    """Pairs of the list behind 分别 in a sentence; empty when there is no such list or the counts differ.

    Two shapes: subjects listed before 分别 and values after it, or each value right behind its own subject
    (分别给予特等奖100万元、一等奖50万元).
    """
    at = text.find("分别")
    if at < 0:
        return []
    values = _run(text, [q for q in quantities if q.number.start > at])
    if len(values) < 2:
        return []
    named = _named_values(text, at, values)
    if named:
        return named
    subjects = _subjects(text[:at], len(values))
    if not subjects:
        return []
    return [Pair(s, q) for s, q in zip(subjects, values, strict=True)]


def _run(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The first quantities of one measure that follow one another with nothing but joints and short words between."""
    run: list[Quantity] = []
    for quantity in quantities:
        if run:
            if quantity.measure is not run[-1].measure:
                break
            between = text[run[-1].number.end : quantity.number.start]
            if len(between) > 14 or _BREAK.search(between):
                break
        run.append(quantity)
    return run


def _named_values(text: str, at: int, values: list[Quantity]) -> list[Pair]:
    pairs = []
    left = at + 2
    for quantity in values:
        name = text[left : quantity.number.start].strip("、和及与的")
        name = re.sub(r"^(?:给予|奖励|补助|达到|为)", "", name)
        name = re.sub(r"(?:最高|给予|奖励|补助|不超过|达到|为)+$", "", name)
        pairs.append(Pair(name, quantity))
        left = quantity.number.end
    return pairs if all(len(p.subject) >= 2 and p.subject not in ("最高",) for p in pairs) else []


def _subjects(before: str, count: int) -> list[str]:
    """The last list of exactly ``count`` names joined by 、 or 和 in ``before``."""
    for piece in reversed([m for m in _pieces(before) if m]):
        names = [n for n in _JOINT.split(piece) if n]
        if len(names) == count:
            names[0] = _LEFT_TRIM.sub("", names[0]) or names[0]
            return names
        if len(names) > count:
            by_mark = [n for n in piece.split("、") if n]
            if len(by_mark) == count:
                by_mark[0] = _LEFT_TRIM.sub("", by_mark[0]) or by_mark[0]
                return by_mark
    return []


def _pieces(before: str) -> list[str]:
    return [before[s.start : s.end] for s in _spans(before)]


def _spans(text: str) -> list[Span]:
    left, spans = 0, []
    for match in _BREAK.finditer(text):
        spans.append(Span(left, match.start()))
        left = match.end()
    spans.append(Span(left, len(text)))
    return spans
