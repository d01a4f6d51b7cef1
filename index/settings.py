"""How the index is built and searched."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Bm25Settings(BaseModel):
    """``k1`` bends the gain of a repeated term, ``b`` is how much a long text is held against itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    k1: Annotated[float, Field(ge=0, le=10)] = 1.2
    b: Annotated[float, Field(ge=0, le=1)] = 0.75


class DenseSettings(BaseModel):
    """Where vector search stops being exact.

    ``exact_up_to``: libraries with more vectors get clusters that bring the candidates. ``probes``: how many of the
    nearest clusters are looked through. ``selective``: a filter that leaves less than this share is searched exactly.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    exact_up_to: Annotated[int, Field(ge=0)] = 20_000
    probes: Annotated[int, Field(ge=1, le=100_000)] = 256
    selective: Annotated[float, Field(ge=0, le=1)] = 0.2


class BuildSettings(BaseModel):
    """``keep_snapshots``: how many of the newest snapshots stay on disk for a rollback."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dense: DenseSettings = DenseSettings()
    bm25: Bm25Settings = Bm25Settings()
    keep_snapshots: Annotated[int, Field(ge=1, le=1000)] = 5


class RetrievalSettings(BaseModel):
    """How many chunks each side brings to the fusion (``depth``) and how their scores are joined.

    ``learned_weight`` (of the cosine; ``None``: the one learned for the shipped model) goes with ``learned``,
    ``dense_weight`` with ``weighted``, ``rrf_k`` with ``rrf``.

    ``reranker`` names a cross-encoder (a folder, or a model in this machine's Hugging Face cache) that puts the first
    ``rerank_depth`` clauses in order anew; none by default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    depth: Annotated[int, Field(ge=1, le=10_000)] = 100
    fusion: Literal["learned", "weighted", "rrf"] = "learned"
    rrf_k: Annotated[int, Field(ge=1, le=10_000)] = 60
    dense_weight: Annotated[float, Field(ge=0, le=1)] = 0.6
    learned_weight: Annotated[float, Field(ge=0, le=1)] | None = None
    reranker: Annotated[str, Field(min_length=1)] | None = None
    rerank_depth: Annotated[int, Field(ge=1, le=1000)] = 30
