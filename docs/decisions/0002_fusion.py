"""The measurements behind 0002-fusion.md.

    .venv/bin/python docs/decisions/0002_fusion.py terms ../shared/bench          (two minutes)
    .venv/bin/python docs/decisions/0002_fusion.py statutes ../shared/bench       (ten minutes)
    .venv/bin/python docs/decisions/0002_fusion.py policies ../shared/bench docs_corpus

Run from the project's root. The folder is one with ``statutes/`` and ``dev_questions.jsonl``.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import rjieba
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.build import build_snapshot
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.fusion.method import Fusion
from index.fusion.rrf import ReciprocalRank
from index.fusion.weighted import WeightedSum
from index.model import Filters, SearchRequest
from index.retriever import Retriever
from index.settings import Bm25Settings, RetrievalSettings
from index.stores.bm25_store import Bm25Store
from index.tokens import tokenize
from ingest.model import Library
from ingest.pipeline import ingest_paths

HAN = re.compile(r"[\u4e00-\u9fff]+")
METHODS: dict[str, Mapping[str, object]] = {
    "dense only": {"fusion": "weighted", "dense_weight": 1.0},
    "BM25 only": {"fusion": "weighted", "dense_weight": 0.0},
    **{f"RRF k={k}": {"fusion": "rrf", "rrf_k": k} for k in (5, 10, 20, 60)},
    **{f"weighted {w}": {"fusion": "weighted", "dense_weight": w} for w in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)},
}


def row(name: str, ranks: Iterable[float], recall: float | None = None) -> None:
    """Print a line of a table. A rank counts from 1; infinity means not found."""
    found = np.array(list(ranks))
    parts = [f"@{k} {np.mean(found <= k):.3f}" for k in (1, 5, 10)]
    tail = "" if recall is None else f"  recall@10 {recall:.3f}"
    print(f"{name:28s} {'  '.join(parts)}  MRR {np.mean(1 / found):.3f}{tail}  n={len(found)}", flush=True)


def statutes(bench: Path) -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Articles (title and text), queries, and the articles judged relevant for each query."""
    with gzip.open(bench / "statutes/corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = {item["_id"]: item["title"] + "\n" + item["text"] for item in map(json.loads, file)}
    lines = (bench / "statutes/queries.train.jsonl").read_text("utf-8").splitlines()
    queries = {item["_id"]: item["text"] for item in map(json.loads, lines)}
    judged: dict[str, set[str]] = {}
    for line in (bench / "statutes/qrels.train.tsv").read_text("utf-8").splitlines()[1:]:
        query, article, score = line.split()
        if int(score) > 0:
            judged.setdefault(query, set()).add(article)
    return articles, queries, judged


def rank_and_recall(order: Sequence[int], relevant: set[int]) -> tuple[float, float]:
    """Rank of the first relevant one, and the share of the relevant ones among the first ten."""
    places = [place for place, position in enumerate(order, 1) if position in relevant]
    return (places[0] if places else np.inf), sum(place <= 10 for place in places) / len(relevant)


def measure_terms(bench: Path) -> None:
    """BM25 alone over all 60,363 articles, by kind of terms and by parameters."""

    def normal(text: str) -> str:
        return unicodedata.normalize("NFKC", text).lower()

    def kept(terms: Iterable[str]) -> list[str]:
        return [term for term in terms if re.search(r"[^\W_]", term)]

    def pairs(text: str) -> list[str]:
        return [run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1)]

    def single(text: str) -> list[str]:
        return [character for run in HAN.findall(text) for character in run]

    kinds: dict[str, Callable[[str], list[str]]] = {
        "words": lambda t: kept(rjieba.cut(t)),
        "words, search mode": lambda t: kept(rjieba.cut_for_search(t)),
        "pairs": pairs,
        "words+pairs": lambda t: kept(rjieba.cut(t)) + pairs(t),
        "pairs+characters": lambda t: pairs(t) + single(t),
        "tokenize (chosen)": tokenize,
    }
    articles, queries, judged = statutes(bench)
    number = {article: at for at, article in enumerate(articles)}

    def score(name: str, terms: Callable[[str], list[str]], texts: list[list[str]], k1: float, b: float) -> None:
        store = Bm25Store.build(texts, Bm25Settings(k1=k1, b=b))
        outcomes = []
        for query, relevant in judged.items():
            found, _ = store.search(terms(normal(queries[query])), 100)
            outcomes.append(rank_and_recall(found.tolist(), {number[article] for article in relevant}))
        row(
            f"{name} {k1}/{b}",
            [rank for rank, _ in outcomes],
            float(np.mean([share for _, share in outcomes])),
        )

    for name, terms in kinds.items():
        texts = [terms(normal(text)) for text in articles.values()]
        score(name, terms, texts, 1.2, 0.75)
    for k1 in (0.6, 0.9, 1.2, 1.5, 2.0):
        for b in (0.3, 0.5, 0.75, 0.9):
            score("tokenize", tokenize, texts, k1, b)


def fusion_of(settings: RetrievalSettings) -> Fusion:
    """The method a setting stands for."""
    return ReciprocalRank(settings.rrf_k) if settings.fusion == "rrf" else WeightedSum(settings.dense_weight)


