"""A weighted sum of the cosine and of how much of what was looked for a text has.

Neither part depends on the other candidates, as ranks and min-max scaling do: a question in words no text uses counts
by its meaning almost alone, one in the words of a text by these, and scores of different searches can be compared.
The weight was learned from judged questions and lies in ``learned.json`` with where it comes from
(``docs/decisions/0006-learned-fusion.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from index.stores.ranking import Scores

FILE = Path(__file__).with_name("learned.json")


class Learned(BaseModel):
    """The file: the weight of the cosine, and what it was learned from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dense_weight: Annotated[float, Field(ge=0, le=1)]
    provenance: dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class CoverageSum:
    """``dense_weight`` goes to the cosine, the rest to BM25 as a share of its ceiling."""

    dense_weight: float

    def __call__(self, dense: Scores, lexical: Scores, ceiling: float) -> Scores:
        """``w · cosine + (1 - w) · BM25 / ceiling``: −w…1."""
        covered = lexical / np.float32(ceiling) if ceiling > 0 else lexical
        return (self.dense_weight * dense + (1 - self.dense_weight) * covered).astype(np.float32)


@cache
def shipped_weight() -> Learned:
    """What comes with the program."""
    return Learned.model_validate_json(FILE.read_bytes())
