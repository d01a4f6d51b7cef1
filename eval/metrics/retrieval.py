"""Whether search puts the right clause on top.

Formula. A hit *is* an expected place when it meets rules 1 to 3 of `eval.metrics.citations`, its own text standing for
the quote. What has no clause names (a chunk of another system, see `eval.peers`) is judged by rules 1 and 2 alone.
The case's requirements are those of its citations (alternatives count once). Going down the list, a hit
gains the number of requirements it is the first to meet: a second hit for what is already found gains nothing. On
these gains:

- *clause at k*: 1 where one of the first k hits gains anything (success@k), k = 1, 5, 10;
- *MRR*: 1 / rank of the first hit that gains, 0 where none of the first ten does;
- *nDCG*: discounted gain of the first ten over that of the best order, ``sum gain / log2(rank + 1)``, requirements
  never met standing in the best order with gain 1 each.

*Characters until the quote*: how much is read, from the top of the list, up to the end of the first expected quote
(rule 1; by rule 2 of the run shared with it), in the characters `eval.metrics.text.normalise` leaves. The figures above
favour long passages (a whole document as one hit would always be right), this one does not.

No score for a case that expects no citations, for one that only asks for the document (mode `document`: no clause is
the right one), and for a follow-up (a search knows no earlier turns).

Source: success and reciprocal rank as in trec_eval; Järvelin and Kekäläinen 2002, Cumulated gain-based evaluation of
IR techniques, ACM TOIS 20(4), with gains only for what is new as in Clarke et al. 2008 (alpha-nDCG, SIGIR, alpha = 1).
Computed by ir-measures, as in `eval.retrieval`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.cases import Case
from eval.metrics.citations import is_place, requirements, shared_run
from eval.metrics.text import normalise
from eval.retrieval.measures import CLAUSE_MEASURES, measure
from server.contract import SearchHit

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a source file that was found; ``titles`` are the names of its clause, where it has any."""

    file: str
    text: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RetrievalScore:
    """The figures of one case, each 0 to 1."""

    at_1: float
    at_5: float
    at_10: float
    mrr: float
    ndcg: float


def is_searchable(case: Case) -> bool:
    """Whether the case says which clause a search should find."""
    return bool(case.expect.citations) and case.expect.citation_mode != "document" and not case.history


def score_hits(case: Case, hits: Sequence[SearchHit]) -> RetrievalScore | None:
    """Judge ``hits``, best first; ``None`` where the case does not say which clause is right."""
    return score_passages(
        case, [Passage(hit.source_file, hit.text, (hit.clause_label, *hit.clause_path[-1:])) for hit in hits]
    )


def score_passages(case: Case, passages: Sequence[Passage]) -> RetrievalScore | None:
    """Judge ``passages``, best first; ``None`` where the case does not say which clause is right."""
    if not is_searchable(case):
        return None
    unmet = dict(enumerate(requirements(case.expect)))
    gains: dict[str, int] = {}
    ranked: list[str] = []
    for rank, passage in enumerate(passages[:DEPTH]):
        name = f"hit {rank}"
        newly = [
            number
            for number, places in unmet.items()
            if any(is_place(p, passage.file, passage.text, passage.text, passage.titles) for p in places)
        ]
        if newly:
            gains[name] = len(newly)
        for number in newly:
            del unmet[number]
        ranked.append(name)
    gains |= {f"unmet {number}": 1 for number in unmet}
    _, each = measure({case.id: gains}, {case.id: ranked}, CLAUSE_MEASURES)
    found = each[case.id]
    return RetrievalScore(
        found["success@1"], found["success@5"], found["success@10"], found["mrr@10"], found["ndcg@10"]
    )


def characters_until_quote(case: Case, passages: Sequence[Passage]) -> int | None:
    """Characters read until the first expected quote has been; ``None`` where none is among ``passages``."""
    read = 0
    for passage in passages:
        text = normalise(passage.text)
        ends = [
            end
            for expected in case.expect.citations
            if expected.file == passage.file and (end := _end_of_quote(normalise(expected.quote), text)) is not None
        ]
        if ends:
            return read + min(ends)
        read += len(text)
    return None


def _end_of_quote(quote: str, text: str) -> int | None:
    if (start := text.find(quote)) >= 0:
        return start + len(quote)
    run = shared_run(quote, text)
    return run.b + run.size if run.size * 2 >= len(quote) else None
