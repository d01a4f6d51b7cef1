"""Learns how the two scores are joined: ``python -m eval.retrieval.fit CORPUS QUERIES QRELS --only IDS``.

The questions have to be ones the embedding was not trained with: on its own it is more certain than it will be on
any other. They are cut into folds; the parameters of every form are chosen on the other folds and its figures taken
on the fold left out. ``--write`` writes a weight, chosen by this curve and that of other questions
(``tests/index/measure_development.py``), into the file that ``index.fusion.learned`` reads. Deterministic.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from eval.retrieval.beir import load_ids, load_judged
from eval.retrieval.measures import measure
from eval.retrieval.vector_cache import VectorCache
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.fusion.learned import FILE, CoverageSum, Learned
from index.fusion.method import Fusion
from index.fusion.rrf import ReciprocalRank
from index.fusion.weighted import WeightedSum
from index.hybrid import HybridSearch, Ranking
from index.settings import RetrievalSettings
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.tokens import tokenize

FOLDS: Final = 5
_RANKED: Final = 100


@dataclass(frozen=True, slots=True)
class Candidates:
    """What both sides bring for a question, and the gains of the right ones."""

    query: str
    names: Sequence[str]
    ranking: Ranking
    gains: Mapping[str, int]


def figures(asked: Iterable[Candidates], fusion: Fusion) -> dict[str, float]:
    """The means over the questions when ``fusion`` puts the candidates in order."""
    asked = list(asked)
    ranked = {}
    for one in asked:
        order = np.lexsort(
            (one.ranking.positions, -fusion(one.ranking.dense, one.ranking.lexical, one.ranking.ceiling))
        )
        ranked[one.query] = [one.names[at] for at in order[:_RANKED].tolist()]
    return measure({one.query: one.gains for one in asked}, ranked)[0]


def fold_of(query: str) -> int:
    """Which fold a question is in, whatever other questions there are."""
    return int(hashlib.sha256(query.encode()).hexdigest(), 16) % FOLDS


def _best(asked: Sequence[Candidates], options: Iterable[Fusion]) -> Fusion:
    def worth(fusion: Fusion) -> float:
        found = figures(asked, fusion)
        return found["recall@10"] + found["ndcg@10"]

    return max(options, key=worth)


_GRID: Final = [round(0.05 * step, 2) for step in range(1, 20)]
FORMS: Final[Mapping[str, Callable[[Sequence[Candidates]], Fusion]]] = {
    "dense": lambda _: WeightedSum(1.0),
    "lexical": lambda _: WeightedSum(0.0),
    "rrf, equal, k = 60": lambda _: ReciprocalRank(60),
    "rrf, k chosen": lambda asked: _best(asked, [ReciprocalRank(k) for k in (1, 2, 5, 10, 20, 40, 60)]),
    "weighted sum 0.6": lambda _: WeightedSum(0.6),
    "weighted sum, chosen": lambda asked: _best(asked, [WeightedSum(w) for w in _GRID]),
    "coverage sum, chosen": lambda asked: _best(asked, [CoverageSum(w) for w in _GRID]),
}


def cross_validated(asked: Sequence[Candidates], form: Callable[[Sequence[Candidates]], Fusion]) -> dict[str, float]:
    """The means over all questions, each ranked by what was learned on the folds it is not in."""
    totals: dict[str, float] = {}
    for fold in range(FOLDS):
        left_out = [one for one in asked if fold_of(one.query) == fold]
        if not left_out:
            continue
        fusion = form([one for one in asked if fold_of(one.query) != fold])
        for name, value in figures(left_out, fusion).items():
            totals[name] = totals.get(name, 0.0) + value * len(left_out)
    return {name: total / len(asked) for name, total in totals.items()}


def main(arguments: Sequence[str]) -> None:
    """Parse the command line, compare the forms, write the weights if told to."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.fit", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("qrels", type=Path)
    parser.add_argument("--only", type=Path, required=True, help="ids of the questions the embedding never saw")
    parser.add_argument("--model", default=EmbeddingSettings().model)
    parser.add_argument("--cache", type=Path, default=Path("var/policyqa/cache/vectors"))
    parser.add_argument("--write", type=float, metavar="WEIGHT", help=f"write {FILE.name} with this weight")
    chosen = parser.parse_args(arguments)

    judged = load_judged(chosen.corpus, chosen.queries, chosen.qrels).only(load_ids(chosen.only))
    encoder = load_encoder(EmbeddingSettings(model=chosen.model))
    kept = VectorCache(chosen.cache, encoder.name, encoder.dim)
    names, texts = list(judged.texts), list(judged.texts.values())
    store = FaissStore(encoder.dim)
    store.add(kept.vectors("passage", texts, encoder.encode_passages))
    # The candidates are the same whatever the fusion; the file to be written is not needed.
    settings = RetrievalSettings(fusion="weighted")
    search = HybridSearch(store, Bm25Store.build([tokenize(text) for text in texts]), settings)
    asked = []
    for query, text in judged.queries.items():
        ranking = search.rank(encoder.encode_query(text), [text], _RANKED)
        found = [names[position] for position in ranking.positions.tolist()]
        asked.append(Candidates(query, found, ranking, judged.relevant[query]))
    reach = np.mean([len(one.gains.keys() & set(one.names)) / len(one.gains) for one in asked])
    print(f"{len(asked)} questions, {len(texts)} texts; share of the right ones among the candidates {reach:.3f}")
    for name, form in FORMS.items():
        print(f"{name:26s}", *(f"{key} {value:.4f}" for key, value in cross_validated(asked, form).items()), flush=True)
    for weight in _GRID:
        curve = figures(asked, CoverageSum(weight))
        print(f"coverage sum {weight:<13}", *(f"{key} {value:.4f}" for key, value in curve.items()))
    if chosen.write is not None:
        provenance: dict[str, str | int | float] = {
            "questions": len(asked),
            "texts": len(texts),
            "model": encoder.name,
            "learned_on": f"{datetime.now(UTC):%Y-%m-%d}",
            **{name: round(value, 4) for name, value in figures(asked, CoverageSum(chosen.write)).items()},
        }
        learned = Learned(dense_weight=chosen.write, provenance=provenance)
        FILE.write_text(learned.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
