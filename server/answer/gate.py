"""Whether what was found is good enough to answer from, and the refusals that come before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.normalize import fold
from server.answer.confidence import Features, load_coefficients
from server.answer.evidence import Evidence, term_weights
from server.answer.holdings import Holdings
from server.understanding.facets import is_measured
from server.understanding.question import Question
from server.understanding.terms import Term
from server.understanding.topic import names_public_matter


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer turns into a refusal. Raising any of them refuses more and errs less: docs/answers.md."""

    subject: float = 0.5
    """Share of the entities asked about that the sentence or its heading has to name."""
    confidence: float = 0.3
    """Confidence (:mod:`server.answer.confidence`) below which a sentence is not about the matter asked."""


_SAYS_ENOUGH = 0.5
"""Share of the question a sentence has to say where its documents never say the matter: everyday words are no proof."""

_REST_SAYS = 0.55
"""Share of a question that has to be left when an entity carried over from the turn before falls away."""

THRESHOLDS = Thresholds()
STRICT = Thresholds(subject=1.0, confidence=0.85)
"""For answering a question about a region that is not held from national law."""


@dataclass(frozen=True)
class Judge:
    """Judges the sentences found for one question among ``documents`` (ids; ``None``: all)."""

    question: Question
    holdings: Holdings
    documents: frozenset[str] | None
    thresholds: Thresholds

    def features(self, evidence: Evidence) -> Features:
        """What the confidence in ``evidence`` rests on."""
        return Features(
            coverage=evidence.coverage,
            cosine=evidence.cosine,
            unsaid=self._unsaid,
            heading=evidence.signals.heading,
            shared=evidence.signals.same_run / 10,
            terms=math.log(1 + len(self.question.terms)),
        )

    def confidence(self, evidence: Evidence) -> float:
        """Probability between 0 and 1 that the sentence is of the clause asked for."""
        return load_coefficients().confidence(self.features(evidence))

    def passes(self, evidence: Evidence) -> bool:
        """Whether a sentence says enough of what is asked."""
        if evidence.signals.contact:  # 联系电话:… names no subject of its own
            return True
        if self._matter_unsaid and evidence.coverage < _SAYS_ENOUGH:
            return False
        return self._names_subject(evidence) and self.confidence(evidence) >= self.thresholds.confidence

    def is_off_topic(self, ranked: Sequence[Evidence]) -> bool:
        """Whether the question is about nothing that policy or the library deals with."""
        if names_public_matter(self.question) or any(t.kind == "entities" for t in self.question.terms):
            return False
        said = any(self.holdings.said(t) for t in self.question.terms)
        nearest = max((e.cosine for e in ranked), default=0.0)
        return not said or nearest < load_coefficients().on_topic

    def _names_subject(self, evidence: Evidence) -> bool:
        """Whether the sentence, or the title its whole document stands under, names enough of the entities asked."""
        if evidence.subject >= self.thresholds.subject:
            return True
        title = fold(evidence.document.title).lower()
        entities = [t for t in self.question.terms if t.kind == "entities"]
        return sum(t.said_in(title) for t in entities) >= self.thresholds.subject * len(entities)

    @cached_property
    def _matter_unsaid(self) -> bool:
        """Whether these documents say none of the matters asked about that the lexicon knows (基本养老金)."""
        return bool(self._matters) and not any(self.holdings.said_in(t, self.documents) for t in self._matters)

    @cached_property
    def _matters(self) -> list[Term]:
        return [t for t in self.question.terms if t.kind in ("entities", "everyday")]

    @cached_property
    def _unsaid(self) -> float:
        weights = term_weights(self.question, self.holdings)
        unsaid = sum(w for term, w in weights.items() if not self.holdings.said_in(term, self.documents))
        return unsaid / (sum(weights.values()) or 1.0)


def unsaid_entities(question: Question, holdings: Holdings, documents: frozenset[str] | None) -> list[Term]:
    """The entities asked about that these documents never say, where they are more than half of them; else none."""
    entities = [t for t in question.terms if t.kind == "entities"]
    missing = [t for t in entities if not holdings.said_in(t, documents)]
    return missing if len(missing) * 2 > len(entities) else []


def carried_in_vain(question: Question, holdings: Holdings, documents: frozenset[str] | None) -> Term | None:
    """The carried-over entity that these documents never say, where the rest of the question says little by itself.

    创投机构奖多少 then 聊城有吗: 机构 and 奖 alone would find any payment to anybody.
    """
    if not is_measured(question.facets):
        return None
    unsaid = [t for t in question.carried if t.kind == "entities" and not holdings.said_in(t, documents)]
    weights = term_weights(question, holdings)
    rest = sum(w for t, w in weights.items() if t not in unsaid and holdings.said_in(t, documents))
    return unsaid[0] if unsaid and rest < _REST_SAYS * sum(weights.values()) else None


def without_unsaid(question: Question, holdings: Holdings, documents: frozenset[str] | None) -> tuple[Term, ...]:
    """The question's terms without the carried-over entities that these documents never say.

    种子基金收益怎么让 then 日照是不是也全让: the next region may call it by another name. The asker's own words stay.
    """
    dropped = {t for t in question.carried if t.kind == "entities" and not holdings.said_in(t, documents)}
    kept = tuple(t for t in question.terms if t not in dropped)
    return kept if any(holdings.said_in(t, documents) for t in kept) else question.terms
