"""Which embedding model is used, and how."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

BUILTIN_E5_SMALL = "builtin:e5-small"
SHIPPED = "builtin:policy-e5"


class EmbeddingSettings(BaseModel):
    """One setting changes the model; everything else has a value that fits the built-in one.

    ``model`` is ``builtin:policy-e5`` (tuned to policy texts), ``builtin:e5-small`` (what that was made from), a
    folder with a sentence-transformers model, or the name of a model that already lies in this machine's Hugging
    Face cache (``BAAI/bge-m3``); nothing is ever downloaded.
    A prompt is put before every query or passage; ``None`` means the one the model brings along, ``""`` none.
    ``max_tokens`` caps what the model reads of a text (``None``: as much as the model can).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Annotated[str, Field(min_length=1)] = SHIPPED
    query_prompt: str | None = None
    passage_prompt: str | None = None
    batch_size: Annotated[int, Field(ge=1, le=1024)] = 8
    max_tokens: Annotated[int, Field(ge=16, le=32768)] | None = None
