"""The encoder around a compiled model, without torch and sentence-transformers.

It gives what ``SentenceTransformer(folder).encode`` gives, as both run the same ``CompiledModel``; what it saves is
the import of the two libraries, seconds that every command would pay before its first vector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding.compiled_model import CompiledModel
from index.embedding.prompts import PASSAGE, QUERY, prompt
from index.embedding.settings import EmbeddingSettings
from index.errors import EncodingFailed

_UNIT_TOLERANCE: Final = 1e-3


class CompiledEncoder:
    """See ``Encoder``. ``identity`` stands for the model's files."""

    def __init__(self, model: CompiledModel, settings: EmbeddingSettings, *, identity: str) -> None:
        if settings.max_tokens is not None:
            model.limit_tokens(settings.max_tokens)
        self._model = model
        self._query_prompt = prompt(settings.query_prompt, model.prompts, QUERY)
        self._passage_prompt = prompt(settings.passage_prompt, model.prompts, PASSAGE)
        self.max_tokens: int | None = model.max_tokens
        self.dim: int = model.dim
        prompts = f"query={self._query_prompt!r} passage={self._passage_prompt!r}"
        self.name: str = f"{identity} {prompts} tokens={self.max_tokens}"

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), row i for text i."""
        return _checked(self._model.encode_many([self._passage_prompt + text for text in texts], on_progress))

    def passage_batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Positions in ``texts``: what ``encode_passages`` puts through the graph at once."""
        return self._model.batches([self._passage_prompt + text for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector (dim,) of one question."""
        return _checked(self._model.encode_one(self._query_prompt + text))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim), in one inference."""
        return _checked(self._model.encode_together([self._query_prompt + text for text in texts]))


def _checked(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    # Written so that NaN fails too.
    if not np.all(np.abs(np.linalg.norm(vectors, axis=-1) - 1.0) <= _UNIT_TOLERANCE):
        raise EncodingFailed("嵌入模型给出的向量含非数值或长度为零，无法检索，请换用其他模型（设置项 model）。")
    return vectors
