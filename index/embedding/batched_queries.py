"""Questions that come at the same time are embedded together; one that comes alone is embedded at once.

Nothing is waited for: while one thread embeds, those that come queue, and the first of them embeds all that have queued
by then. So a batch is as large as the load makes it, and a lone question pays two lock operations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Lock

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder import Encoder
from index.errors import EncodingFailed

MOST = 32
"""Questions in one batch."""


class BatchedQueries:
    """An :class:`Encoder` around another. ``on_batch`` hears the size of every batch."""

    def __init__(self, encoder: Encoder, on_batch: Callable[[int], None] | None = None) -> None:
        self._encoder = encoder
        self._on_batch = on_batch
        self._lock = Lock()
        self._waiting: list[_Place] = []
        self._is_led = False

    @property
    def name(self) -> str:
        """That of the encoder within."""
        return self._encoder.name

    @property
    def dim(self) -> int:
        """Width of a vector."""
        return self._encoder.dim

    @property
    def max_tokens(self) -> int | None:
        """How many tokens of a text are read."""
        return self._encoder.max_tokens

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), by the encoder within."""
        return self._encoder.encode_passages(texts, on_progress)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim), by the encoder within."""
        return self._encoder.encode_queries(texts)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,); raises what the encoder within raises for this very text."""
        place = _Place(text)
        with self._lock:
            self._waiting.append(place)
            leads = not self._is_led
            self._is_led = True
        if not leads:
            place.called.wait()
        if place.outcome is None:
            self._lead()
        return place.result()

    def _lead(self) -> None:
        """Embed all that wait, this thread's own text the first, and hand on to the next that waits."""
        with self._lock:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._embed(batch)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
            for place in batch:
                place.called.set()
            if following is not None:
                following.called.set()

    def _embed(self, batch: Sequence[_Place]) -> None:
        try:
            if self._on_batch is not None:
                self._on_batch(len(batch))
            vectors = self._encoder.encode_queries([place.text for place in batch])
        except Exception as error:  # noqa: BLE001 - every waiter is told, in his own thread
            if len(batch) == 1:
                batch[0].outcome = error
                return
            # One text must not fail its neighbours.
            for place in batch:
                self._embed([place])
            return
        except BaseException as error:
            # This thread is being ended, for a reason of its own; nobody may wait for it for ever.
            for place in batch:
                if place.outcome is None:
                    place.outcome = EncodingFailed(f"编码中断：{type(error).__name__}")
            raise
        for place, vector in zip(batch, vectors, strict=True):
            place.outcome = vector


class _Place:
    """A text in the queue, and what came of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.called = Event()
        self.outcome: NDArray[np.float32] | Exception | None = None

    def result(self) -> NDArray[np.float32]:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        if self.outcome is None:
            raise RuntimeError("a batch ended without an outcome for one of its texts")
        return self.outcome
