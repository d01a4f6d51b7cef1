"""Answers that are a quantity: which of a sentence's figures is asked for, and saying it first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from ingest.model import Span
from ingest.normalize import fold
from server.answer.alignment import Pair, aligned
from server.answer.escalation import escalation, governing
from server.answer.evidence import Evidence
from server.answer.fit import is_condition, secondary
from server.answer.outcome import Quote, Statement
from server.answer.sentences import Sentence, parts, without_roles
from server.answer.tiers import tier_of, tiers
from server.understanding.quantities import Measure, Quantity
from server.understanding.question import Question
from server.understanding.terms import Term

_RESULT = re.compile(r"(?:缩短|提高|调整|增加|提升|降低|减少|扩大|上升|下降|压缩)(?:为|到|至)$")
_LEAD_TIME = re.compile(r"^(?:到|截至|力争到|至)?\s*(?:20[0-9]{2}|[一二]○[〇一二三四五六七八九]{2})年(?:底|末|度)?")
_LEVEL = re.compile(r"国家级|省级|市级|县级")
_LONGEST = 170
_IS_RESULT = 100.0
_IS_GIVEN = 10.0
_SEVERAL = re.compile(r"和|与|、|以及|各|分别")
_GIVEN = re.compile(r"(?:给予|奖励|补助|奖补|支持|资助|处以?|缴纳|支付)(?:[\u4e00-\u9fa5]{0,6})$")
_COMPANION = 0.75
_INTERROGATIVE = re.compile(r"多少|几|哪|多久|多大|什么|怎么|呢")
_ASKS_MORE = re.compile(r"还有(?:别的|什么|啥|哪)|(?:别的|什么|啥)?(?:限制|前提|条件|说法)|还轮")
"""Words that ask for what stands around the figure."""
_CAP = re.compile(r"最高|最多|最长|不超过|不得超过|累计|不低于")
_END = "。；;，,：: "


def state(question: Question, evidence: Evidence, weights: dict[Term, float], region: str | None) -> Statement:
    """The asked quantity of a sentence, first, with the words it stands in."""
    sentence = evidence.sentence
    chosen = choose(question, evidence, weights)
    body = _wording(question, evidence, chosen, weights)
    lead = _lead(sentence, body, chosen, evidence.fitting)
    place = f"{region}" if region and region not in body else ""
    if sentence.opener:
        body = f"{sentence.opener.rstrip(_END)}：{body}"
    own = Quote(sentence.clause, sentence.span)
    before, after = governing(evidence.sentence, body), escalation(evidence.sentence, len(body))
    if before:
        body = f"{before.text.rstrip(_END)}，{body}"
    if after:
        body = f"{body}；{without_roles(after.text).rstrip(_END)}"
    text = _join(place, lead, body)
    quotes = tuple(q for q in (before, own, after) if q)
    return Statement(text, quotes, figures=tuple(p.quantity for p in chosen))


def companion(
    question: Question, evidence: Evidence, ranked: Sequence[Evidence], terms: dict[Term, float]
) -> Evidence | None:
    """A second sentence of the clause with a figure asked for, if it says a term of the question the first does not.

    产假多少天，双胞胎再加几天 asks for two figures that stand in two sentences of one article.
    """
    if len(_INTERROGATIVE.findall(question.folded)) < 2:
        return None
    said = {t for t in terms if t.said_in(evidence.sentence.folded)}
    for other in ranked:
        if other.clause.id != evidence.clause.id or other.sentence is evidence.sentence or not other.fitting:
            continue
        own = {t for t in terms if t.kind not in ("levels", "actions") and t.said_in(other.sentence.folded)}
        if own - said and other.score >= _COMPANION * evidence.score:
            return other
    return None


def choose(question: Question, evidence: Evidence, weights: dict[Term, float]) -> list[Pair]:
    """The pairs (subject, quantity) of the sentence that the question means, best first."""
    sentence = evidence.sentence
    tier = tier_of(question.quantities, tiers(sentence.text, sentence.quantities))
    if tier:
        return [Pair(f"{tier.condition}档", tier.value)]
    pairs = [p for p in aligned(sentence.text, sentence.quantities) if p.quantity in evidence.fitting]
    if pairs:
        scored = [(_told_apart(p.subject, [o.subject for o in pairs if o is not p], question), p) for p in pairs]
        best = max(score for score, _ in scored)
        if _SEVERAL.search(question.folded) and sum(t.kind == "levels" for t in question.terms) > 1:
            return [p for score, p in scored if score >= 1] or pairs
        # Without a level in the question, one level's amount would be taken for every level's.
        unasked = not any(t.kind == "levels" for t in question.terms)
        if best > 0 and not (unasked and sum(bool(_LEVEL.match(p.subject)) for p in pairs) > 1):
            return [p for score, p in scored if score == best]
        return pairs
    fitting = evidence.fitting
    if not fitting:
        return []
    local = [(_local(sentence.folded, fitting, q, weights), q) for q in fitting]
    asked = _whole_range(sentence.text, fitting, max(local, key=lambda scored: scored[0])[1])
    if not _SEVERAL.search(question.folded) and len(_INTERROGATIVE.findall(question.folded)) < 2:
        return [Pair("", asked)]
    rest = [q for q in fitting if not asked.number.covers(q.number)]
    own = [asked, *(q for q in rest if _says_its_own(sentence.folded, q, asked, weights))]
    return [Pair("", q) for q in sorted(own, key=lambda q: q.number)]


def _whole_range(text: str, fitting: tuple[Quantity, ...], quantity: Quantity) -> Quantity:
    """``quantity`` with the other end of its range, where it is one (二百元以上一千元以下): one value, not two."""
    for low, high in pairwise(fitting):
        joined = low.text.endswith("以上") and high.text.endswith("以下") and high.span.start - low.span.end <= 1
        if joined and quantity in (low, high):
            span = Span(low.span.start, high.span.end)
            return replace(low, text=span.cut(text), span=span, number=Span(low.number.start, high.number.end))
    return quantity


def _says_its_own(folded: str, quantity: Quantity, best: Quantity, weights: dict[Term, float]) -> bool:
    """Whether the question asks for this figure *besides* the best: its words say a subject the best's do not.

    外专项目库和引智平台库的数量 asks for two: 专家项目70项, 平台企业50家.
    """
    if _RESULT.search(folded[: best.number.start]):
        return False
    mine, others = _part(folded, quantity), _part(folded, best)
    new = [t for t in weights if t.kind in ("entities", "word") and t.said_in(mine) and not t.said_in(others)]
    return quantity.measure is best.measure and bool(new)


def _told_apart(subject: str, others: list[str], question: Question) -> float:
    """How well a question names this subject of a list rather than the others: terms only it says."""
    score = 0.0
    subject, others = fold(subject).lower(), [fold(other).lower() for other in others]
    for term in question.terms:
        if term.said_in(subject) or term.text[:2] == subject[:2]:
            alone = not any(term.said_in(o) or term.text[:2] == o[:2] for o in others)
            score += (3.0 if term.kind == "levels" else 1.0) if alone else 0.1
    return score + 0.05 * _longest_shared(subject, question.folded)


def _longest_shared(subject: str, text: str) -> int:
    """Length of the longest run of characters of ``subject`` that stands in ``text``."""
    return SequenceMatcher(None, subject, text, autojunk=False).find_longest_match().size


def _local(folded: str, fitting: tuple[Quantity, ...], quantity: Quantity, weights: dict[Term, float]) -> float:
    """Weight of the terms said between the quantity before and this one (and in the words right behind it)."""
    context = _context(folded, fitting, quantity)
    score = sum(weight for term, weight in weights.items() if term.said_in(context))
    if _RESULT.search(folded[: quantity.number.start]):
        score += _IS_RESULT
    if quantity.measure is Measure.FORMULA or is_condition(folded, quantity):
        score -= _IS_RESULT
    if quantity.measure is Measure.MONEY and _GIVEN.search(folded[: quantity.number.start]):
        score += _IS_GIVEN
    return score + 0.01 / (1 + quantity.number.start)


def _part(folded: str, quantity: Quantity) -> str:
    """The comma-separated part of a sentence that a figure stands in."""
    return next(s.cut(folded) for s in parts(folded) if s.covers(quantity.number))


def _context(folded: str, fitting: tuple[Quantity, ...], quantity: Quantity) -> str:
    """The words a figure is said of: from the figure before it through the part it stands in."""
    left = max((q.number.end for q in fitting if q.number.end <= quantity.number.start), default=0)
    right = quantity.number.end
    behind = re.match(r"[^，,。；;、]*", folded[right:])
    return folded[left : right + (behind.end() if behind else 0)]


def _wording(question: Question, evidence: Evidence, chosen: list[Pair], weights: dict[Term, float]) -> str:
    """The shortest unbroken run of the sentence's parts that has the asked figures and every term it says."""
    text = without_roles(evidence.sentence.text).rstrip(_END)
    spans = parts(text)
    wanted = [p.quantity.number for p in chosen]
    wanted += [q.number for q in secondary(question, evidence.sentence)]
    needed = {i for i, s in enumerate(spans) if any(s.covers(w) for w in wanted)}
    if _ASKS_MORE.search(question.folded) or len(_INTERROGATIVE.findall(question.folded)) > 1:
        needed = set(range(len(spans)))  # cut back below where that is too long
    folded = evidence.sentence.folded
    said = {t for t in weights if any(t.said_in(spans[i].cut(folded)) for i in needed)}
    while True:
        gains = {
            i: sum(w for t, w in weights.items() if t not in said and t.said_in(s.cut(folded)))
            for i, s in enumerate(spans)
            if i not in needed
        }
        best = max(gains, key=lambda i: gains[i], default=None)
        if best is None or gains[best] <= 0:
            break
        needed.add(best)
        said |= {t for t in weights if t.said_in(spans[best].cut(folded))}
    if not needed:
        needed = set(range(len(spans)))
    # A cap set right behind the amount belongs to it: leaving it out would promise more than the clause does.
    after = max(needed) + 1
    while after < len(spans) and _CAP.search(spans[after].cut(text)):
        needed.add(after)
        after += 1
    first, last = min(needed), max(needed)
    while last - first > 0 and spans[last].end - spans[first].start > _LONGEST:
        first, last = (first + 1, last) if not spans[first].covers(wanted[0]) else (first, last - 1)
    first = _scope_start(text, spans, first, last)
    wording = text[spans[first].start : spans[last].end].rstrip(_END)
    lead = _LEAD_TIME.match(text)
    if first and lead and not _LEAD_TIME.match(wording):
        wording = f"{lead.group()}，{wording}"
    return wording


