"""A library opened and searched: ``python -m tests.bench.searching FOLDER QUESTIONS``; prints JSON.

Run in a fresh process, so that memory and opening time are those of one library. For every question, in turns (what
comes after another finds its threads awake, so each is first, second… as often):

- ``embedding``: the question to a vector, the floor of any search by meaning;
- ``faiss``: ``IndexFlatIP`` of faiss over the same vectors, one thread as ours, 10 nearest, exact;
- ``bm25``: bm25s over the same terms, 10 best;
- ``ours``: our search without the embedding (both sides, fused, 10 wanted);
- ``whole``: embedding and search;
- ``dense_exact`` and ``dense``: our vector store, 100 nearest, walking over all and as it is set up (clusters in large
  libraries), with the share of the exact first 10 and 100 that the latter brings.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np

from eval.metrics.latency import percentile
from index.contents import load_contents
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.hybrid import HybridSearch
from index.retriever import Retriever
from index.snapshots import current_snapshot, snapshot_dir
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.tokens import query_terms
from tests.index.measure_scale import memory

QUESTIONS = 100
WANTED = 10


def measure(folder: Path, questions: list[str]) -> dict[str, object]:
    """Open what `tests.bench.building` built and search it for each of ``questions``."""
    encoder = load_encoder(EmbeddingSettings())
    vectors = [encoder.encode_query(question) for question in questions]
    before = memory()
    began = time.perf_counter()
    retriever = Retriever.open(folder, encoder)
    opened = time.perf_counter() - began
    after = memory()
    [segment] = load_contents(snapshot_dir(folder, current_snapshot(folder))).segments
    dense = segment.dense
    lexical, search = retriever._search.lexical, retriever._search.hybrid
    exact = FaissStore(dense.dim)
    exact._index = dense._index
    times: dict[str, list[float]] = {
        name: [] for name in ("embedding", "faiss", "bm25", "ours", "whole", "dense_exact", "dense")
    }
    near, far = [], []
    for turn in range(2):  # the first turn reads the files into memory and is not counted
        for number, (question, vector) in enumerate(zip(questions, vectors, strict=True)):
            steps = _steps(encoder.encode_query, dense, exact, lexical, search, question, vector)
            names = list(steps)
            for name in names[number % len(names) :] + names[: number % len(names)]:
                faiss.omp_set_num_threads(1)
                asked = time.perf_counter()
                steps[name]()
                if turn:
                    times[name].append(time.perf_counter() - asked)
            if turn:
                right, found = exact.search(vector, 100)[0], dense.search(vector, 100)[0]
                near.append(len(set(found[:10].tolist()) & set(right[:10].tolist())) / min(10, len(right)))
                far.append(len(set(found.tolist()) & set(right.tolist())) / len(right))
    return {
        "open_seconds": opened,
        "own_mb": after["own"] - before["own"],
        "mapped_mb_after_searching": memory()["mapped"],
        "clusters": dense.approximate,
        "recall_at_10": float(np.mean(near)),
        "recall_at_100": float(np.mean(far)),
        "ms": {
            name: {"p50": 1000 * percentile(values, 50), "p95": 1000 * percentile(values, 95)}
            for name, values in times.items()
        },
    }


def _steps(
    embed: Callable[[str], object],
    dense: FaissStore,
    exact: FaissStore,
    lexical: Bm25Store,
    search: HybridSearch,
    question: str,
    vector: np.ndarray,
) -> dict[str, Callable[[], object]]:
    row = vector[np.newaxis]
    return {
        "embedding": lambda: embed(question),
        "faiss": lambda: dense._index.search(row, WANTED),
        "bm25": lambda: lexical.search(query_terms(question), WANTED),
        "ours": lambda: search.rank(vector, [question], WANTED),
        "whole": lambda: (embed(question), search.rank(vector, [question], WANTED)),
        "dense_exact": lambda: exact.search(vector, 100),
        "dense": lambda: dense.search(vector, 100),
    }


if __name__ == "__main__":
    lines = Path(sys.argv[2]).read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines][:QUESTIONS]
    print(json.dumps(measure(Path(sys.argv[1]), asked)))
