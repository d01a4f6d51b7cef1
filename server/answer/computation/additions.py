"""A base and what is added to it: 四十五日 and 延长不得超过十五日; 98天 and 15天 for each child more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.numerals import write_decimal
from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.writing import write_figure, write_like
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure

_ADDS = re.compile(
    r"(?:增加|延长|另加|再加|加发|增发|增休|延期|增付)(?!到|至)[\u4e00-\u9fa5]{0,10}?(?:不得?超过|不超过|至多|最多|最长(?:不超过|为)?)?[\u4e00-\u9fa5]{0,4}$"
)
_TO = re.compile(r"(?:延长|增加|提高)(?:到|至)")
_FOR_EACH_MORE = re.compile(r"每多[\u4e00-\u9fa5]{0,6}(?:1|一)(?:个|名|胎)")
_ASKS_ADDED = re.compile(
    r"(?:增加|(?<!最)多(?!少|久|长|胞|胎)|加(?!起来)|延长?期?|延|再|额外|奖励)(?:休|给|放|最多|最长|可以|能|了|期限|假|产假|出来|的|是|期)*(?:多少|几|多久|多长)"
)
_ASKS_TOTAL = re.compile(r"一共|总共|共|合计|加起来|全部|最长|最多|最久|最迟|最晚|多少|几[天日个月年]|多久|多长")
_ASKS_EXTENDED = re.compile(r"延期|延长|延[了过后]|再延|顺延|展期")
_LIMIT = re.compile(r"^(?:以?内|之内|届满)|^[\u4e00-\u9fa5]{0,2}内")
_SAME_CASE = 2
_NOT_BASE = re.compile(r"其中|延长|增加|提前|每隔|少于|(?<![不得])超过|不足|低于|未满")


@dataclass(frozen=True, slots=True)
class _Extra:
    sentence: Sentence
    figure: Figure
    times: Decimal


def base_and_additions(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The sum of a base and of the additions whose conditions the question names."""
    if _ASKS_ADDED.search(problem.words) or not _ASKS_TOTAL.search(problem.words):
        return None
    own = sentences(evidence.clause)
    if any(_extends_to(s, problem) for s in own):
        return None
    extras = [e for s in own for e in _extras(s)]
    if not extras or not any(abs(e.sentence.position - evidence.sentence.position) <= 2 for e in extras):
        return None
    base = _base(own, extras[0], evidence.sentence)
    if base is None:
        return None
    where, start = base
    named = [m for e in extras if (m := _named(problem, e, where)) is not None]
    if not named or any(e.figure.measure is not start.measure for e in named):
        return None
    return _add(where, start, named)


def _extends_to(sentence: Sentence, problem: Problem) -> bool:
    """Whether the question names the case in which a term is not added to but becomes another (延长至三十日)."""
    to = _TO.search(sentence.folded)
    return to is not None and len(pairs(sentence.folded[: to.start()]) & pairs(problem.words)) >= _SAME_CASE


def _extras(sentence: Sentence) -> list[_Extra]:
    return [
        _Extra(sentence, figure, Decimal(1))
        for figure in read_figures(sentence.text)
        if figure.measure in (Measure.DURATION, Measure.MONEY)
        and _ADDS.search(figure.lead)
        and not _TO.search(figure.lead)
        and not figure.tail.startswith(("至", "到"))
    ]


def _base(own: Sequence[Sentence], extra: _Extra, found: Sentence) -> tuple[Sentence, Figure] | None:
    """The figure added to: before the extra, in its sentence or in the nearest one that has a figure of its measure."""
    before = [s for s in own if s.position <= extra.sentence.position]
    for sentence in reversed(before):
        figures = [
            f
            for f in read_figures(sentence.text)
            if f.measure is extra.figure.measure
            and not _NOT_BASE.search(f.lead)
            and (sentence is not extra.sentence or f.span.end <= extra.figure.span.start)
        ]
        if figures:
            return sentence, figures[0]
    return None


def _named(problem: Problem, extra: _Extra, base: Sentence) -> _Extra | None:
    """The addition, as often as the question has it; ``None`` where the question does not name its condition."""
    condition = extra.sentence.folded[: extra.figure.span.start]
    if _FOR_EACH_MORE.search(condition):
        born = next((g for g in problem.givens if g.unit == "胎"), None)
        more = born.value - 1 if born else Decimal(0)
        return _Extra(extra.sentence, extra.figure, more) if more > 0 else None
    if "延" in condition and _ASKS_EXTENDED.search(problem.words):
        return extra
    own = pairs(condition) - pairs(base.folded if base is not extra.sentence else base.folded[:0])
    return extra if "延" not in condition and own & pairs(problem.words) else None


def _add(where: Sentence, start: Figure, extras: list[_Extra]) -> Worked:
    terms = [write_figure(start)]
    for extra in extras:
        times = "" if extra.times == 1 else f"×{write_decimal(extra.times)}"
        terms.append(f"{write_figure(extra.figure)}{times}")
    used = tuple(dict.fromkeys((where, *(e.sentence for e in extras))))
    prefix = "最长" if start.measure is Measure.DURATION and _LIMIT.match(start.tail) else ""
    values = [write_figure(start), *(write_figure(e.figure) for e in extras), *(write_decimal(e.times) for e in extras)]
    if any(not e.figure.like(start) for e in extras):
        joined = "再加".join(terms)
        return Worked(f"{prefix}{joined}（基本{terms[0]}，另加{'、'.join(terms[1:])}）", used, tuple(values))
    total = write_like(start.value + sum((e.figure.value * e.times for e in extras), Decimal(0)), start)
    return Worked(f"{prefix}{total}（{'＋'.join(terms)}={total}）", used, (total, *values))
