"""The figures of a sentence or a question that can be calculated with, each with the words it is said of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingest.model import Span
from ingest.normalize import fold
from ingest.numerals import read_decimal
from server.understanding.quantities import Measure, find_quantities


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in base units (元, %, the counted thing); ``text`` as printed, without what limits it.

    ``lead`` are the words before it, back to the figure or mark before; ``tail`` those behind it, up to the next.
    """

    measure: Measure
    value: Decimal
    unit: str
    text: str
    span: Span
    lead: str = ""
    tail: str = ""

    @property
    def words(self) -> str:
        """The words around the figure."""
        return f"{self.lead}…{self.tail}"

    def like(self, other: Figure) -> bool:
        """Whether the two can be added."""
        return (self.measure, self.unit) == (other.measure, other.unit)


_CN = "[零〇一二三四五六七八九十百千两]"
_ONES = re.compile(
    r"(?P<n>(?<![第十百千零二三四五六七八九0-9同逐进任])[一半])(?P<unit>个月|年|日|天|周岁|次|人|名|家|个(?!月)|项|倍|小时|公里)"
    r"(?![级定些样般度底末初切性])"
)
_FRACTION = re.compile(rf"(?P<d>{_CN}+)分之(?P<n>{_CN}+(?:点{_CN}+)?)")
_ORDINAL = re.compile(rf"第{_CN}*$")
_DAY = rf"(?:[0-9]{{1,2}}|{_CN}{{1,3}})"
_DAY_OF_MONTH = re.compile(rf"{_DAY}月{_DAY}[日号](?:\s*[至到、-]\s*{_DAY}[日号])*")
_PAIR = re.compile(rf"(?P<n>{_CN}+|[0-9]+(?:\.[0-9]+)?)(?P<joint>至|到|-|—|~)$")
_TAIL = re.compile(r"(?:以上|以下|以内|左右|/[\u4e00-\u9fa5]+)$")
_MARK = re.compile(r"[，,。；;:、？?！!\n]")
_COMMA = re.compile(r"[，。；;!?！？\n]|,(?![0-9]{3})")
_SAME_UNIT = {"天": "日", "人": "名", "周岁": "岁"}
_CHARACTERS = re.compile(r"[\u4e00-\u9fa5]+")
_EMPTY = frozenset(
    [
        "给予",
        "奖励",
        "补助",
        "奖补",
        "达到",
        "不超",
        "超过",
        "以上",
        "以下",
        "按照",
        "多少",
        "可以",
        "应当",
        "企业",
        "标准",
    ]
)
_SKIPPED = (Measure.YEAR, Measure.DATE, Measure.FORMULA, Measure.RATIO)


