"""Reading the facts of a clause: each figure with its subject, limits, condition, level, year and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.model import Clause, Document, Span
from server.answer.alignment import Pair, aligned
from server.answer.facts.condition import (
    condition_before,
    condition_in,
    is_threshold,
    level_in,
    occasion_in,
    scope_of,
)
from server.answer.facts.fact import Aspect, Fact, Kind
from server.answer.facts.subject import earlier_part, is_growth, said_of, same_subject
from server.answer.facts.times import kind_of, stated_year, title_year
from server.answer.sentences import Sentence, parts, sentences
from server.understanding.quantities import Measure, Quantity

_PER_ONE = re.compile(r"每[\u4e00-\u9fa5]{0,8}$")
_LIMIT = re.compile(
    r"累计|最高|最多|最低|不(?:得)?(?:超过|高于|低于|少于)|至少|超过|突破|一次性|单个项目|单项|年均|力争|约(?=[0-9])|"
    r"每(?:年度?|月|日|家|个|项|名|人|户|件|台|套|亩|吨|次|批)|每[\u4e00-\u9fa5]{1,4}1(?:家|个|项|名|人|户|件)|[0-9]+[-~—](?=$)"
)
_ROUNDED = re.compile(r"以上|以下|以内|左右|[余多](?=[\u4e00-\u9fa5])")
_ORDINAL = re.compile(r"第[一二三四五六七八九十]*$|前$")
_YEAR = re.compile(r"[一二][〇○零一二三四五六七八九]{3}年")
_CHINESE_NAMES = frozenset("届位期次件部级类条")
"""Counters a Chinese numeral makes part of a name (十九届, 二期, 一件事, 三位一体)."""
_JOINT = re.compile(r"\s*(?:、|和|及|或|与)?\s*")
_RANGE = re.compile(r"\s*(?:至|到|[-~—]|或者?)?\s*")
_MARK = re.compile(r"[,，。；;]")
_ONLY_LEVEL = re.compile(r"(?:国家|[省市县区])级?(?:以上)?|[特一二三四]等奖")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is known of a figure from its sentence's words; spans lie in the sentence."""

    subject: Span
    wording: str
    condition: str
    level: str
    aspect: Aspect = Aspect.TOTAL
    limits: bool = False
    """Whether the figure is a threshold."""


def read_facts(clause: Clause, document: Document, years_above: Iterable[int] = ()) -> tuple[Fact, ...]:
    """The facts of ``clause`` in reading order.

    Args:
        years_above: years of the target last named above the clause (:meth:`Holdings.inherited_years`).
    """
    found: list[Fact] = []
    around = max(years_above, default=None)
    for sentence in sentences(clause):
        found += _of_sentence(sentence, document, around)
        around = stated_year(sentence.folded, len(sentence.folded)) or around
    return tuple(found)


def _of_sentence(sentence: Sentence, document: Document, around: int | None) -> list[Fact]:
    folded, shift = sentence.folded, sentence.span.start
    pairs = _pairs(sentence)
    spans = parts(folded)
    found: list[Fact] = []
    last: _Said | None = None
    previous: Quantity | None = None
    read_to, end_before, governed_from = 0, 0, 0
    for quantity in sentence.quantities:
        number = quantity.number
        if quantity.measure is Measure.YEAR or _is_base(folded, quantity) or _is_name(folded, quantity):
            continue
        part = next(s for s in spans if s.start <= number.start < s.end)
        if not end_before or not _JOINT.fullmatch(folded[end_before : number.start]):
            governed_from = max(end_before, part.start)
        end_before = number.end
        after = last if last and previous and same_subject(folded, previous, quantity) else None
        last, previous = _said(sentence, quantity, read_to, pairs, last, after), quantity
        named = last.subject.cut(folded)
        read_to = max(number.end, last.subject.end if last.subject.start >= number.end else 0)
        year = stated_year(folded, number.start)
        when = year or around or title_year(document)
        kind = kind_of(folded, part.cut(folded), quantity, when, document)
        found.append(
            Fact(
                clause_id=sentence.clause.id,
                document_id=document.id,
                quantity=replace(quantity, span=quantity.span.moved(shift), number=number.moved(shift)),
                subject=last.subject.cut(sentence.text),
                subject_span=last.subject.moved(shift),
                wording=last.wording,
                qualifiers=_limits(folded, governed_from, quantity),
                condition=last.condition,
                level=last.level or level_in(named),
                occasion=occasion_in(last.condition or named),
                year=when,
                year_stated=year is not None,
                kind=Kind.LIMIT if last.limits or quantity.measure is Measure.DATE else kind,
                aspect=last.aspect,
            )
        )
    return found


