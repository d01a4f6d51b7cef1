"""Tables by bands: 满10年不满20年的，年休假10天 looks one band up; 超过1万元至10万元的部分按2.5% adds them up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.multiples import multiple_of_base
from server.answer.computation.per_unit import amount_for_each
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import Factor, read_factors
from server.answer.computation.relevance import best_alone, closeness, is_of_another_grade
from server.answer.computation.scales import Band, in_base_units, read_bands, scales
from server.answer.computation.shares import share_of_base
from server.answer.computation.thresholds import against_threshold
from server.answer.computation.writing import write, write_figure
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure

_FREE = re.compile(r"(?:不另行|不再|免予|免|不)(?:交纳|缴纳|征收|收取|征|收|交)")
_ASKS = re.compile(r"多少|几|多久|多长|怎么|什么|最|吗|是不是|合法|合规|超|够|算")
_OUTCOME_RULES = (against_threshold, multiple_of_base, amount_for_each, share_of_base)
_BELOW = re.compile(r"(?:不满|未满|没满|没到|不够|不足|低于|少于|不到|不超过)$")
"""Before a figure the asker is below: which band he is in it does not tell."""
_RIVAL = 0.6
"""Share of a sentence's score from which another clause's table is weighed against its own."""
_CUT = re.compile(r"^[^(（]*[)）]")
"""What was cut out of a bracket is no condition."""
_HEAD = 40
_LONGEST = 80


def from_band(problem: Problem, evidence: Evidence, others: Sequence[Evidence]) -> Worked | None:
    """What holds for a given in its band, worked out further where the band gives a rate; or the sum of the parts."""
    if not problem.givens or not _ASKS.search(problem.words):
        return None
    tables = _tables(evidence)
    if not tables:
        return None
    own = sentences(evidence.clause)
    table, about = _most_asked_table(tables, evidence, problem)
    near = [e for e in others if e.clause.id != evidence.clause.id and e.score >= _RIVAL * evidence.score]
    rivals = {e.clause.id: e for e in near}
    if any(_most_asked_table(t, e, problem)[1] > about for e in rivals.values() if (t := _tables(e))):
        return None
    given = _given(problem, table)
    if given is None:
        return None
    if sum(b.of_part for b in table) >= len(table) - 1:
        return _progressive(table, given, own)
    value = in_base_units(given)[1]
    inside = [b for b in table if b.holds(value) and not is_of_another_grade(b.condition, problem)]
    return _within(inside[0], given, problem, evidence, others) if inside else None


def _within(
    band: Band, given: Figure, problem: Problem, evidence: Evidence, others: Sequence[Evidence]
) -> Worked | None:
    """What a rule makes of the band's outcome, or the outcome as printed; with the band named."""
    tail = band.tail
    note = f"{write_figure(given)}属于“{band.condition}”的情形）"
    for rule in _OUTCOME_RULES:
        alone = rule is against_threshold and len(problem.of(Measure.MONEY)) != 2  # two amounts make a ratio
        rest = replace(problem, givens=_without(problem, given)) if alone else problem
        if worked := rule(rest, replace(evidence, sentence=tail), others):
            used = tuple(band.sentence if s is tail else s for s in worked.used)
            inner = worked.text.endswith("）")
            text = f"{worked.text.removesuffix('）')}；{note}" if inner else f"{worked.text}（{note}"
            return Worked(text, used, (*worked.values, write_figure(given)))
    outcome = tail.text.rstrip("。；;，, ")
    if not read_figures(outcome) or len(outcome) > _LONGEST or _CUT.search(band.condition):
        return None
    return Worked(f"{outcome}（{note}", (band.sentence,), (write_figure(given),))


def _tables(evidence: Evidence) -> list[list[Band]]:
    return scales([b for s in sentences(evidence.clause) for b in read_bands(s)])


