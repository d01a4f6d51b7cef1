"""A library of a given size on disk: ``python -m tests.bench.building CLAUSES FOLDER``; prints JSON.

Its texts are the shipped documents' (`tests.bench.enlarged`); the vectors of the first copy are real, the others are
these with noise (cosine 0.9), since embedding a million clauses takes hours and no time measured here depends on what a
vector says.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import build_snapshot
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.passage import indexed_text
from ingest.pipeline import ingest_paths
from tests.bench.enlarged import enlarged
from tests.index.measure_scale import memory, noised
from tests.library import CORPUS


class NoisedEncoder:
    """The real encoder for questions; for passages, the rows given and these with noise."""

    def __init__(self, encoder: Encoder, rows: NDArray[np.float32]) -> None:
        self.name, self.dim, self.max_tokens = encoder.name, encoder.dim, encoder.max_tokens
        self.encode_query = encoder.encode_query
        self.encode_queries = encoder.encode_queries
        self._rows = rows

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return noised(self._rows, len(texts))


def build(clauses: int, folder: Path) -> dict[str, object]:
    """Build below ``folder``; what was built and how long each part took, the embedding alone among them."""
    began = time.perf_counter()
    base = ingest_paths([CORPUS])
    read = time.perf_counter()
    encoder = load_encoder(EmbeddingSettings())
    encoder.encode_query("先算一次")
    loaded = time.perf_counter()
    texts = [indexed_text(chunk) for chunk in base.chunks]
    rows = encoder.encode_passages(texts)
    embedded = time.perf_counter()
    library = enlarged(base, clauses)
    build_snapshot(library, NoisedEncoder(encoder, rows), folder)
    built = time.perf_counter()
    return {
        "clauses": len(library.clauses),
        "chunks": len(library.chunks),
        "read_seconds": read - began,
        "embedding_seconds_of_one_copy": embedded - loaded,
        "build_seconds_without_embedding": built - embedded,
        "disk_bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "memory_mb_while_building": memory()["own"],
    }


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]), Path(sys.argv[2]))))
