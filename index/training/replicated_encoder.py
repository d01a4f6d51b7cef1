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
from torch.nn.utils.rnn import pad_sequence
from transformers import BertModel

Tokens = Sequence[int]


def mean_vectors(bert: BertModel, texts: Sequence[Tokens], pad: int) -> Tensor:
    """(texts, hidden) float32 unit vectors: the mean over each text's tokens."""
    layers = bert.config.num_hidden_layers
    return upper_vectors(bert, lower_states(bert, texts, pad, layers), layers)


def lower_states(bert: BertModel, texts: Sequence[Tokens], pad: int, depth: int) -> list[Tensor]:
    """What the embeddings and the first ``depth`` layers make of each text: (its tokens, hidden) each."""
    longest = max(map(len, texts))
    ids = torch.tensor([[*text, *[pad] * (longest - len(text))] for text in texts])
    lengths = [len(text) for text in texts]
    states = _through(bert, bert.embeddings(input_ids=ids), lengths, 0, depth)
    return [row[:length] for row, length in zip(states, lengths, strict=True)]


def upper_vectors(bert: BertModel, states: Sequence[Tensor], depth: int) -> Tensor:
    """(texts, hidden) float32 unit vectors from the ``states`` of the first ``depth`` layers."""
    lengths = [len(state) for state in states]
    last = bert.config.num_hidden_layers
    hidden = _through(bert, pad_sequence(list(states), batch_first=True), lengths, depth, last).float()
    weights = _mask(lengths)[..., None].float()
    return normalize((hidden * weights).sum(1) / weights.sum(1), dim=1)


def _through(bert: BertModel, states: Tensor, lengths: Sequence[int], first: int, last: int) -> Tensor:
    # Added to the attention scores: nothing to a text's own tokens, the lowest number to its padding.
    bias = torch.zeros((len(lengths), 1, 1, states.shape[1]), dtype=states.dtype)
    bias.masked_fill_(~_mask(lengths)[:, None, None, :], torch.finfo(states.dtype).min)
    for layer in bert.encoder.layer[first:last]:
        states = layer(states, bias)
    return states


def _mask(lengths: Sequence[int]) -> Tensor:
    """(texts, longest) bool: where a text's own tokens are."""
    return torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]


class ReplicatedEncoder:
    """``master`` holds the weights; those of its embeddings stay as they are, and so do :meth:`freeze`'s.

    Call :meth:`embed`, then :meth:`backward` with the gradient for what it returned, then change the master's
    weights by their ``grad`` and call :meth:`refresh`.
    """

    def __init__(self, master: BertModel, *, pad: int, replicas: int, group: int, dtype: torch.dtype) -> None:
        self.master = master
        self.width = cast("int", master.config.hidden_size)
        self._pad = pad
        self._group = group
        master.eval()  # no dropout
        master.set_attn_implementation("eager")  # its way back takes a third less time than that of the fused kernel
        master.embeddings.requires_grad_(requires_grad=False)
        self._frozen = 0
        self._states: dict[tuple[int, ...], Tensor] = {}
        self._replicas = [copy.deepcopy(master).to(dtype) for _ in range(replicas)]
        self._pool = ThreadPoolExecutor(replicas)
        self._passes: list[list[tuple[list[int], Tensor]]] = []

    def parameters(self) -> list[torch.nn.Parameter]:
        """The master's parameters that are learnt, in a fixed order."""
        return [weight for weight in self.master.parameters() if weight.requires_grad]

    def freeze(self, layers: int) -> None:
        """From now on the first ``layers`` layers stay as they are and the others learn.

        What frozen layers make of a text is kept from its first visit, which halves the work where half is frozen.
        """
        self._frozen = layers
        self._states = {}
        for replica in self._replicas:
            for number, layer in enumerate(replica.encoder.layer):
                layer.requires_grad_(requires_grad=number >= layers)

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
            for weight, copied in zip(self.master.parameters(), replica.parameters(), strict=True):
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
                    if weight.requires_grad:  # of the master: all but the embeddings
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
            found = []
            for rows in groups[number :: len(self._replicas)]:
                own = [texts[row] for row in rows]
                with torch.no_grad():
                    states = (
                        self._lower(replica, own) if learning else lower_states(replica, own, self._pad, self._frozen)
                    )
                with torch.set_grad_enabled(learning):
                    found.append((rows, upper_vectors(replica, states, self._frozen)))
            return found

        return list(self._pool.map(passes, range(len(self._replicas))))

    def _lower(self, replica: BertModel, texts: Sequence[Tokens]) -> list[Tensor]:
        missing = [text for text in texts if tuple(text) not in self._states]
        if missing:
            for text, state in zip(missing, lower_states(replica, missing, self._pad, self._frozen), strict=True):
                self._states[tuple(text)] = state.clone()
        return [self._states[tuple(text)] for text in texts]

    def _gathered(self, count: int) -> Tensor:
        vectors = torch.empty((count, self.width))
        for own in self._passes:
            for rows, part in own:
                vectors[rows] = part.detach()
        return vectors
