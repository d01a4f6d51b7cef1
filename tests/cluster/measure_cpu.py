"""CPU time of one piece of each kind of work, which is what a machine that is busy otherwise still tells; not a test.

    python -m tests.cluster.measure_cpu [--texts 256] [--bm25 100000 400000]

All threads of this process are counted. Documents: ``docs_corpus``; questions: those of ``tests.load`` with the year
changed, so that none is asked twice. Keyword search is measured on texts of 30 terms drawn by Zipf's law (of 20,000),
asked with 8 of them.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.build import build_snapshot
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.model import SearchRequest
from index.passage import indexed_text
from index.retriever import Retriever
from index.stores.bm25_store import Bm25Store
from ingest.pipeline import ingest_paths
from server.contract import AskRequest
from server.service import PolicyService
from tests.load.__main__ import QUESTIONS
from tests.running_service import ROOT

_TURNS = 40


def cpu_ms(pieces: Sequence[Callable[[], object]]) -> str:
    """Median and mean CPU milliseconds of ``pieces``."""
    times = []
    for piece in pieces:
        began = time.process_time()
        piece()
        times.append(1000 * (time.process_time() - began))
    return f"median {statistics.median(times):.2f} ms, mean {statistics.mean(times):.2f} ms"


def measure_requests(texts: int) -> None:
    """Embedding, search and answers over the shipped documents."""
    encoder = load_encoder(EmbeddingSettings())
    library = ingest_paths([ROOT / "docs_corpus"])
    passages = [indexed_text(chunk) for chunk in library.chunks]
    passages = (passages * (texts // len(passages) + 1))[:texts]
    encoder.encode_passages(passages[:8])
    began = time.process_time()
    encoder.encode_passages(passages)
    spent = time.process_time() - began
    characters = sum(map(len, passages)) / texts
    print(f"passages: {texts / spent:.1f} a CPU second and core, {characters:.0f} characters on average")
    questions = [f"{2000 + turn}年{question}" for turn in range(_TURNS // 5) for question in QUESTIONS]
    encoder.encode_query(questions[0])
    print("embedding a question:", cpu_ms([lambda q=q: encoder.encode_query(q) for q in questions]))
    with tempfile.TemporaryDirectory() as home:
        build_snapshot(library, encoder, Path(home))
        retriever = Retriever.open(Path(home), encoder)
        retriever.search(SearchRequest(questions[0]))
        print("search:", cpu_ms([lambda q=q: retriever.search(SearchRequest(q)) for q in questions]))
        service = PolicyService(retriever)
        service.ask(AskRequest(question=questions[0]))
        print("answer:", cpu_ms([lambda q=q: service.ask(AskRequest(question=q)) for q in questions]))


def measure_bm25(count: int) -> None:
    """Keyword search over ``count`` texts made up."""
    rng = np.random.default_rng(0)
    drawn = np.minimum(rng.zipf(1.2, (count, 30)), 20_000).astype("U")
    store = Bm25Store.build(drawn.tolist())
    asked = np.minimum(rng.zipf(1.2, (_TURNS, 8)), 20_000).astype("U").tolist()
    store.search(asked[0], 100)
    print(
        f"keyword search of {count} texts:", cpu_ms([lambda terms=terms: store.search(terms, 100) for terms in asked])
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.cluster.measure_cpu", description=__doc__)
    parser.add_argument("--texts", type=int, default=256)
    parser.add_argument("--bm25", type=int, nargs="*", default=[100_000, 400_000])
    chosen = parser.parse_args()
    measure_requests(chosen.texts)
    for size in chosen.bm25:
        measure_bm25(size)
