"""Which of the sentences found goes first for what is asked, beside their scores."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import ClauseKind
from server.answer.evidence import Evidence
from server.answer.outcome import Quote
from server.answer.signals import WEIGHTS
from server.understanding.facets import Facet
from server.understanding.question import Question

NEAR_BEST = 0.6
"""Share of the best sentence's score from which one goes before it that has the very thing asked for."""
_MUCH_LESS = 0.5
_LESS, _FAR_LESS = 0.25, 0.5
"""How much less of the question a figure's sentence says than another clause's, where that is nearer, and in any case.

Of 227 right answers this refuses two, of 20 questions whose value is not stated it refuses sixteen: decision 0021.
"""
_MOST_NEAREST = 2
_SAYS_AS_MUCH = 0.8
"""Share of the most a clause says of the question from which another is as near."""


def is_title(evidence: Evidence) -> bool:
    """Whether a sentence is but the title of its document."""
    return evidence.clause.kind is ClauseKind.FRONT and evidence.clause.text.strip("《》") in evidence.document.title


def printing_first(question: Question, passing: list[Evidence]) -> list[Evidence]:
    """The sentences with a contact first, where one is asked for and one stands near the best: the number answers."""
    near = NEAR_BEST * passing[0].score
    printed = [e for e in passing if e.signals.contact and e.score >= near]
    if Facet.CONTACT not in question.facets or not printed:
        return passing
    return [*printed, *(e for e in passing if e not in printed)]


def is_of_another_matter(evidence: Evidence, ranked: Sequence[Evidence]) -> bool:
    """Whether a sentence with a figure says much less of the question than one without.

    安家费给几万: the sentence on the 安家费 has no figure, and that of another payment is no answer.
    """
    best, fullest = ranked[0], max(ranked, key=lambda e: e.coverage)
    less = fullest.coverage - evidence.coverage
    if less > _FAR_LESS or (less > _LESS and fullest.cosine > evidence.cosine):
        return True
    return evidence.subject < best.subject and evidence.coverage < _MUCH_LESS * best.coverage


def nearest(ranked: Sequence[Evidence]) -> tuple[Quote, ...]:
    """The sentences of the two clauses that say most of the matter, for somebody to read on."""
    by_matter = sorted(ranked, key=lambda e: -(e.coverage + WEIGHTS.near * e.signals.near))
    chosen: dict[str, Evidence] = {ranked[0].clause.id: ranked[0]}
    for evidence in by_matter:
        if len(chosen) < _MOST_NEAREST and evidence.coverage >= _SAYS_AS_MUCH * by_matter[0].coverage:
            chosen.setdefault(evidence.clause.id, evidence)
    return tuple(Quote(e.clause, e.sentence.span) for e in chosen.values())


def time_in_words(ranked: Sequence[Evidence], figure: Evidence | None) -> Evidence | None:
    """The first sentence that says a time in words (每年第一季度), where no date does and no figure says as much."""
    timed = next((e for e in ranked if e.signals.when), None)
    if timed is None or figure is None or figure is timed:
        return timed if figure is None else None
    return timed if figure.signals.fits < 1 and timed.coverage >= figure.coverage else None
