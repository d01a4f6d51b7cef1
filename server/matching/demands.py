"""What a clause demands of who receives: what one has to be, the figures to reach, and what else has to hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.metadata.region import find_regions
from ingest.model import Clause, Span
from ingest.normalize import fold, trim
from server.answer.benefits.benefit import Benefit
from server.matching.profile import AGAIN, FIRST, entities_in, levels_in
from server.understanding.quantities import Measure, Quantity, find_quantities

_HEAD = re.compile(r"(?:^|的)(?P<head>[^的]*)$")
_ANYBODY = re.compile(
    r"^(?:各类|相关|有关)?(?:建设|申报|牵头|获奖|项目|依托|引进|实施|所在|用人|法人|生产加工型)?"
    r"(?:企业|单位|企事业单位|市场主体|经营主体|创新主体|创新平台|平台|项目|机构)?(?:或个人)?(?:等)?$"
)
_EVENT = re.compile(r"首次|初次|新|通过|获批|备案|认定|入选|列入|纳入|评定|评为|复审|申报|培育")
_ALTERNATIVE = re.compile(r"[,，]\s*或(?:者)?")
_PLACE = re.compile(r"(?:在[^,，。;；]{0,14}?(?:依法)?(?:登记)?注册(?:登记)?|注册地[^,，。;；]{0,12})")
_STOCK = re.compile(
    r"首次|初次|第一次|复审|新|通过|获批|获得|取得|认定|备案|建设|设立|入选|成功|列入|纳入|评定|评为|被|为|的|对|凡|企业|单位|等|创新平台|"
    r"机构|以上|以下|国家级?|省级?|市级?|县级?|我|全|本|和|及|或|与|、|[,，。;；:：“”()（）\s]|各类|经|申报|每|一|家|个|项|名|[0-9]|建立|在|已|且"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a receiver has to be: any of ``concepts``, or of those words where the lexicon names none."""

    span: Span
    concepts: frozenset[str]
    words: str
    levels: frozenset[str]
    first: bool
    again: bool
    event: bool
    """Whether becoming it is what is rewarded (认定, 备案, 获批), not only being it."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure to reach; ``words`` are those before it in its part, ``after`` those behind it, both folded."""

    span: Span
    quantity: Quantity
    words: str
    after: str
    shown: str
    """The figure as printed."""


@dataclass(frozen=True, slots=True)
class Demands:
    """All demands of a benefit. ``ways`` are alternatives (…，或…): one of them is enough. Spans lie in the clause."""

    identity: Identity | None
    place: Span | None
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to qualify: its thresholds, and the words that state something else, which no profile can tell."""

    span: Span
    thresholds: tuple[Threshold, ...]
    rest: str


def demands_of(benefit: Benefit) -> Demands:
    """What ``benefit`` demands, as far as the clause's words tell."""
    span = benefit.demands
    if span is None:
        return Demands(None, None, ())
    clause = benefit.clause
    folded = fold(span.cut(clause.text)).lower()
    place = _PLACE.search(folded)
    return Demands(
        _identity(benefit, clause),
        _moved(Span(*place.span()), span.start) if place else None,
        tuple(_ways(folded, span)),
    )


def _identity(benefit: Benefit, clause: Clause) -> Identity | None:
    recipient, condition = benefit.recipient, benefit.condition
    spans = [s for s in (recipient, condition) if s]
    head = ""
    if recipient:
        words = fold(recipient.cut(clause.text)).lower()
        match = _HEAD.search(words)
        head = match["head"] if match else words
        named = entities_in(head)
        if named:
            spans = [Span(recipient.end - len(head), recipient.end)]
        elif not _ANYBODY.match(head):
            spans = [Span(recipient.end - len(head), recipient.end)]
            return Identity(spans[0], frozenset(), head, frozenset(), first=False, again=False, event=False)
    if not spans:
        return None
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    folded = fold(whole.cut(clause.text)).lower()
    named = entities_in(folded)
    if not named:
        return None
    demands = benefit.demands or whole
    around = fold(demands.cut(clause.text)).lower()
    return Identity(
        whole,
        frozenset(name for _, _, names in named for name in names),
        folded,
        levels_in(around),
        first=FIRST.search(around) is not None,
        again=AGAIN.search(around) is not None,
        event=_EVENT.search(around) is not None,
    )


def _ways(folded: str, span: Span) -> list[Way]:
    cuts = [0, *(m.start() for m in _ALTERNATIVE.finditer(folded)), len(folded)]
    if not any(find_quantities(folded[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)):
        cuts = [0, len(folded)]
    ways = []
    for left, right in zip(cuts, cuts[1:], strict=False):
        text = folded[left:right]
        thresholds = tuple(_thresholds(text, span.start + left))
        ways.append(Way(_moved(trim(text, 0, len(text)), span.start + left), thresholds, _rest(text)))
    return ways


def _thresholds(text: str, shift: int) -> list[Threshold]:
    found = []
    for quantity in find_quantities(text):
        number = quantity.number
        if quantity.measure not in (Measure.MONEY, Measure.COUNT, Measure.DURATION, Measure.PERCENT):
            continue
        if quantity.measure is Measure.COUNT and quantity.value == 1:
            continue
        left = max((text.rfind(mark, 0, number.start) + 1 for mark in ",，;；且"), default=0)
        right = min((at for at in (text.find(mark, number.end) for mark in ",，;；且的") if at >= 0), default=len(text))
        part = trim(text, left, right)
        found.append(
            Threshold(
                _moved(part, shift),
                quantity,
                text[left : number.start],
                text[number.end : right],
                number.cut(text),
            )
        )
    return found


def _rest(text: str) -> str:
    """The words that demand something besides being somebody, a place and figures; empty where there are none."""
    drop = [Span(a, b) for a, b, _ in entities_in(text)]
    drop += [m.span for m in find_regions(text)]
    drop += [Span(*m.span()) for m in _PLACE.finditer(text)]
    for quantity in find_quantities(text):
        left = max((text.rfind(mark, 0, quantity.number.start) + 1 for mark in ",，;；且"), default=0)
        drop.append(Span(left, quantity.number.end))
    left_over = "".join(c for i, c in enumerate(text) if not any(s.start <= i < s.end for s in drop))
    return _STOCK.sub("", left_over)


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)
