"""Two figures of one clause set against each other: 征集97个、完成发榜55个 differ by 42个; their ratio, their mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from server.answer.alignment import aligned
from server.answer.arithmetic import asks_difference
from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.relevance import closeness, is_in_asked_unit, is_of_another_grade
from server.answer.computation.writing import write, write_figure, write_like
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure, find_quantities

_RATIO = re.compile(r"[^,，。]占[^,，。]{0,14}(?:多少|几成|百分之|比例|比重|多大)|完成率|成功率|落地率|兑现率|转化率")
_MULTIPLE = re.compile(r"(?:是|为|相当于)[^,，。]{1,16}的?(?:几|多少)倍")
_MEAN = re.compile(r"平均|均摊|人均")

Named = tuple[Figure, Sentence, str]
"""A figure, its sentence, the words it is said of."""


def two_of_a_clause(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The difference, ratio or mean of the two figures of a clause that the question names."""
    difference, ratio = asks_difference(problem.words), _RATIO.search(problem.words)
    multiple, mean = _MULTIPLE.search(problem.words), _MEAN.search(problem.words)
    if not (difference or ratio or multiple or mean) or problem.of(Measure.MONEY):
        return None
    divides = not difference
    own = sentences(evidence.clause)
    for within in ([evidence.sentence], own):
        if divides and any(f.measure is Measure.PERCENT for s in within for f in read_figures(s.text)):
            return None  # a share that is stated is not worked out
        named = [n for s in within for n in named_figures(s) if divides or is_in_asked_unit(n[0], problem)]
        chosen = _mean_of(named, problem) if mean else _two(named, problem)
        if chosen:
            return _state(chosen, ratio=bool(ratio), multiple=bool(multiple), mean=bool(mean))
    return None


def named_figures(sentence: Sentence) -> list[Named]:
    """Every figure with what it is said of; in a 分别-list that is its own member."""
    folded = sentence.folded
    pairs_listed = aligned(folded, tuple(find_quantities(sentence.text)))
    listed = {p.quantity.number.start: p.subject for p in pairs_listed}
    figures = read_figures(sentence.text)
    named: list[Named] = []
    floor = 0
    for figure in figures:
        lead = re.split(r"[,，。；;:\n]", folded[floor : figure.span.start])[-1]
        named.append((figure, sentence, listed.get(figure.span.start, f"{lead}…{figure.tail[:6]}")))
        floor = figure.span.end
    return named


def own_score(words: str, others: Sequence[str], problem: Problem) -> float:
    """How well the question names these words rather than ``others``: pairs of characters only they have."""
    shared = pairs(words) & pairs(problem.words)
    said = {t for t in problem.question.terms if t.said_in(words.lower())}
    alone = [t for t in said if not any(t.said_in(o.lower()) for o in others)]
    rest = set().union(*(pairs(o) for o in others)) if others else set()
    return 2.0 * len(alone) + 0.5 * len(shared - rest)


def _two(named: list[Named], problem: Problem) -> tuple[Named, Named] | None:
    best: tuple[tuple[float, int], tuple[Named, Named]] | None = None
    tied = False
    for a, b in combinations(named, 2):
        if not a[0].like(b[0]) or a[0].value == b[0].value:
            continue
        if a[0].unit in ("个百分点", "倍"):
            continue
        scores = (own_score(a[2], [b[2]], problem), own_score(b[2], [a[2]], problem))
        if min(scores) <= 0 or any(is_of_another_grade(n[2], problem) for n in (a, b)):
            continue
        total = (sum(scores), -abs(a[1].span.start + a[0].span.start - b[1].span.start - b[0].span.start))
        if best is None or total > best[0]:
            best, tied = (total, (a, b)), False
        elif total == best[0]:
            tied = True
    return best[1] if best and not tied else None


def _mean_of(named: list[Named], problem: Problem) -> tuple[Named, Named] | None:
    """An amount and the number of things it is spread over: neighbours in the sentence, the pair asked for most."""
    best: tuple[float, tuple[Named, Named]] | None = None
    for a, b in pairwise(named):
        if {a[0].measure, b[0].measure} != {Measure.MONEY, Measure.COUNT} or a[1] is not b[1]:
            continue
        count = a[0] if a[0].measure is Measure.COUNT else b[0]
        score = closeness(a[0].words + b[0].words, problem) + 2 * (f"每{count.unit}" in problem.words)
        if score > 0 and (best is None or score > best[0]):
            best = (score, (a, b))
    return best[1] if best else None


def _state(chosen: tuple[Named, Named], *, ratio: bool, multiple: bool, mean: bool) -> Worked:
    used = tuple(dict.fromkeys(s for _, s, _ in chosen))
    figures = [f for f, _, _ in chosen]
    if mean and not figures[0].like(figures[1]):
        money, count = sorted(figures, key=lambda f: f.measure is not Measure.MONEY)
        each = write_like(money.value / count.value, money)
        text = f"平均每{count.unit}{each}（{write_figure(money)}÷{write_figure(count)}={each}）"
        return Worked(text, used, (each, write_figure(money), write_figure(count)))
    low, high = sorted(figures, key=lambda f: f.value)
    a, b = write_figure(low), write_figure(high)
    if multiple and low.value:
        result = write(high.value / low.value, Measure.COUNT, "倍")
        return Worked(f"{result}（{b}÷{a}={result}）", used, (result, a, b))
    if ratio and high.value and high.measure is not Measure.PERCENT:
        result = write(low.value / high.value * 100, Measure.PERCENT, "%")
        return Worked(f"{result}（{a}÷{b}={result}）", used, (result, a, b))
    result = write(high.value - low.value, high.measure, "个百分点" if high.unit == "%" else high.unit)
    return Worked(f"相差{result}（{b}－{a}={result}）", used, (result, a, b))
