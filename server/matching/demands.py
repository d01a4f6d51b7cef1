"""What a clause demands of who receives: what one has to be, the figures to reach, and what else has to hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.metadata.region import find_regions
from ingest.model import Clause, Span
from ingest.normalize import fold, trim
from server.answer.benefits.benefit import Benefit
from server.matching.profile import AGAIN, FIRST, entities_in, levels_in
from server.understanding.lexicon import load_lexicon
from server.understanding.quantities import Measure, Quantity, find_quantities

_HEAD = re.compile(r"(?:^|的)(?P<head>[^的]*)$")
_ANYBODY = re.compile(
    r"^(?:各类|相关|有关)?(?:个人(?:或|和|及))?(?:第一完成|建设|申报|牵头|获奖|项目|依托|引进|实施|所在|用人|法人|生产加工型)?"
    r"(?:企业|单位|企事业单位|市场主体|经营主体|创新主体|创新平台|平台|项目|机构)?(?:或个人)?(?:等)?$"
)
_BECOMES = re.compile(r"认定|复审|备案|获批|评定")
_EVENT = re.compile(r"首次|初次|新|通过|获批|备案|认定|入选|列入|纳入|评定|评为|复审|申报|培育")
_ALTERNATIVE = re.compile(r"[,，]\s*或(?:者)?")
_LEAD = re.compile(r"^[,，\s]*(?:或者?|且)?")
_TAIL = re.compile(r"(?:以上|以下|以内|左右)$")
_FIGURE_WORDS = re.compile(
    r"(?:研发|研究开发)(?:费用|投入|经费|支出)*|营业收入|销售收入|主营业务收入|销售额|营业额|职工|员工|从业人员|人数|成立|登记|经营|运营|上?年度|上年|达到|达|"
    r"超过|不低于|不少于|至少|满|总额|合计|较|增长"
)
_PLACE = re.compile(r"(?:在[^,，。;；]{0,14}?(?:依法)?(?:登记)?注册(?:登记)?|注册地[^,，。;；]{0,12})")
_STOCK = re.compile(
    r"首次|初次|第一次|复审|重新认定|新|通过|获批|获得|取得|认定|备案|建设|设立|入选|成功|列入|纳入|评定|评为|被|为|的|对|凡|企业|单位|等|创新平台|"
    r"机构|以上|以下|国家级?|省级?|市级?|县级?|我|全|本|和|及|或|与|、|[,，。;；:：“”()（）\s]|各类|经|申报|每|一|家|个|项|名|[0-9]|建立|在|已|且"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a receiver has to be: any of ``concepts``, or of those words where the lexicon names none.

    Where the clause only says 企业, the subjects of its heading are meant (加快培育高新技术企业: 对复审通过认定的企业).
    """

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
    clause = benefit.clause
    span = benefit.demands
    if span is None:
        return Demands(_named_in(benefit.span, clause), None, ())
    folded = fold(span.cut(clause.text)).lower()
    place = _PLACE.search(folded)
    return Demands(
        _identity(benefit, span),
        Span(*place.span()).moved(span.start) if place else None,
        tuple(_ways(folded, span)),
    )


def _identity(benefit: Benefit, demands: Span) -> Identity | None:
    clause, recipient = benefit.clause, benefit.recipient
    whole = demands
    if recipient and demands.covers(recipient):
        words = fold(recipient.cut(clause.text)).lower()
        match = _HEAD.search(words)
        head = match["head"] if match else words
        span = Span(recipient.end - len(head), recipient.end)
        if entities_in(head):
            whole = span
        elif not _ANYBODY.match(head) and not load_lexicon().find(head):
            return Identity(span, frozenset(), head, frozenset(), first=False, again=False, event=False)
    return _named_in(whole, clause, demands) or _meant_by_heading(demands, clause)


def _meant_by_heading(demands: Span, clause: Clause) -> Identity | None:
    """What the heading names, where a demand only says how one becomes it (复审通过认定的企业)."""
    around = fold(demands.cut(clause.text)).lower()
    named = entities_in(fold(clause.heading).lower()) if _BECOMES.search(around) else []
    return _build(demands, named, around) if named else None


def _named_in(whole: Span, clause: Clause, demands: Span | None = None) -> Identity | None:
    """What ``whole`` names that one can be; ``demands`` are the words around it that say at which level, and how."""
    named = entities_in(fold(whole.cut(clause.text)).lower())
    return _build(whole, named, fold((demands or whole).cut(clause.text)).lower()) if named else None


def _build(whole: Span, named: Iterable[tuple[int, int, frozenset[str]]], around: str) -> Identity:
    return Identity(
        whole,
        frozenset(name for _, _, names in named for name in names),
        around,
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
        lead = _LEAD.match(text)
        words = trim(text, lead.end() if lead else 0, len(text))
        ways.append(Way(words.moved(span.start + left), thresholds, _rest(text)))
    return ways


def _thresholds(text: str, shift: int) -> list[Threshold]:
    found = []
    for quantity in find_quantities(text):
        number = quantity.number
        if quantity.measure not in (Measure.MONEY, Measure.COUNT, Measure.DURATION, Measure.PERCENT):
            continue
        if quantity.measure is Measure.COUNT and quantity.value == 1:  # 一家, 一批
            continue
        left = max((text.rfind(mark, 0, number.start) + 1 for mark in ",，;；且"), default=0)
        right = min((at for at in (text.find(mark, number.end) for mark in ",，;；且的") if at >= 0), default=len(text))
        lead = _LEAD.match(text[left:right])
        part = trim(text, left + (lead.end() if lead else 0), right)
        found.append(
            Threshold(
                part.moved(shift),
                quantity,
                text[left : number.start],
                text[number.end : right],
                _TAIL.sub("", number.cut(text)),
            )
        )
    return found


def _rest(text: str) -> str:
    """The words that demand something besides being somebody, a place and figures; empty where there are none."""
    drop = [Span(a, b) for a, b, _ in entities_in(text)]
    drop += [m.span for m in find_regions(text)]
    drop += [Span(*m.span()) for m in _PLACE.finditer(text)]
    for quantity in find_quantities(text):
        drop.append(quantity.number)
        left = max((text.rfind(mark, 0, quantity.number.start) + 1 for mark in ",，;；且"), default=0)
        drop += [Span(*m.span()) for m in _FIGURE_WORDS.finditer(text, left, quantity.number.start)]
    left_over = "".join(c for i, c in enumerate(text) if not any(s.start <= i < s.end for s in drop))
    return _STOCK.sub("", left_over)
