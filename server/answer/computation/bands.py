"""Tables by bands: 满10年不满20年的，年休假10天 looks one band up; 超过1万元至10万元的部分按2.5% adds them up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.multiples import multiple_of_base
from server.answer.computation.per_unit import amount_for_each
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import Factor, read_factors
from server.answer.computation.relevance import closeness, is_of_another_grade
from server.answer.computation.shares import share_of_base
from server.answer.computation.thresholds import against_threshold
from server.answer.computation.writing import write, write_figure
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure

_FROM = re.compile(r"(?:已满|(?<![不未])满|(?<![不未])超过|达到?|大于|高于|在)$")
_FROM_BEHIND = re.compile(r"^(?:\(含\))?(?:及)?以上|^起")
_UNTIL = re.compile(r"(?:不满|不足|未满|不到|不超过|未超过|小于|低于|少于|至|到|-|—|~|以上)$")
_UNTIL_BEHIND = re.compile(r"^(?:\(含\))?(?:以下|以内)")
_OPEN_LOW = re.compile(r"(?:超过|大于|高于)$")
_OPEN_HIGH = re.compile(r"(?:不满|不足|未满|不到|小于|低于|少于)$")
_CONDITION_ENDS = re.compile(
    r"^(?:\(含\))?(?:及)?(?:以上|以下|以内)?(?P<what>[^,，。;；:]{0,16}?)(?:的(?P<part>部分)?[^,，。;；:]{0,8})?[,，:]"
)
_PENALTY = re.compile(r"(?:处|罚|罚款|奖励|给予|补助|处以)[^,，。;；]{0,6}$")
_RIVAL = 0.6
_HEAD = 40
_ITEM = re.compile(r"^\W*(?:\(?[0-9一二三四五六七八九十]+[\).、．]\)?)?\W*")
_FREE = re.compile(r"(?:不另行|不再|免予|免|不)(?:交纳|缴纳|征收|收取|征|收|交)")
_ASKS = re.compile(r"多少|几|多久|多长|怎么|什么|最|吗|是不是|合法|合规|超|够|算")
_OUTCOME_RULES = (against_threshold, multiple_of_base, amount_for_each, share_of_base)


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high`` in ``kind``; what holds there is the sentence from ``outcome`` on."""

    low: Decimal | None
    high: Decimal | None
    open_low: bool
    open_high: bool
    kind: str
    sentence: Sentence
    outcome: int
    of_part: bool
    """Whether the outcome holds for the part within the band only (的部分)."""

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` is in the band."""
        above = self.low is None or (value > self.low if self.open_low else value >= self.low)
        below = self.high is None or (value < self.high if self.open_high else value <= self.high)
        return above and below

    @property
    def condition(self) -> str:
        """The words that set the band, without a number of the item."""
        words = self.sentence.text[: self.outcome]
        return _ITEM.sub("", words).strip("，,：: ").removesuffix("的")


def from_band(problem: Problem, evidence: Evidence, others: Sequence[Evidence]) -> Worked | None:
    """What holds for a given in its band, worked out further where the band gives a rate; or the sum of the parts."""
    if not problem.givens or not _ASKS.search(problem.words):
        return None
    chains = _tables(evidence)
    if not chains:
        return None
    own = sentences(evidence.clause)
    chain, about = _best_chain(chains, evidence, problem)
    near = [e for e in others if e.clause.id != evidence.clause.id and e.score >= _RIVAL * evidence.score]
    rivals = {e.clause.id: e for e in near}
    if any(_best_chain(c, e, problem)[1] > about for e in rivals.values() if (c := _tables(e))):
        return None
    given = _given(problem, chain)
    if given is None:
        return None
    if sum(b.of_part for b in chain) >= len(chain) - 1:
        return _progressive(chain, given, own)
    value = _base_units(given)[1]
    inside = [b for b in chain if b.holds(value) and not is_of_another_grade(b.condition, problem)]
    if not inside:
        return None
    band = inside[0]
    for rule in _OUTCOME_RULES:
        rest = problem if rule is not against_threshold else replace(problem, givens=_without(problem, given))
        tail = _tail_of(band)
        if worked := rule(rest, replace(evidence, sentence=tail), others):
            used = tuple(band.sentence if s is tail else s for s in worked.used)
            note = f"{write_figure(given)}属于“{band.condition}”的情形）"
            inner = worked.text.endswith("）")
            text = f"{worked.text.removesuffix('）')}；{note}" if inner else f"{worked.text}（{note}"
            return Worked(text, used, (*worked.values, write_figure(given)))
    return _look_up(band, given)


def _tables(evidence: Evidence) -> list[list[Band]]:
    """The tables of a clause: runs of at least two bands."""
    bands = [b for s in sentences(evidence.clause) if (b := read_band(s)) is not None]
    return [c for c in _chains(bands) if len(c) >= 2]


def _best_chain(chains: list[list[Band]], evidence: Evidence, problem: Problem) -> tuple[list[Band], float]:
    """The table of a clause the question says most of, with how much."""
    own, head = sentences(evidence.clause), evidence.clause.text[:_HEAD]
    scored = [(closeness(f"{head}…{_opening(c, own)}", problem), c) for c in chains]
    best = max(score for score, _ in scored)
    return next(c for score, c in scored if score == best), best


def read_band(sentence: Sentence) -> Band | None:
    """The band a sentence opens with, where something holds for it."""
    figures = read_figures(sentence.text)[:3]
    folded = sentence.folded
    for at, figure in enumerate(figures):
        before, behind = folded[: figure.span.start], folded[figure.span.end :]
        if _PENALTY.search(before):
            return None
        kind, value = _base_units(figure)
        second = figures[at + 1] if at + 1 < len(figures) else None
        joined = second is not None and _joins(folded[figure.span.end : second.span.start])
        is_low = bool(_FROM.search(before) or _FROM_BEHIND.match(behind))
        if second is not None and joined and _base_units(second)[0] == kind:
            high = _base_units(second)[1]
            end = _CONDITION_ENDS.match(folded[second.span.end :])
            if end is None:
                continue
            link = folded[figure.span.end : second.span.start]
            return Band(
                value,
                high,
                bool(_OPEN_LOW.search(before)),
                bool(_OPEN_HIGH.search(link)),
                kind,
                sentence,
                second.span.end + end.end(),
                bool(end["part"]),
            )
        is_high = bool((not is_low and _UNTIL.search(before)) or _UNTIL_BEHIND.match(behind))
        end = _CONDITION_ENDS.match(behind)
        if end is None or not (is_low or is_high):
            continue
        outcome = figure.span.end + end.end()
        part = bool(end["part"])
        if is_low:
            return Band(value, None, bool(_OPEN_LOW.search(before)), False, kind, sentence, outcome, part)
        return Band(None, value, False, bool(_OPEN_HIGH.search(before)), kind, sentence, outcome, part)
    return None


_LINK = re.compile(
    r"^(?:\(含\))?(?:以上|起)?[、,，]?(?:但)?(?:不满|不足|未满|不到|不超过|未超过|小于|低于|少于|至|到|-|—|~)$|^以上$"
)


def _joins(between: str) -> bool:
    return _LINK.match(between) is not None


def _base_units(figure: Figure) -> tuple[str, Decimal]:
    """What a band is counted in, and the value in it: years are counted in months."""
    if figure.measure is Measure.DURATION and figure.unit in ("年", "个月"):
        return "个月", figure.value * (12 if figure.unit == "年" else 1)
    if figure.measure is Measure.MONEY:
        return "元", figure.value
    return figure.unit, figure.value


def _chains(bands: list[Band]) -> list[list[Band]]:
    """Runs of bands of one kind in neighbouring sentences, each beginning where the one before ends or lower."""
    chains: list[list[Band]] = []
    for band in bands:
        last = chains[-1][-1] if chains else None
        follows = (
            last is not None
            and last.kind == band.kind
            and band.sentence.position - last.sentence.position <= 2
            and last.high is not None
            and band.low == last.high
        )
        falls = last is not None and last.kind == band.kind and last.low is not None and band.high == last.low
        if follows or falls:
            chains[-1].append(band)
        else:
            chains.append([band])
    return chains


def _opening(chain: list[Band], own: Sequence[Sentence]) -> str:
    """What a run of bands is about: its own words, and those of the sentence it follows."""
    before = next((s.folded for s in own if s.position == chain[0].sentence.position - 1), "")
    return "…".join([before, chain[0].sentence.opener, *(b.condition for b in chain)])


def _given(problem: Problem, chain: list[Band]) -> Figure | None:
    """The given the bands are about; where there are several of its kind, the one named by their words."""
    fitting = [g for g in problem.givens if _base_units(g)[0] == chain[0].kind]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    words = set().union(*(pairs(b.condition) for b in chain))
    scored = [(len(pairs(g.words) & words), g) for g in fitting]
    best = max(score for score, _ in scored)
    first = [g for score, g in scored if score == best]
    return first[0] if len(first) == 1 else None


def _without(problem: Problem, given: Figure) -> tuple[Figure, ...]:
    return tuple(g for g in problem.givens if g is not given)


def _tail_of(band: Band) -> Sentence:
    """The outcome as a sentence of its own."""
    sentence = band.sentence
    text, folded = sentence.text[band.outcome :], sentence.folded[band.outcome :]
    return replace(sentence, text=text, folded=folded, quantities=())


def _look_up(band: Band, given: Figure) -> Worked | None:
    outcome = band.sentence.text[band.outcome :].rstrip("。；;，, ")
    if not read_figures(outcome) or len(outcome) > 80:
        return None
    stated = write_figure(given)
    return Worked(f"{outcome}（{stated}属于“{band.condition}”的情形）", (band.sentence,), (stated,))


def _progressive(chain: list[Band], given: Figure, own: Sequence[Sentence]) -> Worked | None:
    """The sum of what each band takes of its own part."""
    if given.measure is not Measure.MONEY:
        return None
    terms: list[str] = []
    total = Decimal(0)
    used: list[Sentence] = []
    shown: list[str] = []
    besides = False
    for band in chain:
        low = band.low or Decimal(0)
        if given.value <= low and band.low is not None:
            break
        outcome = band.sentence.text[band.outcome :]
        if _FREE.match(outcome):
            used.append(band.sentence)
            besides = besides or "另" in outcome
            continue
        figures = read_figures(outcome)
        if len(figures) != 1:
            return None
        rate = figures[0]
        top = min(given.value, band.high) if band.high is not None else given.value
        used.append(band.sentence)
        shown += [write_figure(rate), write(top, Measure.MONEY, "元"), write(low, Measure.MONEY, "元")]
        if rate.measure is Measure.MONEY:
            total += rate.value
            terms.append(write_figure(rate))
        elif rate.measure is Measure.PERCENT:
            total += (top - low) * rate.value / 100
            within = f"（{write(top, Measure.MONEY, '元')}－{write(low, Measure.MONEY, '元')}）" if low else shown[-2]
            terms.append(f"{within}×{write_figure(rate)}")
        else:
            return None
    if not terms:
        return None
    ends = [total]
    if besides:  # 不另行交纳: what is charged besides stands in the sentence before
        charged = _charged_before(chain[0], own)
        if charged is None:
            return None
        sentence, factor = charged
        ends = [total + end.value for end in ([factor.low, factor.high] if factor.is_range else [factor.low])]
        terms.insert(0, "至".join(dict.fromkeys((write_figure(factor.low), write_figure(factor.high)))))
        used.insert(0, sentence)
        shown += [write_figure(factor.low), write_figure(factor.high)]
    result = "至".join(write(end, Measure.MONEY, "元") for end in ends)
    shown += [write(end, Measure.MONEY, "元") for end in ends]
    return Worked(f"{result}（分段计算：{'＋'.join(terms)}={result}）", tuple(used), tuple(shown))


def _charged_before(band: Band, own: Sequence[Sentence]) -> tuple[Sentence, Factor] | None:
    before = next((s for s in own if s.position == band.sentence.position - 1), None)
    if before is None:
        return None
    charges = [f for f in read_factors(before.text, before.folded) if f.low.measure is Measure.MONEY]
    return (before, charges[0]) if len(charges) == 1 else None
