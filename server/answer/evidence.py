"""Weighing the sentences of the clauses found: how much of the question does each say, and is what was asked in it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Hit
from ingest.model import Clause, Document
from ingest.normalize import fold
from server.answer.alignment import aligned
from server.answer.holdings import Holdings
from server.answer.sentences import Sentence, sentences
from server.understanding.facets import Facet
from server.understanding.quantities import Measure, Quantity
from server.understanding.question import Question
from server.understanding.terms import Term

_KIND_WEIGHT = {"entities": 1.0, "levels": 0.7, "actions": 0.4, "word": 0.8}
_UNKNOWN_WEIGHT = 0.35
"""Share of its weight a word keeps that no document says at all: colloquial filling rather than subject."""
_NEAR, _CLAUSE, _ABOVE = 0.75, 0.4, 0.3
_FIT, _UNIT, _DENSE, _YEAR, _ATTACHED = 0.5, 0.15, 0.45, 0.3, 0.25
_CONFLICT, _NEGATION, _OTHER_YEAR = 0.35, 0.15, 0.8

_PAY = re.compile(r"奖|补|给|支持|资助|配套|贴息|补偿|领|发|真金白银")
_PAYING = re.compile(r"补助|奖|配套|给予|补偿|贴息|资助|补贴")
_INDICATOR = re.compile(
    r"^(?:数量|总量|总数|数)?(?:累计|总量|总数)?(?:发展到|达到|达|突破|增加到|增至|为|有|超过|力争|将)*\s*$"
)
_NEGATED = re.compile(r"未(?:通过|获|能|享受|达到|完成)?|不予|不得|不再")
_ASKED_UNIT = re.compile(
    r"(?:多少|几|几十|几百|几千|几万|多少万)(人次|家次|家|个|项|名|人|户|件|种|期|场|次|处|位|台|套|条|届|亩|册|单|笔)"
)
_SAME_UNIT = {
    "场": {"场", "期", "次"},
    "名": {"名", "人"},
    "人": {"名", "人"},
    "个": {"个", "家", "项", "处"},
    "家": {"家", "个"},
}
_WANTED = {
    Facet.AMOUNT: (Measure.MONEY, Measure.FORMULA),
    Facet.RATE: (Measure.PERCENT, Measure.RATIO),
    Facet.COUNT: (Measure.COUNT,),
    Facet.DURATION: (Measure.DURATION,),
    Facet.YEAR: (Measure.YEAR, Measure.DATE),
    Facet.DEADLINE: (Measure.DATE,),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with what speaks for it. ``coverage`` is the weighted share of the question's terms it says (0…1)."""

    sentence: Sentence
    document: Document
    coverage: float
    subject: float
    """Like ``coverage``, of the entity terms alone, and only in the sentence or its heading; 1 when none is asked."""
    fitting: tuple[Quantity, ...]
    score: float

    @property
    def clause(self) -> Clause:
        """The clause the sentence is of."""
        return self.sentence.clause


