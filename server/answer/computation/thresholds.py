"""Whether what the asker has reaches what a clause demands: 600万元 of 1亿元 is 6%, which reaches 3%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from server.answer.computation.figures import Figure, pairs, part_of, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.relevance import closeness, is_of_another_grade
from server.answer.computation.writing import write, write_figure
from server.answer.evidence import Evidence
from server.understanding.quantities import Measure

_CHECKS = re.compile(
    r"(?:达到|达标|够|符合|满足|超过?|超标|超期|合格|合法|合规|违法|违规|行|可以|能|算|有效|过期|低于|来得及)[^,，。]{0,12}(?:吗|不|没|(?<![什怎])么)[？?]?$"
    r"|够不够|能不能|是不是|是否|行不行|可不可以|符不符合|达不达|超没超|合不合"
)
_FLOOR = re.compile(
    r"(?:不(?:得)?(?:低于|少于|小于)|至少|达到|(?<![不未])满|(?<![不未得能应])(?:超过|大于|高于)|最低|不得早于)"
    r"[\u4e00-\u9fa5]{0,3}$"
)
_CEILING = re.compile(
    r"(?:不(?:得|能|应)?(?:超过|高于|多于|大于|满)|最高|最多|最长|以内|(?<![不得])(?:低于|小于|不足)|未满|不得[晚迟]于)"
    r"[\u4e00-\u9fa5]{0,4}$"
)
_GRANTED = re.compile(r"给予|奖励|奖补|补助|补贴|资助|支持|处以?|罚")
_CLASS = re.compile(r"(?:未满|没满|不满|不足|低于|超过|已满|满|以上)$")
"""Before a figure that names a class (未满16周岁), not what the asker has."""
_CLOSE = 2.0
_IS_SHARE = re.compile(r"占|比例|比重|强度|率")


def against_threshold(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The given (or the ratio of two givens) held against the limit of the sentence."""
    if not _CHECKS.search(problem.words) or _is_of_another_year(problem, evidence):
        return None
    limits = [(f, side) for f in read_figures(evidence.sentence.text) if (side := _side(f, evidence))]
    limits = [(f, side) for f, side in limits if not (_GRANTED.search(f.lead) or is_of_another_grade(f.words, problem))]
    money = problem.of(Measure.MONEY)
    if len(money) == 2 and (shares := [(f, s) for f, s in limits if f.measure is Measure.PERCENT and f.unit == "%"]):
        return _ratio(problem, evidence, money, shares)
    best: tuple[float, Figure, Figure, str] | None = None
    for limit, side in limits:
        for given in problem.givens:
            if not given.like(limit) or _CLASS.search(given.lead):
                continue
            score = closeness(limit.words, problem) + len(pairs(limit.words) & pairs(given.words))
            if best is None or score > best[0]:
                best = (score, given, limit, side)
    if best is None:
        return None
    score, given, limit, side = best
    rivals = [f for f, _ in limits if f.like(limit) and f.value != limit.value]
    if score < _CLOSE or rivals:
        return None
    verdict = _verdict(given, limit, side)
    return Worked(
        f"{verdict}：{write_figure(given)}，原文要求是“{_part(evidence, limit)}”",
        (evidence.sentence,),
        (write_figure(given),),
    )


def _ratio(
    problem: Problem, evidence: Evidence, money: list[Figure], shares: list[tuple[Figure, str]]
) -> Worked | None:
    named = [(f, s) for f, s in shares if _IS_SHARE.search(evidence.sentence.folded[: f.span.start])]
    asked = {g.value for g in problem.of(Measure.PERCENT)}
    named = [(f, s) for f, s in named if f.value in asked] or named
    if len({f.value for f, _ in named}) != 1:
        return None
    limit, side = named[0]
    part, whole = sorted(money, key=lambda g: g.value)
    if not whole.value:
        return None
    share = Figure(Measure.PERCENT, part.value / whole.value * 100, "%", "", limit.span)
    shown = write(share.value, Measure.PERCENT, "%")
    a, b, least = write_figure(part), write_figure(whole), write_figure(limit)
    text = f"{shown}，{_verdict(share, limit, side)}{least}的要求（{a}÷{b}={shown}）"
    return Worked(text, (evidence.sentence,), (shown, a, b, least))


def _is_of_another_year(problem: Problem, evidence: Evidence) -> bool:
    stated = {int(q.value) for q in evidence.sentence.quantities if q.measure is Measure.YEAR}
    return bool(stated and problem.question.years) and not stated & set(problem.question.years)


def _side(figure: Figure, evidence: Evidence) -> str:
    behind = evidence.sentence.folded[figure.span.end :]
    if _CEILING.search(figure.lead) or behind.startswith(("以下", "以内", "之内")):
        return "ceiling"
    if _FLOOR.search(figure.lead) or behind.startswith(("以上", "及以上")):
        return "floor"
    return ""


def _verdict(given: Figure, limit: Figure, side: str) -> str:
    if side == "floor":
        return "达到" if given.value >= limit.value else "未达到"
    return "未超过" if given.value <= limit.value else "超过"


def _part(evidence: Evidence, limit: Figure) -> str:
    own = part_of(evidence.sentence.folded, limit.span)
    return own.cut(evidence.sentence.text).strip("，,。；;：: ")
