"""An index built with a cheap encoder, by one process or on a cluster: ``driver.py CORPUS HOME [ADDRESS]``.

It prints a line for each file read and each count of passages embedded. Waits stand for the work of a real model.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import build_snapshot
from index.embedding.distributed import DistributedEncoder, embedded_folder
from ingest.cluster import ClusterSettings, cluster
from ingest.corpus import walk
from ingest.distributed import ingest_on_cluster, parsed_folder
from ingest.pipeline import ingest_all
from tests.index.small_library import HashEncoder

_SECONDS_A_TEXT = 0.004


class BatchedEncoder(HashEncoder):
    """Vectors that differ with the batch they are made in, as those of a real model do; four texts a batch."""

    name = "test:batched"

    def passage_batches(self, texts: Sequence[str]) -> list[list[int]]:
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        return [order[at : at + 4] for at in range(0, len(order), 4)]

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dim), np.float32)
        for rows in self.passage_batches(texts):
            together = super().encode_passages([texts[row] for row in rows])
            together += np.float32(1e-4) * together.mean(axis=0)
            vectors[rows] = together / np.linalg.norm(together, axis=1, keepdims=True)
        time.sleep(_SECONDS_A_TEXT * len(texts))
        return vectors


def _told(kind: str, what: object) -> None:
    print(kind, what, flush=True)


def build(corpus: Path, home: Path, address: str | None) -> None:
    files = walk([corpus])
    embedded = partial(_told, "embedded")
    if address is None:
        build_snapshot(ingest_all(files), BatchedEncoder(), home)
        return
    with cluster(ClusterSettings(address=address)):
        library = ingest_on_cluster(files, partial(_told, "parsed"), parsed_folder(home))
        encoder = DistributedEncoder(BatchedEncoder(), BatchedEncoder, embedded_folder(home))
        build_snapshot(library, encoder, home, embedded)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