def _scope_start(text: str, spans: list[Span], first: int, last: int) -> int:
    """A condition (对…的, 凡…, 未佩戴头盔的) that governs the kept parts is never cut off."""
    for i in range(first, -1, -1):
        if text[spans[i].start] in "对凡":
            return i if spans[last].end - spans[i].start <= _LONGEST else first
    while (
        first
        and spans[first - 1].cut(text).rstrip("，, ").endswith("的")
        and spans[last].end - spans[first - 1].start <= _LONGEST
    ):
        first -= 1
    return first


def _lead(sentence: Sentence, body: str, chosen: list[Pair], fitting: tuple[Quantity, ...]) -> str:
    """The chosen values set before the wording, where another figure of the same kind would come first in it."""
    if not chosen:
        return ""
    first = chosen[0].quantity
    alike = [*fitting, *(q for q in sentence.quantities if q.measure is first.measure and q.unit != first.unit)]
    rivals = [q for q in alike if not any(p.quantity.number.covers(q.number) for p in chosen) and q.text in body]
    if not rivals or all(body.find(q.text) > body.find(first.text) for q in rivals):
        return ""
    return "，".join(f"{p.subject}{_value(p.quantity, sentence.text)}" for p in chosen)


def _value(quantity: Quantity, sentence: str) -> str:
    """The value as printed; 最高 that governs a whole list (分别给予最高100万元、50万元) holds for each member."""
    at = sentence.find("分别")
    if 0 <= at < quantity.number.start and not quantity.qualifier and quantity.measure is Measure.MONEY:
        shared = re.match(r"分别(?:给予|按照)?(最高|不超过|累计最高)", sentence[at:])
        if shared:
            return shared[1] + quantity.number.cut(sentence)
    return quantity.text


def _join(place: str, lead: str, body: str) -> str:
    if lead:
        return f"{place}{'：' if place else ''}{lead}。原文：{body}。"
    if not place:
        return f"{body}。"
    joint = "" if body[:1] in "对每按从给" else "："
    return f"{place}{joint}{body}。"