def measure_statutes(bench: Path, depth: int = 100) -> None:
    """Fusion over 300 queries and 3,000 articles: all judged relevant, the others drawn at random."""
    articles, queries, judged = statutes(bench)
    draw = random.Random(7)  # noqa: S311 - a sample, not a secret
    asked = draw.sample(sorted(judged), 300)
    needed = set().union(*(judged[query] for query in asked))
    kept = needed | set(draw.sample(sorted(set(articles) - needed), 3000 - len(needed)))
    names = sorted(kept)
    encoder = load_encoder(EmbeddingSettings())
    vectors = encoder.encode_passages([articles[name] for name in names])
    store = Bm25Store.build([tokenize(articles[name]) for name in names])
    number = {name: at for at, name in enumerate(names)}
    sides = [(vectors @ encoder.encode_query(queries[q]), store.scores(tokenize(queries[q]))) for q in asked]
    for name, changes in METHODS.items():
        fusion = fusion_of(RetrievalSettings.model_validate(changes))
        outcomes = []
        for query, (dense, lexical) in zip(asked, sides, strict=True):
            candidates = np.union1d(np.argsort(-dense)[:depth], np.argsort(-lexical)[:depth])
            order = candidates[np.argsort(-fusion(dense[candidates], lexical[candidates]), kind="stable")]
            outcomes.append(rank_and_recall(order.tolist(), {number[article] for article in judged[query]}))
        row(name, [rank for rank, _ in outcomes], float(np.mean([share for _, share in outcomes])))


class Remembering:
    """An encoder that encodes each query once."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dim, self.max_tokens = encoder.name, encoder.dim, encoder.max_tokens
        self.encode_passages = encoder.encode_passages
        self._encode = cache(encoder.encode_query)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector of ``text``."""
        return self._encode(text)


@cache
def squeezed(text: str) -> str:
    """Without white space, NFKC: as quotes are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def measure_policies(bench: Path, corpus: Path) -> None:
    """The whole retriever on the answerable development questions; follow-ups after what was asked before."""
    lines = (bench / "dev_questions.jsonl").read_text("utf-8").splitlines()
    questions = [
        item
        for item in map(json.loads, lines)
        if item["expect"]["behaviour"] == "answer" and item["expect"].get("citation_mode") != "document"
    ]
    library = ingest_paths([corpus])
    bare = replace(library, chunks=tuple(replace(chunk, prefix="") for chunk in library.chunks))
    encoder = Remembering(load_encoder(EmbeddingSettings()))
    for title, indexed in (("prefix + text", library), ("text alone", bare)):
        with TemporaryDirectory() as home:
            build_snapshot(indexed, encoder, Path(home))
            for narrowed in (True, False):
                print(f"\n{title}, {'documents of the right city' if narrowed else 'no filter'}")
                for name, changes in METHODS.items():
                    settings = RetrievalSettings.model_validate(changes)
                    retriever = Retriever.open(Path(home), encoder, settings=settings)
                    row(name, [rank for item in questions for rank in ranks(retriever, item, narrowed)])


def ranks(retriever: Retriever, item: Mapping[str, Any], narrowed: bool) -> list[float]:
    """The rank of the right clause, one figure for each citation that has to be there."""
    library = retriever.library
    expect = item["expect"]
    groups: dict[object, list[Mapping[str, str]]] = {}
    for at, citation in enumerate(expect["citations"]):
        group = "any" if expect["citation_mode"] == "any" else citation.get("group") or at
        groups.setdefault(group, []).append(citation)
    files = {citation["file"] for citation in expect["citations"]}
    regions = tuple({d.region.adcode for d in library.documents if d.source_file in files and d.region})
    earlier = [turn["content"] for turn in item["history"] if turn["role"] == "user"]
    query = " ".join([*earlier, item["question"]])
    filters = Filters(regions=regions) if narrowed else Filters()
    found = [hit.clause_id for hit in retriever.search(SearchRequest(query, filters=filters, top_k=50))]
    right = [set().union(*(right_clauses(library, citation) for citation in wanted)) for wanted in groups.values()]
    if not all(right):
        raise ValueError(f"{item['id']}: a quote stands in no clause")
    return [next((at for at, clause in enumerate(found, 1) if clause in some), np.inf) for some in right]


def right_clauses(library: Library, citation: Mapping[str, str]) -> set[str]:
    """The smallest clauses with the quote, and those one chunk of which has all of it.

    A clause with the quote is smallest when none below it has it too. Short clauses share the chunk of that
    above, so that one is the best that a search can find.
    """
    documents = {d.id for d in library.documents if d.source_file == citation["file"]}
    quote = squeezed(citation["quote"])
    having = [c for c in library.clauses if c.document_id in documents and quote in squeezed(c.text)]
    smallest = {clause.id for clause in having} - {clause.parent_id for clause in having if clause.parent_id}
    chunks = [c for c in library.chunks if c.document_id in documents and quote in squeezed(c.text)]
    return smallest | {chunk.clause_id for chunk in chunks}


if __name__ == "__main__":
    _, what, *folders = sys.argv
    if what == "policies":
        measure_policies(Path(folders[0]), Path(folders[1]))
    else:
        {"terms": measure_terms, "statutes": measure_statutes}[what](Path(folders[0]))
