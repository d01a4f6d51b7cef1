"""Weighing the sentences of the clauses found: how much of the question does each say, and is what was asked in it?

A sentence's score is the weighted sum of its :class:`~server.answer.signals.Signals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from index.model import Hit
from ingest.model import Clause, Document
from ingest.normalize import fold
from server.answer.document_years import years_of
from server.answer.fit import fitting_quantities
from server.answer.holdings import Holdings
from server.answer.list_size import opens_document
from server.answer.references import referred_text
from server.answer.sentences import Sentence, sentences
from server.answer.signals import (
    WEIGHTS,
    Signals,
    document_signal,
    figure_signals,
    reader_of,
    wording_signals,
    year_signals,
)
from server.understanding.facets import Facet
from server.understanding.quantities import Measure, Quantity
from server.understanding.question import Question
from server.understanding.terms import Term

_KIND_WEIGHT = {"entities": 1.0, "levels": 0.7, "actions": 0.4, "everyday": 0.8, "word": 0.8}
_RARE = 3
"""An action said in no more clauses than this tells them apart like any other word (复审, 让渡)."""
_UNKNOWN_WEIGHT = 0.35
"""Share of its weight a word keeps that no document says at all: colloquial filling rather than subject."""
_NEAR, _CLAUSE, _ABOVE = 0.75, 0.4, 0.3
"""What a term counts that is said not in the sentence but in its heading, elsewhere in the clause, or above it."""
_CONDITIONS = re.compile(r"条件|符合下列|符合以下|具备下列|具备以下")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with what speaks for it. ``coverage`` is the weighted share of the question's terms it says (0…1)."""

    sentence: Sentence
    document: Document
    coverage: float
    subject: float
    """Like ``coverage``, of the entity terms alone, and only in the sentence or its heading; 1 when none is asked."""
    fitting: tuple[Quantity, ...]
    cosine: float
    """Between the question and the nearest chunk of the clause."""
    score: float
    signals: Signals = field(default_factory=Signals)

    @property
    def clause(self) -> Clause:
        """The clause the sentence is of."""
        return self.sentence.clause


def weigh(question: Question, holdings: Holdings, hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the clauses hit, best evidence first."""
    terms = term_weights(question, holdings)
    dense = [hit.scores.get("dense", 0.0) for hit in hits]
    low, high = (min(dense), max(dense)) if dense else (0.0, 1.0)
    shared = reader_of(question)
    found: list[Evidence] = []
    for hit in hits:
        near = (hit.scores.get("dense", 0.0) - low) / ((high - low) or 1.0)
        found += _of_clause(question, holdings, hit, terms, near, shared)
    return sorted(found, key=lambda e: -e.score)


def term_weights(question: Question, holdings: Holdings) -> dict[Term, float]:
    """How much each term counts: rare entities most, common actions little, words no document says least."""
    return {term: _term_weight(term, holdings) for term in question.terms}


def _term_weight(term: Term, holdings: Holdings) -> float:
    said = len(holdings.said(term))
    kind = "word" if term.kind == "actions" and said <= _RARE else term.kind
    return _KIND_WEIGHT[kind] * holdings.idf(term) * (1.0 if said else _UNKNOWN_WEIGHT)


def _of_clause(
    question: Question,
    holdings: Holdings,
    hit: Hit,
    terms: dict[Term, float],
    near: float,
    shared: SequenceMatcher[str],
) -> list[Evidence]:
    clause = holdings.clauses[hit.clause_id]
    document = holdings.documents[clause.document_id]
    above = fold("".join(clause.path[:-1]) + document.title).lower()
    whole = holdings.folded(clause)
    heading = fold(clause.heading).lower()
    opening = fold(opened_by(clause, holdings)).lower()
    if not clause.label and len(clause.path) > 1:  # 申请渠道：… under a caption is of what the caption names
        opening += fold(clause.path[-2]).lower()
    leads = [(c.extent.start - clause.extent.start, fold(c.title).lower()) for c in holdings.children(clause)]
    around = {t: _CLAUSE if t.said_in(whole) else _ABOVE if t.said_in(above) else 0.0 for t in terms}
    about = sum(w for t, w in terms.items() if t.said_in(heading)) / (sum(terms.values()) or 1.0)
    years = holdings.inherited_years(clause)
    asks_condition = Facet.CONDITION in question.facets
    found = []
    before = referred = ""
    for sentence in sentences(clause):
        lead = next((title for start, title in reversed(leads) if start <= sentence.span.start), "")
        # What stands before a semicolon is the first half of the same sentence.
        joined = before if before.endswith((";", "；")) else ""
        opener = fold(sentence.opener).lower()
        referred = referred_text(sentence.folded, document.id, holdings) or (referred if joined else "")
        near_by = heading + lead + opener + opening + referred
        coverage = _coverage(terms, sentence.folded, near_by, around)
        subject = _subject(question, sentence.folded + near_by + joined)
        fitting = fitting_quantities(question, sentence)
        signals = Signals(
            coverage=coverage,
            subject=subject if sum(t.kind == "entities" for t in question.terms) > 1 else 0.0,
            near=near,
            heading=about,
            condition=float(asks_condition and _CONDITIONS.search(opening + opener) is not None),
            focus=float(clause.id in question.focus),
            document=document_signal(question, document),
            **figure_signals(question, sentence, fitting),
            **wording_signals(question, sentence, shared),
            **year_signals(question, sentence, years or years_of(document)),
        )
        cosine = hit.scores.get("dense", 0.0)
        score = WEIGHTS.score(signals)
        found.append(Evidence(sentence, document, coverage, subject, fitting, cosine, score, signals))
        before = sentence.folded
        years = {int(q.value) for q in sentence.quantities if q.measure is Measure.YEAR} or years
    return found


def opened_by(clause: Clause, holdings: Holdings) -> str:
    """The words that open the list ``clause`` is an item of (同时具备下列条件的职工纳入…：); empty where it is of none.

    An item says nothing of the matter by itself: what it is a condition of, only these words say.
    """
    if not clause.label:
        return ""
    group = holdings.siblings(clause)
    before = next((c for c in reversed(group[: group.index(clause)]) if not c.label), None)
    opener = before or (holdings.clauses.get(clause.parent_id) if clause.parent_id else None)
    first = opener.text.split("\n")[0].rstrip() if opener else ""
    return first if first.endswith((":", "：")) and not opens_document(first) else ""


def _coverage(terms: dict[Term, float], sentence: str, near: str, around: dict[Term, float]) -> float:
    """``around``: what each term counts by where it stands outside the sentence and what is near to it."""
    total = sum(terms.values())
    if not total:
        return 0.0
    said = 0.0
    for term, weight in terms.items():
        said += weight * (1.0 if term.said_in(sentence) else _NEAR if term.said_in(near) else around[term])
    return said / total


def _subject(question: Question, text: str) -> float:
    entities = [t for t in question.terms if t.kind == "entities"]
    return sum(t.said_in(text) for t in entities) / len(entities) if entities else 1.0
