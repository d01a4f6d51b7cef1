"""Working a question out: each family of rules in turn on the best sentences found, with formula, cap and clause."""

from __future__ import annotations

from collections.abc import Sequence

from server.answer.computation.additions import base_and_additions
from server.answer.computation.bands import from_band
from server.answer.computation.changes import value_after_growth, value_before_change
from server.answer.computation.formulas import printed_formula
from server.answer.computation.gaps import two_of_a_clause
from server.answer.computation.multiples import multiple_of_base
from server.answer.computation.per_unit import amount_for_each
from server.answer.computation.problem import Rule, Worked, read_problem
from server.answer.computation.reach import needed_for_cap
from server.answer.computation.shares import share_of_base
from server.answer.computation.thresholds import against_threshold
from server.answer.computation.totals import sum_of_list
from server.answer.evidence import Evidence
from server.answer.outcome import Quote, Statement
from server.understanding.question import Question

_NEAR_BEST = 0.8
_SUBJECT_SHARE = 0.5
_FAMILIES: tuple[Rule, ...] = (
    printed_formula,
    from_band,
    needed_for_cap,
    value_before_change,
    value_after_growth,
    two_of_a_clause,
    sum_of_list,
    base_and_additions,
    amount_for_each,
    multiple_of_base,
    share_of_base,
    against_threshold,
)
"""Most particular first: a formula before the share that is one of its terms."""


def compute(question: Question, ranked: Sequence[Evidence], region: str | None) -> Statement | None:
    """The result with its working, from the best sentence that has a rule for what is asked; ``None`` where none has.

    Every number in it is given by the asker, stands in a quote, or is in ``computed``.
    """
    problem = read_problem(question)
    for evidence in ranked:
        if evidence.subject < _SUBJECT_SHARE or evidence.score < _NEAR_BEST * ranked[0].score:
            continue
        for rule in _FAMILIES:
            if worked := rule(problem, evidence, ranked):
                return _state(worked, region)
    return None


def _state(worked: Worked, region: str | None) -> Statement:
    place = f"{region}：" if region else ""
    quotes = tuple(Quote(s.clause, s.span) for s in dict.fromkeys(worked.used))
    return Statement(f"{place}{worked.text}。", quotes, worked.values)
