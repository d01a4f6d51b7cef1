"""Whether the service answers what it can and refuses what it cannot, with the right code, and of the right
region.

Formula:

- *behaviour right*: an answer where one is expected; a refusal with the expected code or an alternate where a
  refusal is expected. *refusal accuracy*: right refusals / cases that expect a refusal.
- *false refusals*: refusals / cases that expect an answer.
- *confusion*: counts by (expected, given), each an `Outcome`. An accepted alternate counts in the
  cell of the expected code.
- *wrong region*: an answer to a case that expects `region_not_covered`, or an answer whose citations all
  come from regions other than those of the expected files. Which region a file is of is read from the
  responses of the run; ``None`` where that is not known.

Source: answering against abstaining as in Rajpurkar et al. 2018 (SQuAD 2.0, arXiv 1806.03822), with the
refusal codes of the wire contract as classes of a confusion matrix (Manning, Raghavan, Schütze 2008,
section 14.5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from eval.cases import Case
from server.contract import AskResponse, RefusalCode

Outcome = Literal["answer", "no_code"] | RefusalCode
"""``no_code``: a refusal that does not say why, against the wire contract."""


@dataclass(frozen=True, slots=True)
class BehaviourScore:
    """Expected and given behaviour of one case."""

    expected: Outcome
    given: Outcome
    """An accepted alternate appears as the expected code."""

    @property
    def right(self) -> bool:
        """Whether the given behaviour is the expected one."""
        return self.expected == self.given


def score_behaviour(case: Case, response: AskResponse) -> BehaviourScore:
    """Compare what was done with what was expected."""
    codes = case.expect.accepted_codes
    expected: Outcome = codes[0] if codes else "answer"
    if response.status == "answered":
        return BehaviourScore(expected, "answer")
    given: Outcome = response.refusal.code if response.refusal else "no_code"
    return BehaviourScore(expected, expected if given in codes else given)


def confusion(scores: Iterable[BehaviourScore]) -> Counter[tuple[Outcome, Outcome]]:
    """Counts by (expected, given)."""
    return Counter((score.expected, score.given) for score in scores)


def regions_of_files(responses: Iterable[AskResponse]) -> dict[str, frozenset[str]]:
    """The regions each source file was cited under."""
    found: dict[str, set[str]] = {}
    for response in responses:
        for citation in response.citations:
            if citation.region:
                found.setdefault(citation.source_file, set()).add(citation.region)
    return {file: frozenset(regions) for file, regions in found.items()}


def is_wrong_region(case: Case, response: AskResponse, regions: Mapping[str, frozenset[str]]) -> bool | None:
    """Whether the answer is of another region than asked; ``None`` for refusals and where it cannot be
    told.
    """
    if response.status == "refused":
        return None
    if case.expect.refusal_code == "region_not_covered":
        return True
    right = frozenset().union(*(regions.get(citation.file, frozenset()) for citation in case.expect.citations))
    cited = {citation.region for citation in response.citations if citation.region}
    if not (right and cited):
        return None
    return right.isdisjoint(cited)
