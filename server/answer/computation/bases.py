"""Which given a clause's factor is of: the only one, or the one its words name; never a wage of another time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from server.answer.computation.figures import Figure, pairs
from server.answer.computation.problem import Problem
from server.answer.computation.product import Factor
from server.answer.computation.relevance import best_alone, is_of_another_grade, most_asked

_WAGE = re.compile(r"(?:工资|薪水?|薪资)[\u4e00-\u9fa5]{0,3}$")
_TAKES_WAGE = re.compile(r"工资|薪|收入|缴费|基数|待遇|津贴|报酬|标准|本人|每月|生活费|所得")
_PER = re.compile(r"(小?时|[日天周月年])(?:度|平均|人均|均)*(?:工资|收入|薪)")


def base_of(factor: Factor, givens: Sequence[Figure]) -> Figure | None:
    """The given a factor multiplies; ``None`` where none fits or several fit alike."""
    fitting = [g for g in givens if not (_is_of_another_time(g, factor.low.lead) or _is_wage_for_other(g, factor))]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    shared = [(len(pairs(g.words) & pairs(factor.words)), g) for g in fitting]
    return best_alone([(count, g) for count, g in shared if count])


def _is_of_another_time(given: Figure, lead: str) -> bool:
    """Whether the given is a daily wage where the clause takes the yearly one."""
    own, asked = _PER.findall(lead), _PER.findall(given.lead)
    return bool(own and asked) and not {_SPAN.get(u, u) for u in own} & {_SPAN.get(u, u) for u in asked}


def _is_wage_for_other(given: Figure, factor: Factor) -> bool:
    """Whether the given is a wage and the clause takes its share of nothing of the kind (货币出资)."""
    return _WAGE.search(given.lead) is not None and not _TAKES_WAGE.search(factor.words)


_SPAN = {"天": "日", "小时": "时"}


def factor_asked(factors: Sequence[Factor], problem: Problem) -> Factor | None:
    """The factor of the grade asked for; of several, the one whose own words the question says most of."""
    left = [f for f in factors if not is_of_another_grade(f.words, problem)]
    if len({(f.low.value, f.high.value, f.low.unit) for f in left}) == 1:
        return left[0]
    return most_asked([(f.words, f) for f in left], problem)
