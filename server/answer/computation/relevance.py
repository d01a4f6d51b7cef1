"""Which of several figures a question means: the one whose words the question shares most of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from server.answer.computation.figures import Figure, pairs
from server.answer.computation.problem import Problem
from server.understanding.quantities import Measure

T = TypeVar("T")

_GRADES = (
    re.compile(r"[一二三四五六七八九十]+(?=级|、[一二三四五六七八九十]+级)"),
    re.compile(r"[特一二三四]等奖"),
    re.compile(r"(?:国家|省|市|县|区)级"),
    re.compile(r"首次|初次|第一次|复审|再次|续"),
    re.compile(r"全日制|非全日制"),
    re.compile(r"配偶|子女|亲属|孤儿|老人"),
    re.compile(r"法定(?:休假|节假)日|休息日|周末"),
)
_DIGIT_GRADE = re.compile(r"([0-9]{1,2})级")
_DIGITS = "零一二三四五六七八九十"
_SAID_OTHERWISE = {"周末": "休息日", "法定节假日": "法定休假日", "初次": "首次", "第一次": "首次"}
_ASKS_SHARE = re.compile(r"占比|比例|比重|百分|几成|占")
_ASKS_UNIT = re.compile(r"(?:几|多少)(?:个(?=月))?([家个项件名人户笔期场次台套处条天日年月])")
_ALIKE = ({"家", "个", "项", "处", "件"}, {"名", "人", "个"}, {"日", "天"}, {"个月", "月"}, {"期", "场", "次"})
_BUYS = re.compile(r"买|花了?[0-9]|购|付了|消费")
_PRICE = {"价款", "费用", "购买"}


def closeness(words: str, problem: Problem) -> float:
    """How much of ``words`` the question says: its terms (in all their ways), then pairs of characters."""
    terms = sum(2.0 if t.kind == "levels" else 1.0 for t in problem.question.terms if t.said_in(words.lower()))
    return terms + 0.5 * len(pairs(words) & asked_pairs(problem))


def asked_pairs(problem: Problem) -> set[str]:
    """The pairs of characters a question says; who says 买 speaks of a price."""
    return pairs(problem.words) | (_PRICE if _BUYS.search(problem.words) else set())


def is_in_asked_unit(figure: Figure, problem: Problem) -> bool:
    """Whether a figure is of the kind asked for: a share for 占比, 家 for 几家; any where the question does not say."""
    if _ASKS_SHARE.search(problem.words):
        return figure.measure is Measure.PERCENT
    unit = _ASKS_UNIT.search(problem.words)
    if unit is None or figure.measure is Measure.MONEY:
        return True
    return figure.unit == unit[1] or any({figure.unit, unit[1]} <= alike for alike in _ALIKE)


def is_of_another_grade(words: str, problem: Problem) -> bool:
    """Whether ``words`` name a grade (六级, 二等奖, 国家级, 复审) of a kind in which the question names another."""
    for pattern in _GRADES:
        own, asked = _grades(pattern, words), _grades(pattern, problem.words)
        if own and asked and not own & asked:
            return True
    return False


def _grades(pattern: re.Pattern[str], text: str) -> set[str]:
    text = _DIGIT_GRADE.sub(lambda m: f"{_DIGITS[int(m[1])]}级" if int(m[1]) <= 10 else m.group(), text)
    return {_SAID_OTHERWISE.get(g, g) for g in pattern.findall(text)}


def most_asked(choices: Sequence[tuple[str, T]], problem: Problem) -> T | None:
    """The choice whose words are asked for most; the only one; ``None`` where two of them tie."""
    left = [(closeness(words, problem), choice) for words, choice in choices if not is_of_another_grade(words, problem)]
    return best_alone(left)


def best_alone(scored: Sequence[tuple[float, T]]) -> T | None:
    """What scores highest; ``None`` where two tie, and where there is nothing."""
    best = max((score for score, _ in scored), default=0.0)
    first = [choice for score, choice in scored if score == best]
    return first[0] if len(first) == 1 else None
