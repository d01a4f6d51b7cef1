"""Sums over the members of a list: 特等奖、一等奖 together, 2 of one and 1 of the other, 1000家 and 1200家 in all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.numerals import write_decimal
from server.answer.computation.figures import Figure, pairs
from server.answer.computation.gaps import Named, named_figures, own_score
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import is_cap
from server.answer.computation.relevance import is_in_asked_unit
from server.answer.computation.writing import write_figure, write_like
from server.answer.evidence import Evidence
from server.answer.sentences import sentences
from server.understanding.quantities import Measure

_TOGETHER = re.compile(
    r"一共|总共|合计|加起来|加一起|加在一起|总计|共计|合起来|加一块|加总|两笔|都(?:拿|算|得|中)|共(?:给|奖|补|能|有|要|可|发|拿)|同时"
)
_STATED = re.compile(r"合计|共计|总计|总额|总数|其中")
_CASE = re.compile(r"的\s*[。；;]?\s*$")
"""Ends an item that is a case (数额在五万元以上的；), not something granted."""
_ALL_OF_THEM = re.compile(r"(?:等级|奖项|级别|奖)?(?:都|加|一起|合|一共|总共|全)")
_ADDED = re.compile(r"增加|延长|其中")
_EVERY = re.compile(
    r"[两三四2-4](?:(?:个|种|项|类|档)?(?:等级|奖项|级别|档次|奖)|(?:个|种|项|类|档|等|级)?(?:都|加))|两等奖|全部|所有|各级|各档|都加"
)
"""三等奖 is one of them, no number of them."""


def sum_of_list(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The sum of the figures of a sentence that the question names, each as often as it says."""
    if not _TOGETHER.search(problem.words) or _STATED.search(evidence.sentence.folded):
        return None
    items = [s for s in sentences(evidence.clause) if s.opener and not _CASE.search(s.folded)]
    for within in ([evidence.sentence], items):
        named = [n for s in within for n in named_figures(s) if not is_cap(n[0]) and not _ADDED.search(n[0].lead)]
        if within[1:]:  # the items of a list are named by their whole sentence
            named = [(figure, s, s.folded) for figure, s, _ in named]
        for first in named:
            members = [n for n in named if n[0].like(first[0]) and n[0].measure is not Measure.PERCENT]
            members = [n for n in members if is_in_asked_unit(n[0], problem)]
            if len(members) >= 2 and (worked := _sum(members, problem)):
                return worked
    return None


def _sum(members: list[Named], problem: Problem) -> Worked | None:
    scored = [(own_score(n[2], [o[2] for o in members if o is not n], problem), n) for n in members]
    chosen = [n for score, n in scored if score > 0]
    if _EVERY.search(problem.words) and len(chosen) < 2:
        chosen = members
    if len(chosen) < 2:
        return None
    counts = [_how_many(n, problem) for n in chosen]
    given = [c for c in counts if c is not None]
    if len(given) != len({g.span for g in given}) or (_counts(problem) and not given):
        return None
    terms, total = [], Decimal(0)
    for (figure, _, _), count in zip(chosen, counts, strict=True):
        terms.append(write_figure(figure) + (f"×{write_decimal(count.value)}" if count else ""))
        total += figure.value * (count.value if count else 1)
    result = write_like(total, chosen[0][0])
    values = (result, *(write_figure(f) for f, _, _ in chosen), *(write_decimal(c.value) for c in given))
    return Worked(f"合计{result}（{'＋'.join(terms)}={result}）", tuple(s for _, s, _ in chosen), values)


def _counts(problem: Problem) -> list[Figure]:
    """The numbers of things the question gives, not the number of members it sums (三个加起来)."""
    return [g for g in problem.of(Measure.COUNT) if not _ALL_OF_THEM.match(g.tail)]


def _how_many(named: Named, problem: Problem) -> Figure | None:
    """The number the question gives of this member: 2个省级, 一等奖2项."""
    words = pairs(named[2])
    near = [
        (len(words & (pairs(g.tail[:6]) | pairs(g.lead[-6:]))), g)
        for g in _counts(problem)
        if not g.like(named[0]) or named[0].measure is Measure.MONEY
    ]
    best = max((score for score, _ in near), default=0)
    return next(g for score, g in near if score == best) if best else None
