"""What the index needs of an embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Texts to unit vectors, so that a dot product is the cosine. Safe to call from several threads.

    ``name`` tells apart vectors that must not be mixed: it changes with the model, its prompts and its token
    limit.
    """

    @property
    def name(self) -> str:
        """What an index records of its encoder."""
        ...

    @property
    def dim(self) -> int:
        """Width of a vector."""
        ...

    @property
    def max_tokens(self) -> int | None:
        """How many tokens of a text, prompt included, are read; None where unlimited."""
        ...

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), row i for text i; ``on_progress`` hears how many are done. ``EncodingFailed``."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,); raises ``EncodingFailed``."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim), a few questions at once; raises ``EncodingFailed``."""
        ...


class PlannedEncoder(Encoder, Protocol):
    """An encoder that tells which passages it puts through the model together.

    The vector of a text may differ in its last digits with what it is padded to. Whoever embeds these batches one by
    one gets the very bytes of one call with all texts.
    """

    def passage_batches(self, texts: Sequence[str]) -> list[list[int]]:
        """The batches ``encode_passages(texts)`` makes, as positions in ``texts``, each exactly once."""
        ...
