"""Scales by bands as clauses print them: 满10年不满20年的，… and 超过1万元至10万元的部分，… and 不足五万元的，…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.model import Span
from server.answer.computation.figures import Figure, pairs, part_of, read_figures
from server.answer.sentences import Sentence
from server.understanding.quantities import Measure

_FROM = re.compile(r"(?:已满|(?<![不未])满|(?<![不未])超过|达到?|大于|高于|在)$")
_FROM_BEHIND = re.compile(r"^(?:\(含\))?(?:及)?以上|^起")
_UNTIL = re.compile(r"(?:不满|不足|未满|不到|不超过|未超过|小于|低于|少于|至|到|-|—|~|以上)$")
_UNTIL_BEHIND = re.compile(r"^(?:\(含\))?(?:以下|以内)")
_OPEN_LOW = re.compile(r"(?:超过|大于|高于)$")
_OPEN_HIGH = re.compile(r"(?:不满|不足|未满|不到|小于|低于|少于)$")
_LINK = re.compile(
    r"^(?:\(含\))?(?:以上|起)?[、,，]?(?:但)?(?:不满|不足|未满|不到|不超过|未超过|小于|低于|少于|至|到|-|—|~)$|^以上$"
)
_CONDITION_ENDS = re.compile(
    r"^(?:\(含\))?(?:及)?(?:以上|以下|以内)?[^,，。;；:]{0,16}?(?:的(?P<part>部分)?[^,，。;；:]{0,8})?[,，:]"
)
_PENALTY = re.compile(r"(?:处|罚|罚款|奖励|给予|补助|处以)[^,，。;；]{0,6}$")
_ITEM = re.compile(r"^\W*(?:\(?[0-9一二三四五六七八九十]+[\).、．]\)?)?\W*")
_MOST_FIGURES = 12


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high`` in ``kind``; ``place`` is its condition in the sentence, ``outcome`` what then holds."""

    low: Decimal | None
    high: Decimal | None
    open_low: bool
    open_high: bool
    kind: str
    sentence: Sentence
    place: Span
    outcome: Span
    of_part: bool
    """Whether the outcome holds for the part within the band only (的部分)."""

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` is in the band."""
        above = self.low is None or (value > self.low if self.open_low else value >= self.low)
        below = self.high is None or (value < self.high if self.open_high else value <= self.high)
        return above and below

    @property
    def condition(self) -> str:
        """The words that set the band, without the number of an item."""
        words = self.place.cut(self.sentence.text)
        return _ITEM.sub("", words).strip("，,：: ").removesuffix("的")

    @property
    def tail(self) -> Sentence:
        """The outcome as a sentence of its own."""
        text, folded = self.outcome.cut(self.sentence.text), self.outcome.cut(self.sentence.folded)
        return replace(self.sentence, text=text, folded=folded, quantities=())


def read_bands(sentence: Sentence) -> list[Band]:
    """The bands of a sentence, each with what holds up to the next one."""
    figures = read_figures(sentence.text)[:_MOST_FIGURES]
    found: list[Band] = []
    at = 0
    while at < len(figures):
        band = _read(sentence, figures, at)
        at += 1
        if band is None:
            continue
        while at < len(figures) and figures[at].span.start < band.outcome.start:
            at += 1
        found.append(band)
    closed = []
    ends = [*(band.place.start for band in found[1:]), len(sentence.text)]
    for band, end in zip(found, ends[: len(found)], strict=True):
        if band.outcome.start < end and not sentence.folded[:end].rstrip("。；;，, ").endswith("的"):
            closed.append(replace(band, outcome=Span(band.outcome.start, end)))
    return closed


def _read(sentence: Sentence, figures: Sequence[Figure], at: int) -> Band | None:
    figure, folded = figures[at], sentence.folded
    before, behind = folded[: figure.span.start], folded[figure.span.end :]
    if _PENALTY.search(before):
        return None
    kind, value = in_base_units(figure)
    second = figures[at + 1] if at + 1 < len(figures) else None
    link = folded[figure.span.end : second.span.start] if second else ""
    start = part_of(folded, figure.span).start
    if second and _LINK.match(link) and in_base_units(second)[0] == kind:
        end = _CONDITION_ENDS.match(folded[second.span.end :])
        if end is None:
            return None
        stop = second.span.end + end.end()
        low, high = value, in_base_units(second)[1]
        opened = bool(_OPEN_LOW.search(before)), bool(_OPEN_HIGH.search(link))
        part = bool(end["part"])
        return Band(low, high, *opened, kind, sentence, Span(start, stop), Span(stop, stop), part)
    is_low = bool(_FROM.search(before) or _FROM_BEHIND.match(behind))
    is_high = bool((not is_low and _UNTIL.search(before)) or _UNTIL_BEHIND.match(behind))
    end = _CONDITION_ENDS.match(behind)
    if end is None or not (is_low or is_high):
        return None
    stop, part = figure.span.end + end.end(), bool(end["part"])
    place, outcome = Span(start, stop), Span(stop, stop)
    if is_low:
        return Band(value, None, bool(_OPEN_LOW.search(before)), False, kind, sentence, place, outcome, part)
    return Band(None, value, False, bool(_OPEN_HIGH.search(before)), kind, sentence, place, outcome, part)


def in_base_units(figure: Figure) -> tuple[str, Decimal]:
    """What a band is counted in, and the value in it: years are counted in months."""
    if figure.measure is Measure.DURATION and figure.unit in ("年", "个月"):
        return "个月", figure.value * (12 if figure.unit == "年" else 1)
    if figure.measure is Measure.MONEY:
        return "元", figure.value
    return figure.unit, figure.value


def scales(bands: Sequence[Band]) -> list[list[Band]]:
    """Runs of two and more bands of one kind, near each other, each ending or beginning where the one before does."""
    runs: list[list[Band]] = []
    for band in bands:
        last = runs[-1][-1] if runs else None
        if last is not None and _continues(last, band):
            runs[-1].append(band)
        else:
            runs.append([band])
    return [run for run in runs if len(run) >= 2]


def _continues(last: Band, band: Band) -> bool:
    near = last.kind == band.kind and band.sentence.position - last.sentence.position <= 2
    rises = last.high is not None and band.low == last.high
    falls = last.low is not None and band.high == last.low
    return near and (rises or falls)


def outside_own_band(sentence: Sentence, givens: Sequence[Figure]) -> bool:
    """Whether a given is what a sentence sets a band for, and not in it: 3万元 where it speaks of 五万元以上的."""
    bands = read_bands(sentence)
    for given in givens:
        kind, value = in_base_units(given)
        own = [b for b in bands if b.kind == kind and pairs(b.condition) & pairs(given.words)]
        if own and not any(b.holds(value) for b in own):
            return True
    return False
