"""Working a question out: each family of rules in turn on the best sentences found, with formula, cap and clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from server.answer.computation.additions import base_and_additions
from server.answer.computation.bands import from_band
from server.answer.computation.changes import still_to_reach, value_after_growth, value_before_change
from server.answer.computation.deadlines import last_day
from server.answer.computation.figures import pairs
from server.answer.computation.formulas import printed_formula
from server.answer.computation.gaps import two_of_a_clause
from server.answer.computation.multiples import multiple_of_base
from server.answer.computation.per_unit import amount_for_each
from server.answer.computation.problem import Problem, Rule, Worked, read_problem
from server.answer.computation.product import sets_limit_only
from server.answer.computation.quorum import heads_of_majority
from server.answer.computation.reach import needed_for_cap
from server.answer.computation.scales import outside_own_band
from server.answer.computation.shares import share_of_base
from server.answer.computation.steps import base_and_steps
from server.answer.computation.thresholds import against_threshold
from server.answer.computation.totals import sum_of_list
from server.answer.evidence import Evidence
from server.answer.outcome import Quote, Statement
from server.answer.sentences import sentences
from server.understanding.question import Question

_NEAR_BEST = 0.8
"""Share of the best score a sentence needs for a rule of it to be tried."""
_NAMED_NEAR_BEST = 0.6
"""The same for a sentence that says the very payment asked for."""
_BESIDES = re.compile(r"除[^,，。]{0,40}外")
_OPENING = 40
_SUBJECT_SHARE = 0.5
_ASKS_AMOUNT = re.compile(
    r"多少|几|算|一共|总共|合计|到手|[能可得][^,，。]{0,4}[领拿补]|应该|兑现|多[久长大高]|怎么|最[晚迟]|差|[0-9][^,，。]{0,10}呢"
)
_NEGATED = re.compile(r"不在|不属于|其他|以外|除外")
_FINE = re.compile(r"罚|没收|拘留")
_PAYMENT = re.compile(
    r"([\u4e00-\u9fa5]{1,4}[金费款贴息])(?=(?:一共|总共|每月|最[多高低少]|至少|应该?|要|得|能|可以|是|有|按|交|拿|领|付|给|收)*(?:多少|几|怎么))"
)
_FAMILIES: tuple[Rule, ...] = (
    printed_formula,
    last_day,
    base_and_steps,
    from_band,
    needed_for_cap,
    value_before_change,
    value_after_growth,
    still_to_reach,
    two_of_a_clause,
    base_and_additions,
    sum_of_list,
    amount_for_each,
    multiple_of_base,
    share_of_base,
    heads_of_majority,
    against_threshold,
)
"""Most particular first: a formula before the share that is one of its terms."""
_OF_ANY_QUESTION = (from_band, value_before_change, against_threshold)
"""What may answer a question that asks for no amount: 合法吗, 够不够, 2020年的占比."""
_OF_ONE_CASE = (amount_for_each, multiple_of_base, share_of_base)


def compute(question: Question, ranked: Sequence[Evidence], region: str | None) -> Statement | None:
    """The result with its working, from the best sentence that has a rule for what is asked; ``None`` where none has.

    Every number in it is given by the asker, stands in a quote, or is in ``computed``.
    """
    problem = read_problem(question)
    near = _of_what_is_asked(problem, [e for e in ranked if e.subject >= _SUBJECT_SHARE])
    for evidence in near:
        for rule in _FAMILIES if _ASKS_AMOUNT.search(problem.words) else _OF_ANY_QUESTION:
            worked = rule(problem, _before_limit(evidence), ranked)
            if worked is None or (_fines(worked) and not _FINE.search(problem.words)):
                continue
            if not (rule in _OF_ONE_CASE and _is_another_case(problem, evidence, rule, worked)):
                return _state(worked, region)
    return None


def _of_what_is_asked(problem: Problem, found: list[Evidence]) -> list[Evidence]:
    """The sentences near the best: no fines where none is asked for, and only those of the payment asked for."""
    asks_fine = _FINE.search(problem.words) is not None
    left = [e for e in found if asks_fine or not _FINE.search(e.sentence.folded)]
    best = left[0].score if left else 0.0
    names = [name for match in _PAYMENT.finditer(problem.words) for name in (match[1][-3:], match[1][-2:])]
    close = [e for e in left if e.score >= _NAMED_NEAR_BEST * best]
    for name in names:
        if saying := [e for e in close if name in _named_by(e)]:
            clauses = {e.clause.id for e in saying}
            return saying + [e for e in close if e not in saying and e.clause.id in clauses]
    near = [e for e in left if e.score >= _NEAR_BEST * best]
    for name in names:
        if saying := [e for e in near if name in e.clause.text]:
            return saying
    return near


def _fines(worked: Worked) -> bool:
    return any(_FINE.search(sentence.folded) for sentence in worked.used)


def _named_by(evidence: Evidence) -> str:
    """The words that say what a sentence is about: its own, and the line its list or article opens with."""
    said = _BESIDES.sub("", evidence.sentence.folded)
    return said + evidence.sentence.opener + _BESIDES.sub("", evidence.clause.text)[:_OPENING]


def _before_limit(evidence: Evidence) -> Evidence:
    """The sentence before one that only limits what it grants (增加赔偿的金额不足五百元的，为五百元)."""
    if not sets_limit_only(evidence.sentence.text):
        return evidence
    own = sentences(evidence.clause)
    before = next((s for s in own if s.position == evidence.sentence.position - 1), None)
    return replace(evidence, sentence=before) if before else evidence


def _is_another_case(problem: Problem, evidence: Evidence, rule: Rule, worked: Worked) -> bool:
    """Whether the sentence is for another band than the asker's, or but one item of a list and he names none."""
    own = evidence.sentence
    if outside_own_band(own, problem.givens):
        return True
    for other in sentences(evidence.clause):
        if not own.opener or other.opener != own.opener or other.position == own.position:
            continue
        if _NEGATED.search(other.folded) and not _NEGATED.search(own.folded + problem.words):
            continue
        asked = pairs(problem.words)
        mine, theirs = pairs(own.folded) - pairs(other.folded), pairs(other.folded) - pairs(own.folded)
        if len(mine & asked) > len(theirs & asked):
            continue
        rival = rule(problem, replace(evidence, sentence=other), ())
        if rival and rival.text != worked.text:
            return True
    return False


def _state(worked: Worked, region: str | None) -> Statement:
    place = f"{region}：" if region else ""
    quotes = tuple(Quote(s.clause, s.span) for s in dict.fromkeys(worked.used))
    return Statement(f"{place}{worked.text}。", quotes, worked.values)