@lru_cache(maxsize=2048)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Figures of ``text`` in order: what ``find_quantities`` finds, and 一年, 半个月, 三分之二, 万分之五, 三至五倍."""
    folded = fold(text)
    raw: list[tuple[Measure, Decimal, str, Span]] = []
    dates = [Span(*match.span()) for match in _DAY_OF_MONTH.finditer(folded)]
    for quantity in find_quantities(text):
        if quantity.measure in (Measure.YEAR, Measure.DATE):
            dates.append(quantity.number)
        if quantity.measure in _SKIPPED:
            continue
        number = quantity.number
        tail = _TAIL.search(number.cut(folded))
        if tail:
            number = Span(number.start, number.end - len(tail.group()))
        unit = _SAME_UNIT.get(quantity.unit, quantity.unit)
        raw.append((quantity.measure, quantity.value, unit, number))
        if pair := _PAIR.search(folded[max(0, number.start - 8) : number.start]):
            raw += _first_of_pair(pair, number, quantity.measure, unit, folded)
    raw += [r for r in (*_ones(folded), *_doubled(folded)) if not any(_overlap(r[3], o[3]) for o in raw)]
    for fraction in _fractions(folded):
        raw = [r for r in raw if not _overlap(r[3], fraction[3])] + [fraction]
    raw = [r for r in raw if not any(_overlap(r[3], d) for d in dates)]
    raw = [r for r in raw if not _ORDINAL.search(folded[: r[3].start])]
    return _with_words(folded, text, sorted(raw, key=lambda r: r[3]))


def _first_of_pair(
    pair: re.Match[str], second: Span, measure: Measure, unit: str, folded: str
) -> list[tuple[Measure, Decimal, str, Span]]:
    """三 of 三至五倍, 50 of 50—100万元: the unit and scale are those of the second number."""
    value = read_decimal(pair["n"])
    if value is None:
        return []
    start = second.start - len(pair.group())
    scale = re.search(r"[十百千]?[万亿]|[百千](?=元)", second.cut(folded))
    if scale and second.cut(folded)[0].isdigit():
        value *= read_decimal(f"1{scale.group()}") or 1
    return [(measure, value, unit, Span(start, start + len(pair["n"])))]


def _doubled(folded: str) -> list[tuple[Measure, Decimal, str, Span]]:
    return [(Measure.COUNT, Decimal(2), "倍", Span(*m.span())) for m in re.finditer("双倍", folded)]


def _ones(folded: str) -> list[tuple[Measure, Decimal, str, Span]]:
    """一年, 半年, 一个月, 半个月, which are read as words elsewhere."""
    found = []
    for match in _ONES.finditer(folded):
        unit, value = match["unit"], Decimal(1 if match["n"] == "一" else "0.5")
        if match["n"] == "半" and unit == "年":
            value, unit = Decimal(6), "个月"
        if match["n"] == "半" and unit not in ("个月", "日", "天"):
            continue
        durations = ("个月", "年", "日", "天", "小时")
        measure = Measure.DURATION if unit in durations else Measure.COUNT
        found.append((measure, value, _SAME_UNIT.get(unit, unit), Span(*match.span())))
    return found


def _fractions(folded: str) -> list[tuple[Measure, Decimal, str, Span]]:
    """三分之二, 万分之五 as percentages; 百分之 and 千分之 are read elsewhere."""
    found = []
    for match in _FRACTION.finditer(folded):
        below, above = read_decimal(match["d"]), read_decimal(match["n"])
        if match["d"] == "万":
            below = Decimal(10000)
        if not below or above is None or match["d"] in ("百", "千"):
            continue
        found.append((Measure.PERCENT, above / below * 100, "%", Span(*match.span())))
    for match in re.finditer(rf"万分之(?P<n>{_CN}+(?:点{_CN}+)?|[0-9.]+)", folded):
        value = read_decimal(match["n"])
        if value is not None:
            found.append((Measure.PERCENT, value / 100, "%", Span(*match.span())))
    return found


def _with_words(folded: str, text: str, raw: list[tuple[Measure, Decimal, str, Span]]) -> tuple[Figure, ...]:
    found = []
    for at, (measure, value, unit, span) in enumerate(raw):
        floor = raw[at - 1][3].end if at else 0
        ceiling = raw[at + 1][3].start if at + 1 < len(raw) else len(folded)
        left = max([floor, *(m.end() for m in _MARK.finditer(folded, floor, span.start))])
        mark = _MARK.search(folded, span.end, ceiling)
        right = mark.start() if mark else ceiling
        found.append(
            Figure(measure, value, unit, span.cut(text), span, folded[left : span.start], folded[span.end : right])
        )
    return tuple(found)


def part_of(folded: str, span: Span) -> Span:
    """The part of a sentence ``span`` lies in, between commas that are not inside a number (5,000万元)."""
    edges = [m.end() for m in _COMMA.finditer(folded, 0, span.start)]
    following = _COMMA.search(folded, span.end)
    return Span(edges[-1] if edges else 0, following.end() if following else len(folded))


def pairs(text: str) -> set[str]:
    """Pairs of neighbouring Chinese characters that say something."""
    runs = _CHARACTERS.findall(text)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} - _EMPTY


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
