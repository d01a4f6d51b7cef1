"""A large library kept both ways: ``python -m tests.index.measure_laws HOME QUESTIONS [MODEL]``.

``HOME`` was made by ``policyqa index build`` on the files of this machine, with ``MODEL``, the shipped one if none is
given. A copy of it is moved to milvus-lite as ``policyqa index migrate`` does; then both are asked the same questions
(a file of lines with a ``question``), twice, the second time counted. ``recall`` is the share of the exactly nearest
chunks that the store finds. Prints JSON; CPU seconds and megabytes are those of this process and of the server.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.migration import migrate
from index.opened import Opened
from index.storage.local import LocalStorage
from index.storage.milvus import MilvusStorage
from index.storage.storage import Storage
from index.stores.milvus.settings import MilvusSettings
from tests.index.measure_milvus import Machine, recall, searched, timed
from tests.index.stores.milvus_server import MilvusServer


def asked(
    home: Path, storage: Storage, encoder: Encoder, questions: list[str], exact: np.ndarray, machine: Machine
) -> dict[str, Any]:
    """What a store holds, finds and costs; ``exact`` are all vectors of the library, a row a chunk."""
    began = time.perf_counter()
    held = storage.findable(Opened.of(home).contents)
    opened = time.perf_counter() - began
    vectors = np.stack([encoder.encode_query(question) for question in questions])
    return {
        "opened_s": opened,
        "count": held.count(),
        "recall_at_10": recall(home, storage, exact, vectors, 10),
        "recall_at_100": recall(home, storage, exact, vectors, 100),
        **searched(home, storage, encoder, questions, machine),
        "server_mb": machine.server_mb(),
        "own_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure(built: Path, questions_file: Path, settings: EmbeddingSettings, place: Path) -> dict[str, Any]:
    questions = [
        json.loads(line)["question"] for line in questions_file.read_text("utf-8").splitlines() if line.strip()
    ]
    home = shutil.copytree(built, place / "home", symlinks=True)
    encoder = load_encoder(settings)
    alone = []
    for question in questions * 2:
        began = time.perf_counter()
        encoder.encode_query(question)
        alone.append(time.perf_counter() - began)
    local = LocalStorage()
    held = local.findable(Opened.of(home).contents)
    exact = np.ascontiguousarray(held.vectors(np.arange(held.count())))
    library = held.library
    told: dict[str, Any] = {
        "documents": len(library.documents),
        "clauses": len(library.clauses),
        "chunks": len(library.chunks),
        "questions": len(questions),
        "embedding_alone_ms": {q: 1000 * float(np.percentile(alone[len(questions) :], q)) for q in (50, 95)},
    }
    server = MilvusServer(place / "milvus")
    server.start()
    try:
        machine = Machine(server.process_id)
        told["faiss"] = asked(home, local, encoder, questions, exact, machine)
        print("faiss measured", file=sys.stderr, flush=True)
        milvus = MilvusStorage(MilvusSettings(uri=server.uri, prefix="laws", timeout_s=300))
        moved, load = timed(machine, lambda: migrate(home, local, milvus))
        print("moved", moved, load, file=sys.stderr, flush=True)
        told["milvus_lite"] = {"load": load} | asked(home, milvus, encoder, questions, exact, machine)
        found, other = told["faiss"].pop("found"), told["milvus_lite"].pop("found")
        told["shared_of_ten"] = float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, other, strict=True)]))
    finally:
        server.kill()
    return told


if __name__ == "__main__":
    home_folder, asked_file, *model = sys.argv[1:]
    chosen = EmbeddingSettings(model=model[0]) if model else EmbeddingSettings()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(home_folder), Path(asked_file), chosen, Path(folder)), indent=1))
