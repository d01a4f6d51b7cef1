"""A base and so much for each step beyond it: 四十名 up to 一百人, 七名 more for 每增加一百人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.numerals import write_decimal
from server.answer.computation.figures import Figure, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.writing import write_figure, write_like
from server.answer.evidence import Evidence

_STEP = re.compile(r"每(?:增加?|超过?|多)?[\u4e00-\u9fa5]{0,4}$")
_BEYOND = re.compile(r"每(?:增加?|超过?|多)")
_FROM = re.compile(r"(?<![不未])(?:超过|满|以上|至)$|以内$|以下$")
_UPTO = ("以内", "以下", "(含)", "内", "及以下")


def base_and_steps(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """Base + extra × steps beyond the threshold; ``None`` where the given is not whole steps beyond it."""
    figures = read_figures(evidence.sentence.text)
    folded = evidence.sentence.folded
    for at, step in enumerate(figures):
        if not _STEP.search(step.lead) or not (_BEYOND.search(step.lead) or "部分" in folded[: step.span.start]):
            continue
        before, after = figures[:at], figures[at + 1 :]
        given = next((g for g in problem.givens if _same(g, step)), None)
        extra = after[0] if after else None
        if given is None or extra is None:
            continue
        limits = [f for f in before if _same(f, step) and _starts(f, folded)]
        bases = [f for f in before if _same(f, extra) and f not in limits]
        if len({f.value for f in limits}) == 1 and len(bases) == 1:
            return _add(evidence, given, limits[0], bases[0], step, extra)
    return None


def _same(one: Figure, other: Figure) -> bool:
    """Alike and printed alike: 一百人 of a staff are not 七名 of its delegates."""
    return one.like(other) and one.text[-1:] == other.text[-1:]


def _starts(figure: Figure, folded: str) -> bool:
    return _FROM.search(figure.lead) is not None or folded[figure.span.end :].startswith(_UPTO)


def _add(evidence: Evidence, given: Figure, limit: Figure, base: Figure, step: Figure, extra: Figure) -> Worked | None:
    steps = (given.value - limit.value) / step.value
    if steps <= 0 or steps != steps.to_integral_value():
        return None
    total = write_like(base.value + extra.value * steps, base)
    beyond = f"（{write_figure(given)}－{write_figure(limit)}）"
    per = f"÷{write_figure(step)}" if step.value != 1 else ""
    formula = f"{write_figure(base)}＋{write_figure(extra)}×{beyond}{per}"
    values = (total, write_decimal(Decimal(steps)), *(write_figure(f) for f in (given, limit, base, step, extra)))
    return Worked(f"{total}（{formula}={total}）", (evidence.sentence,), values)
