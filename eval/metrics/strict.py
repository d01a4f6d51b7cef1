"""Strict accuracy: a response counts only where everything about it is right.

Formula: right = behaviour right (a refusal with an accepted code) and values passed and citations
satisfied, where a part that does not apply to the case does not count against it; strict accuracy = right
cases / cases. A request that failed is a case that is not right. Whether citations are verbatim is reported
beside it, not in it: that is a property of the service that has to hold everywhere, not a degree of being
right.

What a user reads counts as the answer: `answer`, and for a refusal its message too.

Source: exact match over all parts, as joint accuracy in Yang et al. 2018 (HotpotQA, arXiv 1809.09600, joint
EM: answer and supporting facts both right).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eval.cases import Case
from eval.metrics.citations import CitationScore, score_citations
from eval.metrics.listing import ListScore, score_list
from eval.metrics.refusals import BehaviourScore, score_behaviour
from eval.metrics.values import ValueScore, score_values
from eval.metrics.verbatim import VerbatimScore, score_verbatim
from server.contract import AskResponse


@dataclass(frozen=True, slots=True)
class CaseScore:
    """All scores of one response; ``None`` where a metric does not apply to the case."""

    behaviour: BehaviourScore
    values: ValueScore | None
    citations: CitationScore | None
    verbatim: VerbatimScore | None
    listing: ListScore | None

    @property
    def right(self) -> bool:
        """Whether the case counts for strict accuracy."""
        return (
            self.behaviour.right
            and (self.values is None or self.values.passed)
            and (self.citations is None or self.citations.satisfied)
        )


def answer_text(response: AskResponse) -> str:
    """What the user reads as the answer."""
    message = response.refusal.message if response.refusal else ""
    return response.answer if message in response.answer else f"{response.answer}\n{message}".strip()


def score(case: Case, response: AskResponse, sources: Mapping[str, str]) -> CaseScore:
    """Judge one response. ``sources``: texts of the source files by name, as far as at hand."""
    text = answer_text(response)
    return CaseScore(
        behaviour=score_behaviour(case, response),
        values=score_values(case, text),
        citations=score_citations(case, response.citations),
        verbatim=score_verbatim(response.citations, sources),
        listing=score_list(case, text),
    )
