"""Whether what was found is good enough to answer from: thresholds, and the two refusals that come before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Hit
from server.answer.evidence import Evidence
from server.answer.holdings import Holdings
from server.understanding.question import Question
from server.understanding.terms import Term
from server.understanding.topic import names_public_matter


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer turns into a refusal: shares between 0 and 1.

    Raising any of them refuses more and errs less; ``docs/answers.md`` has the curve.
    """

    subject: float = 0.5
    """Share of the entities asked about that the sentence or its heading has to name."""
    coverage: float = 0.3
    """Share of the question's weighted terms the sentence has to say, where no entity vouches for it."""
    entity_coverage: float = 0.12
    """The same where the entities asked about are in the sentence."""
    near_coverage: float = 0.1
    """The same where the clause is at least ``near`` to the question."""
    near: float = 0.885
    """Cosine from which a clause is near; colloquial questions share few words with the clause they mean."""
    confidence: float = 0.15
    """Confidence of the best sentence (:mod:`server.answer.confidence`) below which its matter is not the asked one."""
    on_topic: float = 0.856
    """Cosine of the nearest clause below which a question that names no public matter is off topic."""


THRESHOLDS = Thresholds()
STRICT = Thresholds(coverage=0.5, entity_coverage=0.5, near=1.0)
"""For answering a question about a region that is not held from national law: nearly every word has to be there."""


def passes(question: Question, evidence: Evidence, thresholds: Thresholds) -> bool:
    """Whether a sentence says enough of what is asked."""
    if evidence.signals.contact:  # 联系电话:… names no subject of its own
        return True
    if any(t.kind == "entities" for t in question.terms):
        return evidence.subject >= thresholds.subject and evidence.coverage >= thresholds.entity_coverage
    if evidence.cosine >= thresholds.near:
        return evidence.coverage >= thresholds.near_coverage
    return evidence.coverage >= thresholds.coverage


def is_off_topic(question: Question, hits: Sequence[Hit], holdings: Holdings, thresholds: Thresholds) -> bool:
    """Whether a question is about nothing that policy or the library deals with."""
    if names_public_matter(question) or any(t.kind == "entities" for t in question.terms):
        return False
    nearest = max((hit.scores.get("dense", 0.0) for hit in hits), default=0.0)
    return nearest < thresholds.on_topic or not any(holdings.said(t) for t in question.terms)


def unsaid_entities(question: Question, holdings: Holdings, documents: frozenset[str] | None) -> list[Term]:
    """The entities asked about that these documents never say, where they are more than half of them; else none."""
    entities = [t for t in question.terms if t.kind == "entities"]
    missing = [t for t in entities if not holdings.said_in(t, documents)]
    return missing if len(missing) * 2 > len(entities) else []


def without_unsaid(question: Question, holdings: Holdings, documents: frozenset[str] | None) -> tuple[Term, ...]:
    """The question's terms without the carried-over entities that these documents never say.

    种子基金收益怎么让 then 日照是不是也全让: the next region may call it by another name. The asker's own words stay.
    """
    dropped = {t for t in question.carried if t.kind == "entities" and not holdings.said_in(t, documents)}
    kept = tuple(t for t in question.terms if t not in dropped)
    return kept if any(holdings.said_in(t, documents) for t in kept) else question.terms
