"""The encoder around a SentenceTransformer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding.prompts import Prompts
from index.embedding.unit_vectors import checked

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.embedding.settings import EmbeddingSettings


class SentenceTransformerEncoder:
    """Applies the prompts, batches by length and checks what comes back; see ``Encoder``.

    ``identity`` stands for the model's files. ``workers`` batches are encoded at once: 1 for a model whose
    tokenizer is that of ``transformers``, which changes its padding in place and breaks in two threads.
    """

    def __init__(self, model: SentenceTransformer, settings: EmbeddingSettings, *, identity: str, workers: int) -> None:
        self._model = model
        self._prompts = Prompts.chosen(settings, model.prompts)
        self._batch_size = settings.batch_size
        self._workers = workers
        self._slots = BoundedSemaphore(workers)
        self.max_tokens: int | None = model.max_seq_length
        self.dim: int = model.get_embedding_dimension()
        self.name: str = self._prompts.encoder_name(identity, self.max_tokens)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim). Longest first, so that batches are padded little and memory peaks at the start."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        batches = self.passage_batches(texts)
        done = 0
        with ThreadPoolExecutor(self._workers) as pool:
            encoded = pool.map(lambda rows: self._encode([texts[i] for i in rows], self._prompts.passage), batches)
            for rows, batch in zip(batches, encoded, strict=True):
                vectors[rows] = batch
                done += len(rows)
                if on_progress is not None:
                    on_progress(done)
        return vectors

    def passage_batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Positions in ``texts``: what ``encode_passages`` gives the model at once."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        return [order[at : at + self._batch_size] for at in range(0, len(order), self._batch_size)]

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector (dim,) of one question."""
        vector: NDArray[np.float32] = self._encode([text], self._prompts.query)[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim), in one batch."""
        return self._encode(list(texts), self._prompts.query)

    def _encode(self, texts: list[str], prompt: str) -> NDArray[np.float32]:
        with self._slots:
            encoded = self._model.encode(
                texts,
                prompt=prompt,
                batch_size=len(texts),
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        return checked(np.asarray(encoded, dtype=np.float32))