def weigh(question: Question, holdings: Holdings, hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the clauses hit, best evidence first."""
    weights = term_weights(question, holdings)
    dense = [hit.scores.get("dense", 0.0) for hit in hits]
    low, high = (min(dense), max(dense)) if dense else (0.0, 1.0)
    found: list[Evidence] = []
    for hit in hits:
        clause = holdings.clauses[hit.clause_id]
        document = holdings.documents[hit.document_id]
        near = (hit.scores.get("dense", 0.0) - low) / ((high - low) or 1.0)
        found += _of_clause(question, holdings, clause, document, weights, near)
    return sorted(found, key=lambda e: -e.score)


def term_weights(question: Question, holdings: Holdings) -> dict[Term, float]:
    """How much each term counts: rare entities most, common actions little, words no document says least."""
    return {
        term: _KIND_WEIGHT[term.kind] * holdings.idf(term) * (1.0 if holdings.said(term) else _UNKNOWN_WEIGHT)
        for term in question.terms
    }


def _of_clause(
    question: Question,
    holdings: Holdings,
    clause: Clause,
    document: Document,
    weights: dict[Term, float],
    near: float,
) -> list[Evidence]:
    above = fold("".join(clause.path[:-1]) + document.title)
    whole = holdings.folded(clause)
    leads = [(c.extent.start - clause.extent.start, fold(c.title)) for c in holdings.children(clause)]
    found = []
    before = ""
    inherited = holdings.inherited_years(clause)
    for sentence in sentences(clause):
        lead = next((title for start, title in reversed(leads) if start <= sentence.span.start), "")
        context = fold(clause.heading) + lead + before
        coverage = _coverage(weights, sentence.folded, context, whole, above)
        joined = before if before.endswith((";", "；")) else ""
        subject = _subject(question, sentence.folded + fold(clause.heading) + lead + joined)
        fitting = fitting_quantities(question, sentence)
        score = coverage + _DENSE * near + _bonus(question, sentence, fitting, document, inherited)
        found.append(Evidence(sentence, document, coverage, subject, fitting, score))
        before = sentence.folded
        inherited = {int(q.value) for q in sentence.quantities if q.measure is Measure.YEAR} or inherited
    return found


def _coverage(weights: dict[Term, float], sentence: str, context: str, whole: str, above: str) -> float:
    total = sum(weights.values())
    if not total:
        return 0.0
    said = 0.0
    for term, weight in weights.items():
        if term.said_in(sentence):
            said += weight
        elif term.said_in(context):
            said += _NEAR * weight
        elif term.said_in(whole):
            said += _CLAUSE * weight
        elif term.said_in(above):
            said += _ABOVE * weight
    return said / total


def _subject(question: Question, text: str) -> float:
    entities = [t for t in question.terms if t.kind == "entities"]
    if not entities:
        return 1.0
    return sum(t.said_in(text) for t in entities) / len(entities)


def fitting_quantities(question: Question, sentence: Sentence) -> tuple[Quantity, ...]:
    """The quantities of a sentence that are of a kind asked for."""
    if question.facets[0] is Facet.DEPARTMENT:
        return ()
    asked = [_WANTED[facet] for facet in question.facets if facet in _WANTED]
    fitting = [q for q in sentence.quantities if asked and q.measure in asked[0]]
    if Facet.AMOUNT in question.facets:
        fitting = [q for q in fitting if q.measure is not Measure.COUNT]
        if _PAY.search(question.folded) and not _PAY.search(sentence.folded):
            fitting = [q for q in fitting if q.measure not in (Measure.MONEY, Measure.FORMULA)]
        if not fitting:
            shares = (Measure.PERCENT, Measure.RATIO)
            fitting = [q for q in sentence.quantities if q.measure in shares and _paid(sentence.folded, q)]
    elif not fitting and question.facets[0] is Facet.COUNT:
        fitting = [q for q in sentence.quantities if q.measure in (Measure.PERCENT, Measure.MONEY)]
    units = asked_units(question)
    return tuple(q for q in fitting if q.unit in units) or tuple(fitting)


def _paid(folded: str, quantity: Quantity) -> bool:
    """Whether a share is one of money paid out: a word of paying stands in the same comma-separated part."""
    left = max(folded.rfind(mark, 0, quantity.number.start) for mark in ",，") + 1
    right = min(
        (at for at in (folded.find(mark, quantity.number.end) for mark in ",，") if at >= 0),
        default=len(folded),
    )
    return _PAYING.search(folded[left:right]) is not None


def asked_units(question: Question) -> frozenset[str]:
    """Units the question counts in (几场 → 场, 期, 次); empty when it does not say."""
    units: set[str] = set()
    for unit in _ASKED_UNIT.findall(question.folded):
        units |= _SAME_UNIT.get(unit, {unit})
    return frozenset(units)


def _bonus(
    question: Question,
    sentence: Sentence,
    fitting: tuple[Quantity, ...],
    document: Document,
    inherited: set[int],
) -> float:
    bonus = _FIT if fitting else 0.0
    if fitting and (units := asked_units(question)):
        exact = _ASKED_UNIT.search(question.folded)
        bonus += _UNIT * (
            0.5 * any(q.unit in units for q in fitting) + any(exact and q.unit == exact[1] for q in fitting)
        )
    bonus += _attachment(question, sentence, fitting)
    if Facet.YEAR in question.facets and _GOAL.search(question.folded) and _BY_YEAR.search(sentence.folded):
        bonus += _YEAR
    bonus += _year_bonus(question, sentence, document, inherited)
    levels = [t for t in question.terms if t.kind == "levels"]
    if levels and not any(t.said_in(sentence.folded) for t in levels) and _OTHER_LEVEL.search(sentence.folded):
        bonus -= _CONFLICT
    if _NEGATED.search(sentence.folded) and not re.search(r"没|未|不(?!超|低|少)|失败", question.folded):
        bonus -= _NEGATION
    return bonus


def _attachment(question: Question, sentence: Sentence, fitting: tuple[Quantity, ...]) -> float:
    """More where a figure is said *of* the entity asked about, less where it is said of another one of the sentence.

    高新技术企业总量达到1027家 is said of its entity; in 对孵化器给予支持，对众创空间给予20万元 the amount is not the
    孵化器's.
    """
    entities = [t for t in question.terms if t.kind == "entities"]
    if not fitting or not entities or not any(t.said_in(sentence.folded) for t in entities):
        return 0.0
    if question.facets[0] is Facet.COUNT:
        pairs = aligned(sentence.folded, sentence.quantities)
        if any(t.said_in(p.subject) for t in entities for p in pairs if p.quantity in fitting):
            return _ATTACHED
        for term in entities:
            for way in term.ways:
                at = sentence.folded.find(way)
                while at >= 0:
                    end = at + len(way)
                    if any(
                        q.number.start >= end and _INDICATOR.match(sentence.folded[end : q.number.start])
                        for q in fitting
                    ):
                        return _ATTACHED
                    at = sentence.folded.find(way, at + 1)
        return 0.0
    scopes = [scope(sentence.folded, q) for q in fitting]
    return 0.0 if any(t.said_in(s) for t in entities for s in scopes) else -_ATTACHED


_SCOPE = re.compile(r"(?:^|[,，、])(?:对|凡)(?!接)")


def scope(folded: str, quantity: Quantity) -> str:
    """What a figure is said of: from the last 对… that opens a part before it, through the figure."""
    starts = [m.start() for m in _SCOPE.finditer(folded, 0, quantity.number.start)]
    return folded[starts[-1] if starts else 0 : quantity.number.end]


_GOAL = re.compile(r"目标|远景|规划|愿景|实现|建成|达到")
_BY_YEAR = re.compile(r"到\s*20[0-9]{2}年")
_OTHER_LEVEL = re.compile(r"国家级|省级|市级|特等奖|一等奖|二等奖|三等奖")


def _year_bonus(question: Question, sentence: Sentence, document: Document, inherited: set[int]) -> float:
    if not question.years:
        return 0.0
    own = {int(q.value) for q in sentence.quantities if q.measure in (Measure.YEAR, Measure.DATE)}
    stated = own or inherited or years_of(document)
    if not stated:
        return 0.0
    return _YEAR if stated & set(question.years) else -_OTHER_YEAR


_TITLE_YEAR = re.compile(r"(20[0-9]{2})年")


def years_of(document: Document) -> set[int]:
    """The year a document is about, as its title says (2022年…要点)."""
    return {int(year) for year in _TITLE_YEAR.findall(fold(document.title))}
