"""Figures of ranked lists, by the library ir-measures (which runs trec_eval's own code)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import ir_measures
from ir_measures import RR, R, Success, nDCG

SEARCH_MEASURES: Final = {"recall@10": R @ 10, "recall@100": R @ 100, "mrr@10": RR @ 10, "ndcg@10": nDCG @ 10}
CLAUSE_MEASURES: Final = {
    "success@1": Success @ 1,
    "success@5": Success @ 5,
    "success@10": Success @ 10,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}


def measure(
    relevant: Mapping[str, Mapping[str, int]],
    ranked: Mapping[str, Sequence[str]],
    measures: Mapping[str, ir_measures.measures.Measure] = SEARCH_MEASURES,
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The mean of every measure over the queries of ``relevant``, and each query's own.

    ``ranked`` has the ids found for each query, best first; a query without any counts 0. Gains are linear in
    nDCG; a document is relevant to the others from a gain of 1.
    """
    qrels = [ir_measures.Qrel(q, d, gain) for q, gains in relevant.items() for d, gain in gains.items()]
    # Only the order counts, so ranks serve as scores: equal scores would be put in an order of the library's own.
    run = [
        ir_measures.ScoredDoc(query, document, float(-rank))
        for query in relevant
        for rank, document in enumerate(ranked.get(query, ()))
    ]
    names = {str(found): name for name, found in measures.items()}
    each: dict[str, dict[str, float]] = {query: dict.fromkeys(measures, 0.0) for query in relevant}
    for value in ir_measures.iter_calc(list(measures.values()), qrels, run):
        each[value.query_id][names[str(value.measure)]] = float(value.value)
    means = {name: sum(row[name] for row in each.values()) / len(each) for name in measures}
    return means, each
