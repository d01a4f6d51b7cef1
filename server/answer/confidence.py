"""How likely a sentence is the one that was asked for: a logistic model of a few features, fitted on questions.

``python -m server.calibration`` fits the coefficients in ``confidence.toml`` on question files with known clauses and
draws the curve of wrong refusals against wrong answers; the cosine's coefficient holds for the embedding model that
is named there.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Features:
    """What tells a right sentence from a wrong one, beside its rank."""

    coverage: float
    """Weighted share of the question's terms that the sentence and its surroundings say."""
    cosine: float
    """Between the question and the nearest chunk of the clause."""
    unsaid: float
    """Weighted share of the question's terms that the documents asked never say."""
    heading: float
    """Weighted share of the terms that the clause's heading says."""
    shared: float
    """Length of the longest run of characters shared with the question, as a share of ten."""
    terms: float
    """ln(1 + number of terms): a single term is easily said by chance."""


FEATURES = tuple(f.name for f in fields(Features))


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The fitted model; ``encoder`` is the name of the embedding model it was fitted with."""

    encoder: str
    intercept: float
    weights: tuple[float, ...]
    on_topic: float = 0.0
    """Cosine of the nearest clause below which hardly any right answer lies (their second percentile)."""

    def confidence(self, features: Features) -> float:
        """Probability between 0 and 1 (logistic regression)."""
        pairs = zip(FEATURES, self.weights, strict=True)
        z = self.intercept + sum(weight * getattr(features, name) for name, weight in pairs)
        return 1 / (1 + math.exp(-z))


@cache
def load_coefficients() -> Coefficients:
    """The coefficients that ship with the package."""
    data = tomllib.loads((files("server.answer") / "confidence.toml").read_text("utf-8"))
    return Coefficients(
        data["encoder"],
        float(data["intercept"]),
        tuple(float(data["weights"][name]) for name in FEATURES),
        float(data["on_topic"]),
    )
