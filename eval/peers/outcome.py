"""What a worker hands back, see `eval.peers.workers.work`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveFloat, PositiveInt


class Outcome(BaseModel):
    """One peer's work: times, memory, and the passages found for each question, best first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passages: NonNegativeInt
    index_seconds: PositiveFloat
    query_seconds: Annotated[tuple[PositiveFloat, ...], Field(min_length=1)]
    peak_kb: PositiveInt
    """Largest resident memory of the process; the embedding runs in another."""
    found: dict[str, tuple[tuple[str, str], ...]]
    """By question: (file, text)."""