def _said(
    sentence: Sentence,
    quantity: Quantity,
    read_to: int,
    pairs: dict[Quantity, Pair],
    last: _Said | None,
    after: _Said | None,
) -> _Said:
    folded = sentence.folded
    scope = scope_of(folded, quantity)
    if scope and scope.covers(quantity.number):
        inner = said_of(folded, quantity.number, quantity.measure, max(read_to, scope.start))
        return _Said(inner.subject if inner else scope, scope.cut(folded), "", "", limits=True)
    limits = is_threshold(folded, quantity)
    restricting = condition_in(folded, scope) or (condition_before(folded, quantity) if scope is None else None)
    condition = restricting.cut(sentence.text) if restricting else sentence.opener.rstrip("：:")
    if pair := pairs.get(quantity):
        subject, level = _paired(folded, pair, [p.subject for p in pairs.values()], scope)
        return _Said(subject, subject.cut(folded), condition, level)
    if scope:
        return _Said(scope, scope.cut(folded), condition, "", limits=limits)
    if said := said_of(folded, _whole_range(sentence, quantity), quantity.measure, read_to):
        aspect = Aspect.GROWTH if said.grows else Aspect.ADDED if said.is_new else Aspect.TOTAL
        return _Said(said.subject, said.wording, condition, "", aspect, limits)
    if last and is_growth(folded, quantity):
        return _Said(last.subject, last.wording, condition, last.level, Aspect.GROWTH, limits)
    if after:
        return replace(after, limits=limits)
    subject = earlier_part(folded, quantity.number.start) or Span(0, 0)
    if last and subject.start <= last.subject.start < subject.end:
        return replace(last, limits=limits)
    return _Said(subject, subject.cut(folded), condition, "", limits=limits)


def _whole_range(sentence: Sentence, quantity: Quantity) -> Span:
    """The span of a range a figure begins or ends (二千元以上五千元以下, 3名或者5名), else its own."""
    whole = quantity.number
    for first, second in zip(sentence.quantities, sentence.quantities[1:], strict=False):
        between = sentence.folded[first.number.end : second.number.start]
        if quantity in (first, second) and first.measure is second.measure and _RANGE.fullmatch(between):
            whole = Span(first.number.start, second.number.end)
    return whole


def _pairs(sentence: Sentence) -> dict[Quantity, Pair]:
    """The aligned list of a sentence whose values follow 分别 in the same part."""
    pairs = aligned(sentence.text, sentence.quantities)
    if not pairs or _MARK.search(sentence.folded, sentence.folded.find("分别"), pairs[0].quantity.number.start):
        return {}
    return {p.quantity: p for p in pairs}


def _paired(folded: str, pair: Pair, subjects: Sequence[str], scope: Span | None) -> tuple[Span, str]:
    """Where the subject of a pair stands, and its level where that is all the list tells it by.

    国家级、省级、市级农业科技园区: the first is 国家级, and said of 农业科技园区.
    """
    at = folded.find("分别")
    own = folded.rfind(pair.subject.lower(), 0, pair.quantity.number.start)
    span = Span(max(0, own), max(0, own) + len(pair.subject))
    if own > at:  # each value right behind its own name: 分别给予特等奖100万元
        return (scope or earlier_part(folded, at) or span), level_in(pair.subject)
    if not _ONLY_LEVEL.fullmatch(pair.subject):
        short = _leading_level(subjects[-1])
        shared = subjects[-1] == pair.subject and short and all(_ONLY_LEVEL.fullmatch(s) for s in subjects[:-1])
        return (Span(span.start + len(short), span.end), level_in(short)) if shared else (span, level_in(pair.subject))
    head = subjects[-1]
    found = folded.rfind(head.lower(), 0, at)
    short = _leading_level(head)
    return Span(found + len(short), found + len(head)), level_in(pair.subject)


def _leading_level(subject: str) -> str:
    match = _ONLY_LEVEL.match(subject)
    return match.group() if match and match.end() < len(subject) else ""


def _is_base(folded: str, quantity: Quantity) -> bool:
    """Whether a figure only says by what another is counted: the 1家 of 每培育1家…给予10万元."""
    return quantity.value == 1 and _PER_ONE.search(folded[: quantity.number.start]) is not None


def _limits(folded: str, start: int, quantity: Quantity) -> tuple[str, ...]:
    """The limits in the words that govern a figure, and in the figure itself (最高, 200家以上)."""
    before = _LIMIT.findall(folded[start : quantity.number.start])
    return tuple(dict.fromkeys([*before, *_ROUNDED.findall(quantity.number.cut(folded))]))


def _is_name(folded: str, quantity: Quantity) -> bool:
    """Whether a count is part of a name or a rank (第二十届, 前3位, 三位一体), or a year in numerals."""
    before, words = folded[: quantity.number.start], quantity.number.cut(folded)
    named = not words[0].isdigit() and quantity.unit in _CHINESE_NAMES
    return named or _ORDINAL.search(before) is not None or _YEAR.match(words) is not None
