"""Search time, opening time and memory of large libraries; not a test.

    python -m tests.index.measure_scale library FOLDER HOME [--clauses 10000]   builds a library in HOME
    python -m tests.index.measure_scale opened HOME QUERIES.jsonl               opens it and searches
    python -m tests.index.measure_scale vectors 1000000                         the vector store alone
    python -m tests.index.measure_scale recall CORPUS.npy QUERIES.npy           clusters against exact search

``library`` reads the documents below FOLDER. Embedding so many
clauses takes an hour, and none of these figures depends on what the vectors say, so ``--embedded`` of them are real
and the others are these repeated with noise (cosine 0.9 to the original); questions are embedded for real.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.build import build_snapshot
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.model import Filters, SearchRequest
from index.retriever import Retriever
from index.settings import DenseSettings
from index.stores.faiss_store import FaissStore
from ingest.model import Library
from ingest.pipeline import ingest_paths

QUERIES = 200


def noised(rows: NDArray[np.float32], count: int, seed: int = 0) -> NDArray[np.float32]:
    """``count`` unit vectors: ``rows`` first, then rows drawn from them with noise, at a cosine of 0.9."""
    rng = np.random.default_rng(seed)
    made = np.empty((count, rows.shape[1]), np.float32)
    made[: min(count, len(rows))] = rows[:count]
    for start in range(len(rows), count, 10_000):
        block = made[start : start + 10_000]
        noise = rng.normal(size=block.shape).astype(np.float32)
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        block[:] = rows[rng.integers(0, len(rows), len(block))] + noise * np.float32(np.tan(np.arccos(0.9)))
    return made / np.linalg.norm(made, axis=1, keepdims=True)


class PartlyEncoding:
    """The real encoder for questions and for some passages; see above."""

    def __init__(self, encoder: Encoder, embedded: int) -> None:
        self.name, self.dim, self.max_tokens = encoder.name, encoder.dim, encoder.max_tokens
        self.encode_query = encoder.encode_query
        self._encoder = encoder
        self._embedded = embedded

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return noised(self._encoder.encode_passages(texts[:: max(1, len(texts) // self._embedded)]), len(texts))


def first_documents(library: Library, clauses: int) -> Library:
    """The documents from the front that have ``clauses`` clauses together."""
    kept: set[str] = set()
    count = 0
    per_document: dict[str, int] = {}
    for clause in library.clauses:
        per_document[clause.document_id] = per_document.get(clause.document_id, 0) + 1
    for document in library.documents:
        if count >= clauses:
            break
        kept.add(document.id)
        count += per_document.get(document.id, 0)
    documents = tuple(d for d in library.documents if d.id in kept)
    files = {document.source_file for document in documents}
    return replace(
        library,
        sources=tuple(s for s in library.sources if s.name in files),
        documents=documents,
        clauses=tuple(c for c in library.clauses if c.document_id in kept),
        chunks=tuple(c for c in library.chunks if c.document_id in kept),
    )


def memory() -> dict[str, float]:
    """Megabytes of this process: its own (anonymous), and pages of mapped files."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(lines[key].split()[0]) / 1024 for name, key in (("own", "RssAnon"), ("mapped", "RssFile"))}


def p50_p95(times: Sequence[float]) -> str:
    return f"p50 {1000 * statistics.median(times):.1f} ms, p95 {1000 * statistics.quantiles(times, n=20)[-1]:.1f} ms"


