"""Milvus-lite against the files on this machine: ``python -m tests.index.measure_milvus LAWS NUMBER QUESTIONS``.

The shipped documents and the first ``NUMBER`` files of the folder ``LAWS`` are built into both. Vectors of the shipped
documents are real, the others are these with noise (cosine 0.9): what is compared is not what the model says of them.
``QUESTIONS`` is a file of lines with a ``question``; their vectors are real. Prints JSON. CPU seconds are those of this
process and of the server together, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics.latency import percentile
from index.build import build_snapshot
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.model import SearchRequest
from index.opened import Opened
from index.passage import indexed_text
from index.retriever import Retriever
from index.settings import RetrievalSettings
from index.storage.local import LocalStorage
from index.storage.milvus import MilvusStorage
from index.storage.storage import Storage
from index.stores.milvus.settings import MilvusSettings
from ingest.pipeline import ingest_paths
from tests.bench.building import NoisedEncoder
from tests.index.stores.milvus_server import MilvusServer
from tests.library import CORPUS

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


class Machine:
    """CPU seconds and memory of this process and of the server."""

    def __init__(self, server: int) -> None:
        self._server = server

    def cpu(self) -> float:
        fields = Path(f"/proc/{self._server}/stat").read_text().rpartition(") ")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / _TICKS

    def server_mb(self) -> float:
        return int(Path(f"/proc/{self._server}/statm").read_text().split()[1]) * _PAGE_MB


def timed(machine: Machine, work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, cpu = time.perf_counter(), machine.cpu()
    made = work()
    return made, {"wall_s": time.perf_counter() - wall, "cpu_s": machine.cpu() - cpu}


def searched(home: Path, storage: Storage, encoder: Any, questions: list[str], machine: Machine) -> dict[str, Any]:
    """Every question asked twice, the second time counted; what was found, how long it took."""
    opened = Opened.of(home)
    settings = RetrievalSettings()
    retriever = Retriever(
        opened.name, opened.contents, encoder, settings, search=storage.search(opened.contents, settings)
    )
    found, walls = [], []
    for turn in range(2):
        cpu = machine.cpu()
        for question in questions:
            began = time.perf_counter()
            hits = retriever.search(SearchRequest(question, top_k=10))
            walls.append(time.perf_counter() - began)
            found.append([hit.clause_id for hit in hits])
        if not turn:
            found, walls = [], []
    spent = (machine.cpu() - cpu) / len(questions)
    return {
        "found": found,
        "p50_ms": 1000 * percentile(walls, 50),
        "p95_ms": 1000 * percentile(walls, 95),
        "cpu_ms_a_search": 1000 * spent,
    }


def recall(home: Path, storage: Storage, rows: np.ndarray, questions: np.ndarray, depth: int) -> float:
    """Share of the exactly nearest that the vector search of the store finds."""
    found = storage.findable(Opened.of(home).contents).nearest(questions, depth)
    exact = np.argsort(-(questions @ rows.T), axis=1)[:, :depth]
    return float(
        np.mean(
            [len({at for at, _ in hits} & set(own.tolist())) / depth for hits, own in zip(found, exact, strict=True)]
        )
    )


def measure(laws: Path, number: int, questions_file: Path, place: Path) -> dict[str, Any]:
    questions = [
        json.loads(line)["question"] for line in questions_file.read_text("utf-8").splitlines() if line.strip()
    ]
    shipped = ingest_paths([CORPUS])
    library = ingest_paths([CORPUS, *sorted(laws.rglob("*.md"))[:number]])
    model = load_encoder(EmbeddingSettings())
    encoder = NoisedEncoder(model, model.encode_passages([indexed_text(chunk) for chunk in shipped.chunks]))
    rows = encoder.encode_passages([""] * len(library.chunks))
    vectors = np.stack([model.encode_query(question) for question in questions])
    told: dict[str, Any] = {
        "documents": len(library.documents),
        "clauses": len(library.clauses),
        "chunks": len(library.chunks),
        "questions": len(questions),
    }
    server = MilvusServer(place / "milvus")
    server.start()
    try:
        machine = Machine(server.process_id)
        told["server_mb_empty"] = machine.server_mb()
        ways: dict[str, Storage] = {
            "faiss": LocalStorage(),
            "terms_flat": MilvusStorage(MilvusSettings(uri=server.uri, prefix="flat", timeout_s=120)),
            "terms_hnsw": MilvusStorage(MilvusSettings(uri=server.uri, prefix="hnsw", vectors="hnsw", timeout_s=120)),
            "jieba_flat": MilvusStorage(
                MilvusSettings(uri=server.uri, prefix="jieba", keywords="jieba", timeout_s=120)
            ),
            "terms_rrf": MilvusStorage(
                MilvusSettings(uri=server.uri, prefix="rrf", fusion="server_rrf", timeout_s=120)
            ),
        }
        first: list[list[str]] = []
        for name, storage in ways.items():
            home = place / name
            _, load = timed(
                machine, lambda home=home, storage=storage: build_snapshot(library, encoder, home, storage=storage)
            )
            asked = searched(home, storage, encoder, questions, machine)
            found = asked.pop("found")
            first = first or found
            told[name] = {
                "load": load,
                "count": storage.findable(Opened.of(home).contents).count(),
                "recall_at_10": recall(home, storage, rows, vectors, 10),
                "recall_at_100": recall(home, storage, rows, vectors, 100),
                "same_first_clause": float(np.mean([a[:1] == b[:1] for a, b in zip(found, first, strict=True)])),
                "shared_of_ten": float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, first, strict=True)])),
                **asked,
                "server_mb": machine.server_mb(),
                "own_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "disk_mb": sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) / 2**20,
            }
            print(name, json.dumps(told[name]), file=sys.stderr, flush=True)
    finally:
        server.kill()
    return told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(folder)), indent=1))
