"""Whether the response cites the places that support the answer.

Formula. A citation *matches* an expected one when it is of the same source file and, on texts made
comparable by `eval.metrics.text.normalise`, one of these holds:

1. the expected quote lies in the cited clause;
2. cited quote and expected quote share a run of at least half the expected quote (an expected quote may cross
   the border of two clauses);
3. the expected clause label equals the cited clause's label or title (final punctuation aside).

In mode `document` being of the same file is enough. A case states *requirements*: with `any` one (any
expected citation meets it), with `all` one for each group and each ungrouped citation, with `document` one
for each file.

- *satisfied*: every requirement is met by some citation.
- *recall*: requirements met / requirements.
- *precision*: citations that match some expected one / citations; ``None`` without citations. The question
  file lists sufficient places, not all true ones, so this is a lower bound.

Source: precision and recall after Manning, Raghavan, Schütze 2008, Introduction to Information Retrieval,
section 8.3, on citations as in Gao et al. 2023 (ALCE, arXiv 2305.14627), with human-given places instead of
an entailment model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from eval.cases import Case, Expectation, ExpectedCitation
from eval.metrics.text import normalise
from server.contract import Citation

_LABEL_TAIL = ".。:：;；,，、"


@dataclass(frozen=True, slots=True)
class CitationScore:
    """How the citations of one response meet the requirements of its case."""

    requirements: int
    unmet: tuple[tuple[ExpectedCitation, ...], ...]
    """Requirements no citation meets, each with its alternatives."""
    precision: float | None

    @property
    def recall(self) -> float:
        """Share of the requirements that are met."""
        return (self.requirements - len(self.unmet)) / self.requirements

    @property
    def satisfied(self) -> bool:
        """Whether every requirement is met."""
        return not self.unmet


def matches(expected: ExpectedCitation, cited: Citation) -> bool:
    """Whether ``cited`` is the expected place (rules 1 to 3 above)."""
    titles = (cited.clause_label, *cited.clause_path[-1:])
    return is_place(expected, cited.source_file, cited.text, cited.quote, titles)


def is_place(expected: ExpectedCitation, file: str, text: str, quote: str, titles: Iterable[str]) -> bool:
    """Whether a clause of ``file`` with this ``text``, quoted as ``quote`` and called any of ``titles``, is the
    expected place (rules 1 to 3 above).
    """
    if file != expected.file:
        return False
    wanted = normalise(expected.quote)
    if wanted in normalise(text) or shared_run(wanted, normalise(quote)).size * 2 >= len(wanted):
        return True
    return bool(_label(expected.clause)) and _label(expected.clause) in {_label(title) for title in titles}


def score_citations(case: Case, citations: Sequence[Citation]) -> CitationScore | None:
    """Judge ``citations``; ``None`` where the case expects none."""
    expect = case.expect
    if not expect.citations:
        return None
    wanted = requirements(expect)
    matching = [[_meets(expect, expected, cited) for cited in citations] for expected in expect.citations]
    met = {expected for expected, row in zip(expect.citations, matching, strict=True) if any(row)}
    right = sum(any(column) for column in zip(*matching, strict=True))
    return CitationScore(
        requirements=len(wanted),
        unmet=tuple(alternatives for alternatives in wanted if met.isdisjoint(alternatives)),
        precision=right / len(citations) if citations else None,
    )


def _meets(expect: Expectation, expected: ExpectedCitation, cited: Citation) -> bool:
    if expect.citation_mode == "document":
        return cited.source_file == expected.file
    return matches(expected, cited)


def requirements(expect: Expectation) -> list[tuple[ExpectedCitation, ...]]:
    """What has to be cited, each requirement with its alternatives; not for a case without expected citations."""
    match expect.citation_mode:
        case "any":
            return [expect.citations]
        case "document":
            return _grouped((citation.file, citation) for citation in expect.citations)
        case "all":
            return _grouped(
                (number if citation.group is None else citation.group, citation)
                for number, citation in enumerate(expect.citations)
            )


def _grouped(keyed: Iterable[tuple[str | int, ExpectedCitation]]) -> list[tuple[ExpectedCitation, ...]]:
    groups: dict[str | int, list[ExpectedCitation]] = {}
    for key, citation in keyed:
        groups.setdefault(key, []).append(citation)
    return [tuple(group) for group in groups.values()]


def shared_run(one: str, other: str) -> Match:
    """The longest common substring: at ``a`` in ``one`` and ``b`` in ``other``, ``size`` long."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match()


def _label(text: str) -> str:
    return normalise(text).rstrip(_LABEL_TAIL)
