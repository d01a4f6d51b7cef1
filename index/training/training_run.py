"""The loop: batches through the encoder, the optimiser, a running mean of the weights, checkpoints, resumption."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.embedding.builtin_e5 import PROMPTS
from index.training.batches import Batch
from index.training.contrastive import contrastive_loss
from index.training.memory import Memory
from index.training.recipe import Recipe, Stage
from index.training.replicated_encoder import ReplicatedEncoder


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told of a step: its stage, its number in the stage (from 1) and its loss."""

    stage: str
    step: int
    loss: float


class TrainingRun:
    """The state of a training: weights, optimiser, running mean, and how many steps of which stage are done.

    The finished model is a blend of the start with what the stages learnt (Ilharco et al., *Editing Models with
    Task Arithmetic*, 2023; Wortsman et al., *Robust Fine-tuning of Zero-shot Models*, 2022).
    """

    def __init__(self, encoder: ReplicatedEncoder, tokenizer: Tokenizer, recipe: Recipe, checkpoint: Path) -> None:
        self.encoder = encoder
        self.tokenizer = tokenizer
        self._recipe = recipe
        self._checkpoint = checkpoint
        self._optimiser = torch.optim.AdamW(encoder.parameters(), lr=0.0, weight_decay=recipe.weight_decay)
        self._memory = Memory(recipe.memory, encoder.width)
        self._start = [weight.detach().clone() for weight in encoder.parameters()]
        self.mean: list[Tensor] = [weight.clone() for weight in self._start]
        self.blended: list[Tensor] = [weight.clone() for weight in self._start]
        """The weights of the finished model: those of the start and shares of what the stages had learnt."""
        self.stage = 0
        self.step = 0
        if checkpoint.is_file():
            self._load(torch.load(checkpoint, weights_only=True))

    def run(self, stage: Stage, batch_of: Callable[[int], Batch]) -> Iterator[Progress]:
        """The steps of ``stage`` that are not done yet, then on to the next stage."""
        self.encoder.freeze(stage.frozen_layers)
        if stage.everything and self.step == 0:
            self.encoder.load(self.blended)
            self.mean = [weight.clone() for weight in self.blended]
        while self.step < stage.steps:
            loss = self._learn(batch_of(self.step), self._rate(stage))
            self.step += 1
            if self.step % self._recipe.checkpoint_every == 0:
                self.save()
            yield Progress(stage.name, self.step, loss)
        if stage.everything:
            self.blended = [weight.clone() for weight in self.mean]
        else:
            for blended, mean, start in zip(self.blended, self.mean, self._start, strict=True):
                blended += stage.share * (mean - start)
        self.stage += 1
        self.step = 0
        self.save()

    def tokens(self, texts: tuple[str, ...], prompt: str) -> list[list[int]]:
        """Ids of ``texts`` after the prompt of a ``query`` or a ``document``."""
        encodings = self.tokenizer.encode_batch_fast([PROMPTS[prompt] + text for text in texts])
        return [encoding.ids for encoding in encodings]

    def save(self) -> None:
        """Write the state, so that a stop at any moment leaves the last or this one."""
        state = {
            "stage": self.stage,
            "step": self.step,
            "weights": [weight.detach() for weight in self.encoder.parameters()],
            "mean": self.mean,
            "blended": self.blended,
            "memory": self._memory.state(),
            "optimiser": self._optimiser.state_dict(),
        }
        beside = self._checkpoint.with_suffix(".new")
        torch.save(state, beside)
        beside.replace(self._checkpoint)

    def _load(self, state: dict[str, Any]) -> None:
        self.stage, self.step = state["stage"], state["step"]
        self.encoder.load(state["weights"])
        self.mean, self.blended = state["mean"], state["blended"]
        self._memory.restore(state["memory"])
        self._optimiser.load_state_dict(state["optimiser"])

    def _rate(self, stage: Stage) -> float:
        return stage.rate_from + (stage.rate_to - stage.rate_from) * self.step / stage.steps

    def _learn(self, batch: Batch, rate: float) -> float:
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        texts = [*self.tokens(batch.queries, "query"), *self.tokens(batch.passages, "document")]
        vectors = self.encoder.embed(texts)
        queries, fresh = vectors[: len(batch.queries)], vectors[len(batch.queries) :]
        remembered, before = self._memory.recall(batch.passages)
        loss = contrastive_loss(
            queries,
            torch.cat([fresh, before]),
            batch.target,
            batch.excluded([*batch.passages, *remembered]),
            self._recipe.temperature,
            self._recipe.reverse,
        )
        loss.backward()
        if vectors.grad is None:
            raise RuntimeError("the loss gave no gradient for the vectors")
        self.encoder.backward(vectors.grad)
        self._memory.add(batch.passages, fresh)
        torch.nn.utils.clip_grad_norm_(self.encoder.parameters(), 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        self.encoder.refresh()
        with torch.no_grad():
            for mean, weight in zip(self.mean, self.encoder.parameters(), strict=True):
                mean.lerp_(weight, 1.0 - self._recipe.average)
        return float(loss.detach())