def measure_opened(home: Path, queries: Sequence[str], model: str) -> None:
    """Open the library in ``home`` and search; run in a fresh process."""
    encoder = load_encoder(EmbeddingSettings(model=model))
    encoder.encode_query("先算一次")
    before = memory()
    began = time.perf_counter()
    retriever = Retriever.open(home, encoder)
    opened = time.perf_counter() - began
    after = memory()
    clauses = len(retriever.library.clauses)
    print(f"{clauses} clauses, {len(retriever.library.chunks)} chunks, opened in {opened:.1f} s")
    print("own memory, kB a clause:", round(1024 * (after["own"] - before["own"]) / clauses, 2))
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    print("on disk, kB a clause:", round(size / 1024 / clauses, 2))
    documents = [document.id for document in retriever.library.documents]
    narrow = Filters(documents=tuple(documents[: max(1, len(documents) // 100)]))
    alone: list[float] = []
    whole: list[float] = []
    filtered: list[float] = []
    for _turn in range(2):  # the first turn fills caches
        for times in (alone, whole, filtered):
            times.clear()
        for number, query in enumerate(queries):
            steps: list[tuple[list[float], Callable[[], object]]] = [
                (alone, lambda query=query: encoder.encode_query(query)),
                (whole, lambda query=query: retriever.search(SearchRequest(query))),
                (filtered, lambda query=query: retriever.search(SearchRequest(query, filters=narrow))),
            ]
            # What comes after another finds its threads awake: each is first, second and last as often.
            for times, step in steps[number % 3 :] + steps[: number % 3]:
                began = time.perf_counter()
                step()
                times.append(time.perf_counter() - began)
    print("embedding the question alone:", p50_p95(alone))
    print("search:", p50_p95(whole))
    print("search, filter of 1 % of the documents:", p50_p95(filtered))
    ratio = statistics.quantiles(whole, n=20)[-1] / statistics.quantiles(alone, n=20)[-1]
    median = statistics.median(whole) / statistics.median(alone)
    print(f"search / embedding alone: p95 {ratio:.2f}, median {median:.2f}; after searching {memory()}")


def build_library(folder: Path, home: Path, clauses: int | None, embedded: int, model: str) -> None:
    library = ingest_paths([folder])
    if clauses is not None:
        library = first_documents(library, clauses)
    began = time.perf_counter()
    build_snapshot(library, PartlyEncoding(load_encoder(EmbeddingSettings(model=model)), embedded), home)
    print(f"{len(library.clauses)} clauses built in {time.perf_counter() - began:.0f} s, {embedded} of them embedded")


def measure_vectors(count: int) -> None:
    rows = noised(np.eye(384, dtype=np.float32), 5000, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        store = FaissStore(384)
        store.add(noised(rows, count))
        began = time.perf_counter()
        store.save(Path(folder))
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        print(f"{count} vectors: clusters and files in {time.perf_counter() - began:.0f} s, {size / count:.0f} B each")
        del store
        before = memory()
        began = time.perf_counter()
        opened = FaissStore.open(Path(folder))
        took = time.perf_counter() - began
        after = memory()
        times = []
        for row in rows[:QUERIES]:
            asked = time.perf_counter()
            opened.search(row, 100)
            times.append(time.perf_counter() - asked)
        print(f"opened in {1000 * took:.0f} ms, own memory {1e6 * (after['own'] - before['own']) / count:.1f} B each")
        print("search:", p50_p95(times), "after searching", memory())


def measure_recall(corpus: Path, queries: Path) -> None:
    """How much of the exact first 10 and 100 the candidates of each kind hold, and in what time."""
    vectors, asked = np.load(corpus).astype(np.float32), np.load(queries).astype(np.float32)[:QUERIES]
    exact = FaissStore(vectors.shape[1], DenseSettings(exact_up_to=len(vectors)))
    exact.add(vectors)
    truth = [exact.search(query, 100)[0] for query in asked]
    faiss.omp_set_num_threads(1)

    def report(name: str, built: float, search: Callable[[NDArray[np.float32]], NDArray[np.int64]]) -> None:
        times, near, far = [], [], []
        for query, right in zip(asked, truth, strict=True):
            began = time.perf_counter()
            found = search(query)
            times.append(time.perf_counter() - began)
            near.append(len(set(found[:10].tolist()) & set(right[:10].tolist())) / 10)
            far.append(len(set(found[:100].tolist()) & set(right.tolist())) / 100)
        means = f"recall@10 {np.mean(near):.4f} recall@100 {np.mean(far):.4f}"
        print(f"{name:24s} {means} {p50_p95(times)} built in {built:.0f} s", flush=True)

    report("flat", 0, lambda query: exact.search(query, 100)[0])
    for probes in (64, 128, 256, 512):
        store = FaissStore(vectors.shape[1], DenseSettings(exact_up_to=0, probes=probes))
        if probes == 64:
            store.add(vectors)
            began = time.perf_counter()
            store.cluster()
            built, first = time.perf_counter() - began, store
        store._index, store._clusters = first._index, first._clusters
        report(f"clusters, {probes} probes", built, lambda query, store=store: store.search(query, 100)[0])
    hnsw = faiss.IndexHNSWFlat(vectors.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
    hnsw.hnsw.efConstruction = 100
    faiss.omp_set_num_threads(2)
    began = time.perf_counter()
    hnsw.add(vectors)
    built = time.perf_counter() - began
    faiss.omp_set_num_threads(1)
    for width in (128, 256):
        hnsw.hnsw.efSearch = width
        report(f"HNSW 32, ef {width}", built, lambda query: hnsw.search(query[np.newaxis], 100)[1][0])


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.index.measure_scale", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    library = kinds.add_parser("library")
    library.add_argument("folder", type=Path)
    library.add_argument("home", type=Path)
    library.add_argument("--clauses", type=int)
    library.add_argument("--embedded", type=int, default=2000)
    opened = kinds.add_parser("opened")
    opened.add_argument("home", type=Path)
    opened.add_argument("queries", type=Path)
    for kind in (library, opened):
        kind.add_argument("--model", default=EmbeddingSettings().model)
    kinds.add_parser("vectors").add_argument("count", type=int)
    recall = kinds.add_parser("recall")
    recall.add_argument("corpus", type=Path)
    recall.add_argument("queries", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.kind == "library":
        build_library(chosen.folder, chosen.home, chosen.clauses, chosen.embedded, chosen.model)
    elif chosen.kind == "opened":
        lines = chosen.queries.read_text("utf-8").splitlines()[:QUERIES]
        measure_opened(chosen.home, [json.loads(line)["text"] for line in lines], chosen.model)
    elif chosen.kind == "vectors":
        measure_vectors(chosen.count)
    else:
        measure_recall(chosen.corpus, chosen.queries)


if __name__ == "__main__":
    main(sys.argv[1:])
