"""The encoder around a compiled model, without torch and sentence-transformers.

It gives what ``SentenceTransformer(folder).encode`` gives, as both run the same ``CompiledModel``; what it saves is
the import of the two libraries, seconds that every command would pay before its first vector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding.compiled_model import CompiledModel
from index.embedding.prompts import Prompts
from index.embedding.settings import EmbeddingSettings
from index.embedding.unit_vectors import checked


class CompiledEncoder:
    """See ``Encoder``. ``identity`` stands for the model's files."""

    def __init__(self, model: CompiledModel, settings: EmbeddingSettings, *, identity: str) -> None:
        if settings.max_tokens is not None:
            model.limit_tokens(settings.max_tokens)
        self._model = model
        self._prompts = Prompts.chosen(settings, model.prompts)
        self.max_tokens: int | None = model.max_tokens
        self.dim: int = model.dim
        self.name: str = self._prompts.encoder_name(identity, self.max_tokens)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), row i for text i."""
        return checked(self._model.encode_many([self._prompts.passage + text for text in texts], on_progress))

    def passage_batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Positions in ``texts``: what ``encode_passages`` puts through the graph at once."""
        return self._model.batches([self._prompts.passage + text for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector (dim,) of one question."""
        return checked(self._model.encode_one(self._prompts.query + text))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim), in one inference."""
        return checked(self._model.encode_together([self._prompts.query + text for text in texts]))
