"""A compiled model folder as a module of sentence-transformers.

``SentenceTransformer(folder, trust_remote_code=True)`` finds this class through the folder's ``modules.json``.
The library asks for that flag for every module class outside its own name space, and for none is it needed to
fetch anything: the class is this installed one. ``load_sentence_transformer`` does the same without the flag.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from index.embedding.compiled_model import PROMPTS_FILE, CompiledModel


class CompiledSentenceModule(InputModule):  # type: ignore[misc]  # the library is untyped here
    """Texts to unit sentence vectors in one module: tokens, encoder, pooling and normalisation."""

    def __init__(self, model: CompiledModel) -> None:
        super().__init__()
        self._model = model
        self.tokenizer = model.tokenizer

    @property
    def max_seq_length(self) -> int:
        """How many tokens of a text are read."""
        return self._model.max_tokens

    @max_seq_length.setter
    def max_seq_length(self, limit: int) -> None:
        self._model.limit_tokens(limit)

    def get_embedding_dimension(self) -> int:
        """Width of a vector."""
        return self._model.dim

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: object) -> dict[str, Any]:
        """The texts with the prompt before each; they are cut into tokens where they are encoded."""
        return {"texts": [(prompt or "") + text for text in inputs]}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Adds ``sentence_embedding``: (texts, dim) float32."""
        texts = features["texts"]
        vectors = self._model.encode_one(texts[0])[None] if len(texts) == 1 else self._model.encode_many(texts)
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    @classmethod
    def load(cls, model_name_or_path: str, *_: object, **__: object) -> Self:
        """The module of the folder ``model_name_or_path``; ``ModelCorrupt``."""
        return cls(CompiledModel.open(Path(model_name_or_path)))

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Copy the graph, the tokenizer and the description into ``output_path``."""
        self._model.copy_to(Path(output_path))


def load_sentence_transformer(folder: Path) -> SentenceTransformer:
    """The compiled model in ``folder`` behind the whole SentenceTransformer interface; ``ModelCorrupt``."""
    module = CompiledSentenceModule.load(str(folder))
    prompts = json.loads((folder / PROMPTS_FILE).read_text("utf-8"))["prompts"]
    return SentenceTransformer(modules=[module], device="cpu", prompts=prompts, similarity_fn_name="cosine")
