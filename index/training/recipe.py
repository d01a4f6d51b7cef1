"""The settings of a training: what is mixed into a batch, for how long, how fast; every number of the recipe."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Mixture(BaseModel):
    """How many judged questions, written questions and pairs make a batch.

    ``negatives`` and ``written_negatives`` are hard negatives of each question, drawn from its ``depth`` hardest.
    Written questions come in runs of ``run`` neighbours, whose articles are each other's hard negatives at no
    further cost. Of the questions, ``gaps`` lose each character pair with this probability: no two visits are
    quite alike.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: Count
    negatives: Count
    pairs: Count = 0
    written: Count = 0
    written_negatives: Count = 0
    run: Annotated[int, Field(ge=1, le=100)] = 4
    depth: Annotated[int, Field(ge=1, le=1000)] = 20
    gaps: Share = 0.0


class Stage(Mixture):
    """One stage: its batches, and a learning rate that goes in a straight line from ``rate_from`` to ``rate_to``.

    ``mined``: where hard negatives come from: ``lexical`` (BM25 over all articles), ``model`` (BM25's and the
    model's own, as it is when the stage begins, from articles that are right for some question or among BM25's
    best) or ``corpus`` (the same from all articles, which takes the time to embed them).
    """

    name: str
    steps: Annotated[int, Field(ge=1, le=1_000_000)]
    mined: Literal["lexical", "model", "corpus"] = "lexical"
    frozen_layers: Annotated[int, Field(ge=0, le=12)] = 0
    """So many of the lower layers stay as they are, like the word vectors."""
    share: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    """How much of what is learnt by the end of this stage goes into the finished model."""
    everything: bool = False
    """The questions held out are learnt too, from what the stages before gave the finished model, once its figures
    have been taken. Only the last stage may."""
    rate_from: Annotated[float, Field(ge=0.0, le=0.01)]
    rate_to: Annotated[float, Field(ge=0.0, le=0.01)]


class Recipe(BaseModel):
    """A whole training; the same recipe, data and number of threads give the same weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 20240601
    letters: Count = 8000
    """How many pieces of ASCII characters the vocabulary keeps beyond those in use."""
    held_out: Share = 0.2
    max_tokens: Annotated[int, Field(ge=16, le=512)] = 112
    """How much of a text is read in training; the finished model reads 512."""
    temperature: Annotated[float, Field(gt=0.0, le=1.0)] = 0.02
    reverse: Share = 0.2
    weight_decay: Share = 0.01
    average: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.97
    """Decay a step of the running mean of the weights, which is what is kept of a training in the end."""
    memory: Count = 0
    """So many passages of the steps before serve as further wrong answers."""
    pairs: Count = 30_000
    pair_shares: dict[str, Share] = {
        "sentence": 0.4,
        "reference": 0.3,
        "heading": 0.16,
        "title": 0.1,
        "short name": 0.04,
    }
    pool_lexical: Annotated[int, Field(ge=1, le=1000)] = 10
    """Of each training question so many BM25 candidates form the pool that the model's negatives come from."""
    margin: Annotated[float, Field(ge=0.0, le=2.0)] = 0.05
    """A negative may score so much more than the best judged article before it is taken for unjudged truth."""
    checkpoint_every: Annotated[int, Field(ge=1)] = 10
    stages: tuple[Stage, ...] = (
        Stage(
            name="trial",
            steps=270,
            questions=24,
            negatives=1,
            share=0.5,
            rate_from=5e-5,
            rate_to=2e-6,
        ),
        Stage(
            name="second",
            steps=200,
            questions=24,
            negatives=1,
            written=16,
            mined="corpus",
            share=0.5,
            rate_from=4e-5,
            rate_to=2e-6,
        ),
        Stage(
            name="everything",
            steps=100,
            questions=24,
            negatives=1,
            written=8,
            everything=True,
            rate_from=2e-5,
            rate_to=1e-6,
        ),
    )

    @field_validator("stages")
    @classmethod
    def _everything_comes_last(cls, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        if any(stage.everything for stage in stages[:-1]):
            raise ValueError("only the last stage may learn the questions held out")
        return stages