def _most_asked_table(tables: list[list[Band]], evidence: Evidence, problem: Problem) -> tuple[list[Band], float]:
    """The table of a clause the question says most of, with how much."""
    own, head = sentences(evidence.clause), evidence.clause.text[:_HEAD]
    scored = [(closeness(f"{head}…{_opening(t, own)}", problem), t) for t in tables]
    best = max(score for score, _ in scored)
    return next(t for score, t in scored if score == best), best


def _opening(table: list[Band], own: Sequence[Sentence]) -> str:
    """What a table is about: its own words, and those of the sentence it follows."""
    before = next((s.folded for s in own if s.position == table[0].sentence.position - 1), "")
    return "…".join([before, table[0].sentence.opener, *(b.condition for b in table)])


def _given(problem: Problem, table: list[Band]) -> Figure | None:
    """The given the bands are about; where there are several of its kind, the one named by their words."""
    fitting = [g for g in problem.givens if in_base_units(g)[0] == table[0].kind and not _BELOW.search(g.lead)]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    words = set().union(*(pairs(b.condition) for b in table))
    return best_alone([(len(pairs(g.words) & words), g) for g in fitting])


def _without(problem: Problem, given: Figure) -> tuple[Figure, ...]:
    return tuple(g for g in problem.givens if g is not given)


def _progressive(table: list[Band], given: Figure, own: Sequence[Sentence]) -> Worked | None:
    """The sum of what each band takes of its own part."""
    if given.measure is not Measure.MONEY:
        return None
    terms: list[str] = []
    total = Decimal(0)
    used: list[Sentence] = []
    shown: list[str] = [write_figure(given)]
    besides = False
    for band in table:
        low = band.low or Decimal(0)
        if given.value <= low and band.low is not None:
            break
        used.append(band.sentence)
        outcome = band.tail.text
        if _FREE.match(outcome):
            besides = besides or "另" in outcome
            continue
        figures = read_figures(outcome)
        if len(figures) != 1:
            return None
        taken = _taken(figures[0], low, min(given.value, band.high) if band.high is not None else given.value)
        if taken is None:
            return None
        total += taken[0]
        terms.append(taken[1])
        shown += taken[2]
    if not terms:
        return None
    ends = [total]
    if besides:  # 不另行交纳: what is charged besides stands in the sentence before
        charged = _charged_before(table[0], own)
        if charged is None:
            return None
        sentence, factor = charged
        charges = dict.fromkeys((factor.low, factor.high))
        ends = [total + charge.value for charge in charges]
        terms.insert(0, "至".join(write_figure(charge) for charge in charges))
        used.insert(0, sentence)
        shown += [write_figure(charge) for charge in charges]
    result = "至".join(write(end, Measure.MONEY, "元") for end in ends)
    shown += [write(end, Measure.MONEY, "元") for end in ends]
    return Worked(f"{result}（分段计算：{'＋'.join(terms)}={result}）", tuple(used), tuple(shown))


def _taken(rate: Figure, low: Decimal, top: Decimal) -> tuple[Decimal, str, list[str]] | None:
    """What one band takes of the part from ``low`` to ``top``: value, term of the sum, values shown."""
    shown = write_figure(rate)
    if rate.measure is Measure.MONEY:
        return rate.value, shown, [shown]
    if rate.measure is not Measure.PERCENT:
        return None
    above, below = write(top, Measure.MONEY, "元"), write(low, Measure.MONEY, "元")
    within = f"（{above}－{below}）" if low else above
    return (top - low) * rate.value / 100, f"{within}×{shown}", [shown, above, below]


def _charged_before(band: Band, own: Sequence[Sentence]) -> tuple[Sentence, Factor] | None:
    before = next((s for s in own if s.position == band.sentence.position - 1), None)
    if before is None:
        return None
    charges = [f for f in read_factors(before.text, before.folded) if f.low.measure is Measure.MONEY]
    return (before, charges[0]) if len(charges) == 1 else None
