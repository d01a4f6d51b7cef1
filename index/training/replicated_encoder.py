"""An encoder that learns on two cores: float32 weights, and a bfloat16 copy of them for each thread.

A batch for contrastive learning is too large for one pass, and its loss needs all vectors at once. So texts
are embedded in small groups of like length, the loss is taken of the vectors, and its gradient for each
vector is then sent back through the group's own pass (the split of Gao et al., *Scaling Deep Contrastive
Learning Batch Size under Memory Limited Peak Setup*, 2021; the groups' passes are kept, since memory allows
it, not repeated). Groups are dealt to the copies by turns, so the result does not depend on timing.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import torch
from torch import Tensor
from torch.nn.functional import normalize
from transformers import BertModel

Tokens = Sequence[int]


def mean_vectors(bert: BertModel, texts: Sequence[Tokens], pad: int) -> Tensor:
    """(texts, hidden) float32 unit vectors: the mean over each text's tokens."""
    longest = max(map(len, texts))
    ids = torch.full((len(texts), longest), pad)
    mask = torch.zeros((len(texts), longest), dtype=torch.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
        mask[row, : len(text)] = 1
    hidden = bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    weights = mask[..., None].float()
    return normalize((hidden * weights).sum(1) / weights.sum(1), dim=1)


class ReplicatedEncoder:
    """``master`` holds the weights that are learnt; those of its embeddings layer stay as they are.

    Call :meth:`embed`, then :meth:`backward` with the gradient for what it returned, then change the master's
    weights by their ``grad`` and call :meth:`refresh`.
    """

    def __init__(self, master: BertModel, *, pad: int, replicas: int, group: int, dtype: torch.dtype) -> None:
        self.master = master
        self.width = cast("int", master.config.hidden_size)
        self._pad = pad
        self._group = group
        master.eval()  # no dropout
        master.embeddings.requires_grad_(False)
        self._replicas = [copy.deepcopy(master).to(dtype) for _ in range(replicas)]
        self._pool = ThreadPoolExecutor(replicas)
        self._passes: list[list[tuple[list[int], Tensor]]] = []

    def parameters(self) -> list[torch.nn.Parameter]:
        """The master's parameters that are learnt, in a fixed order."""
        return [weight for weight in self.master.parameters() if weight.requires_grad]

    def embed(self, texts: Sequence[Tokens]) -> Tensor:
        """(texts, hidden) unit vectors, a leaf that takes a gradient; the passes are kept for :meth:`backward`."""
        self._passes = self._run(texts, learning=True)
        return self._gathered(len(texts)).requires_grad_()

    def backward(self, gradient: Tensor) -> None:
        """Add to the master's ``grad`` what ``gradient`` (texts, hidden) makes of its weights; ends the passes."""

        def back(own: list[tuple[list[int], Tensor]]) -> None:
            for rows, vectors in own:
                vectors.backward(gradient[rows])

        list(self._pool.map(back, self._passes))
        self._passes = []
        for replica in self._replicas:
            learnt = [weight for weight in replica.parameters() if weight.requires_grad]
            for weight, copied in zip(self.parameters(), learnt, strict=True):
                if copied.grad is not None:
                    own = copied.grad.to(weight.dtype)
                    weight.grad = own if weight.grad is None else weight.grad + own
                    copied.grad = None

    def encode(self, texts: Sequence[Tokens]) -> Tensor:
        """(texts, hidden) unit vectors, with nothing kept."""
        self._passes = self._run(texts, learning=False)
        vectors = self._gathered(len(texts))
        self._passes = []
        return vectors

    def refresh(self) -> None:
        """Give the copies the master's weights."""
        with torch.no_grad():
            for replica in self._replicas:
                for copied, weight in zip(replica.parameters(), self.master.parameters(), strict=True):
                    if weight.requires_grad:
                        copied.copy_(weight)

    def load(self, weights: Sequence[Tensor]) -> None:
        """Set the learnt weights, in the order of :meth:`parameters`."""
        with torch.no_grad():
            for weight, value in zip(self.parameters(), weights, strict=True):
                weight.copy_(value)
        self.refresh()

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def _run(self, texts: Sequence[Tokens], *, learning: bool) -> list[list[tuple[list[int], Tensor]]]:
        order = sorted(range(len(texts)), key=lambda row: (-len(texts[row]), row))
        groups = [order[at : at + self._group] for at in range(0, len(order), self._group)]

        def passes(number: int) -> list[tuple[list[int], Tensor]]:
            replica = self._replicas[number]
            with torch.set_grad_enabled(learning):
                return [
                    (rows, mean_vectors(replica, [texts[row] for row in rows], self._pad))
                    for rows in groups[number :: len(self._replicas)]
                ]

        return list(self._pool.map(passes, range(len(self._replicas))))

    def _gathered(self, count: int) -> Tensor:
        vectors = torch.empty((count, self.width))
        for own in self._passes:
            for rows, part in own:
                vectors[rows] = part.detach()
        return vectors
