"""The loss: every question picks its passage among all passages of the batch, and every passage its question.

Softmax cross-entropy of cosines over a temperature (van den Oord et al., *Representation Learning with
Contrastive Predictive Coding*, 2018), in both directions as in Li et al., *Towards General Text Embeddings
with Multi-stage Contrastive Learning* (2023), without the terms between questions.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy


def contrastive_loss(
    queries: Tensor, passages: Tensor, target: Tensor, excluded: Tensor, temperature: float, reverse: float
) -> Tensor:
    """The mean loss of a batch.

    Args:
        queries: (q, d) unit vectors.
        passages: (p, d) unit vectors, hard negatives among them.
        target: (q,) int64: the row of ``passages`` that answers each query.
        excluded: (q, p) bool: passages that are neither right nor to be counted as wrong for a query, because
            they answer it as well or nearly repeat what does.
        temperature: what cosines are divided by.
        reverse: weight of the direction from passage to question, 0 for none.
    """
    scores = queries @ passages.T / temperature
    loss = cross_entropy(scores.masked_fill(excluded, -torch.inf), target)
    if reverse == 0.0:
        return loss
    # Row i: the passage of query i against all queries; another query it also answers is left out.
    backward = scores[:, target].T
    also = excluded[:, target].T | (target[:, None] == target[None, :])
    also.fill_diagonal_(fill_value=False)
    own = torch.arange(len(target))
    return loss + reverse * cross_entropy(backward.masked_fill(also, -torch.inf), own)
