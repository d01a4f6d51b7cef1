"""Our own row: the work of `eval.peers.workers.work` done by this program, with the embedding everyone gets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.peers.workers.embedding import ServedEmbedding
from eval.peers.workers.work import DEPTH, Found, Job, work
from eval.target import Service
from index.embedding.encoder import Encoder
from server.contract import SearchRequestBody

BuildLibrary = Callable[[Path, Path, Encoder], tuple[Service, int]]
"""From a folder of documents, an empty folder and an encoder: the service over the new library, and how many passages
it is searched by.
"""


class ServedEncoder:
    """The served embedding as an `index.embedding.encoder.Encoder`."""

    max_tokens = None

    def __init__(self, embedding: ServedEmbedding) -> None:
        self._embedding = embedding
        self._lock = threading.Lock()  # one connection
        self.name = "served"
        self.dim = len(embedding.query("先算一次"))

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim)."""
        with self._lock:
            rows = np.array(self._embedding.passages(texts), np.float32).reshape(len(texts), self.dim)
        if on_progress:
            on_progress(len(texts))
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,)."""
        with self._lock:
            return np.array(self._embedding.query(text), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim)."""
        return np.array([self.encode_query(text) for text in texts], np.float32).reshape(len(texts), self.dim)


class Library:
    """A library of its own, searched as ``policyqa search`` does."""

    def __init__(self, job: Job, build: BuildLibrary) -> None:
        self._service, self.passages = build(Path(job.corpus), job.folder / "home", ServedEncoder(job.embedding))

    def search(self, question: str) -> list[Found]:
        """The best clauses, best first."""
        hits = self._service.search(SearchRequestBody(query=question, top_k=DEPTH)).hits
        return [Found(hit.source_file, hit.text) for hit in hits]


def work_on(path: Path, build: BuildLibrary) -> None:
    """Do the job in the file ``path``."""
    work(lambda job: Library(job, build), path)
