"""What limits an amount: a ceiling (最高), a floor (至少), a running total (累计), and what it is counted by (每年)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Span
from ingest.normalize import fold
from server.understanding.quantities import Measure, Quantity, find_quantities

_BOUNDS = {
    "ceiling": re.compile(
        r"最高|最多|至多|[不未](?:得|能|可)?(?:超过|高于|多于|大于|超出)|上限|封顶|顶格|以内|之内|以下"
        r"|为限|(?<![不得])(?:低于|少于|小于)|不足|不到|[不未]满"
    ),
    "floor": re.compile(
        r"至少|最低|最少|不得?(?:低于|少于|小于)|下限|以上|突破|(?<![不未得能可])(?:超过|高于|多于|大于|超出)"
    ),
    "total": re.compile(r"累计|合计|总计|共计"),
    "about": re.compile(r"(?:约|近)\s*$|左右|上下"),
}
_SCOPES = {
    "yearly": re.compile(r"每(?:个)?年|年均|逐年|按年"),
    "monthly": re.compile(r"每(?:个)?月|按月"),
    "each": re.compile(r"每(?!个?[年月])|单(?:个|项|家)"),
    "once": re.compile(r"一次性"),
    "aim": re.compile(r"力争|争取|努力|目标|计划|预期"),
}
_FREELY_ADDED = frozenset(["aim"])
"""Calling a figure a target (目标) needs no word for it in the text; leaving out 力争 does."""
_EDGE = re.compile(r"[，,。；;：:！？!?\n“”()]")
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")
_GOVERNED = re.compile(r"的(?=给予|予以|奖|补|支持|按|可|将|分别|一次)")
"""Ends a condition: in 超过平均水平的给予10万元 the amount is not 超过."""
_JOINED = re.compile(r"\s*(?:[、/]|和|及|或|与|以及)?\s*")
_BEHIND = re.compile(r"\s*(?:[(]含[^()]{0,6}[)])?\s*(?:以上|以下|以内|之内|左右|上下|封顶|为限|(?:为|的)[上下]限)")
_ROUNDED = re.compile(r"[0-9十百千万亿][余多]")


@dataclass(frozen=True, slots=True)
class Qualified:
    """A quantity with the limits set on it.

    ``bounds`` and ``scopes`` are those of the words right around it, ``nearby`` the scopes its whole sentence names.
    """

    quantity: Quantity
    bounds: frozenset[str]
    scopes: frozenset[str]
    nearby: frozenset[str]

    def agrees_with(self, source: Qualified, said: frozenset[str]) -> bool:
        """Whether this says of the amount what ``source`` says: no limit lost, none added.

        A rewording moves a scope away from its figure, so it may stand anywhere: ``said`` are those of the whole text.
        """
        lost = source.scopes - said
        added = self.scopes - source.nearby - _FREELY_ADDED
        return self.bounds == source.bounds and not lost and not added


def qualified(text: str) -> list[Qualified]:
    """The quantities of ``text`` with their limits; in 最高100万元、50万元 the limit is on both."""
    folded = fold(text)
    found: list[Qualified] = []
    end, before = 0, ""
    for quantity in find_quantities(text):
        if quantity.measure is Measure.FORMULA:
            continue
        number = quantity.number
        between = folded[end : number.start]
        if not found or not _JOINED.fullmatch(between):
            before = _governing(folded[: number.start], end)
        behind = _BEHIND.match(folded, number.end)
        words = f"{before}\n{number.cut(folded)}{behind.group() if behind else ''}"
        bounds = {name for name, pattern in _BOUNDS.items() if pattern.search(words) or pattern.search(before)}
        if _ROUNDED.search(number.cut(folded)):
            bounds.add("about")
        found.append(Qualified(quantity, frozenset(bounds), scopes(before), scopes(_sentence(folded, number))))
        end = number.end
    return found


def _governing(text: str, end: int) -> str:
    """The words right before a number: from the figure or mark before it, without a condition that is over."""
    start = max([end, *(m.end() for m in _EDGE.finditer(text, end))])
    start = max([start, *(m.end() for m in _GOVERNED.finditer(text, start))])
    return text[start:]


def _sentence(text: str, at: Span) -> str:
    left = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at.start)), default=0)
    right = _SENTENCE_END.search(text, at.end)
    return text[left : right.start() if right else len(text)]


def scopes(text: str) -> frozenset[str]:
    """What amounts are counted by anywhere in ``text`` (yearly, each, …)."""
    return frozenset(name for name, pattern in _SCOPES.items() if pattern.search(text))
