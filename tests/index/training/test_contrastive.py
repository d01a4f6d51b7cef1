import numpy as np
import torch
from numpy.typing import NDArray

from index.training.contrastive import contrastive_loss


def unit(*shape: int, seed: int) -> NDArray[np.float64]:
    vectors = np.random.default_rng(seed).normal(size=shape)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def by_hand(
    queries: NDArray[np.float64],
    passages: NDArray[np.float64],
    target: list[int],
    excluded: NDArray[np.bool_],
    temperature: float,
    reverse: float,
) -> float:
    forward = backward = 0.0
    for i, right in enumerate(target):
        allowed = [p for p in range(len(passages)) if not excluded[i, p]]
        weights = {p: np.exp(queries[i] @ passages[p] / temperature) for p in allowed}
        forward -= np.log(weights[right] / sum(weights.values())) / len(target)
        others = [k for k in range(len(queries)) if k == i or not (excluded[k, right] or target[k] == right)]
        asked = {k: np.exp(queries[k] @ passages[right] / temperature) for k in others}
        backward -= np.log(asked[i] / sum(asked.values())) / len(target)
    return float(forward + reverse * backward)


def test_the_loss_is_the_formula_written_out() -> None:
    queries, passages = unit(4, 8, seed=1), unit(7, 8, seed=2)
    target = [2, 0, 2, 5]
    excluded = np.zeros((4, 7), bool)
    excluded[0, 4] = excluded[3, 0] = True
    for temperature, reverse in ((1.0, 0.0), (0.05, 0.0), (0.05, 0.3)):
        loss = contrastive_loss(
            torch.tensor(queries),
            torch.tensor(passages),
            torch.tensor(target),
            torch.tensor(excluded),
            temperature,
            reverse,
        )
        expected = by_hand(queries, passages, target, excluded, temperature, reverse)
        np.testing.assert_allclose(float(loss), expected, rtol=1e-9)


def test_an_excluded_passage_gets_no_gradient_from_the_question() -> None:
    queries = torch.tensor(unit(1, 8, seed=3))
    passages = torch.tensor(unit(3, 8, seed=4), requires_grad=True)
    excluded = torch.tensor([[False, True, False]])
    contrastive_loss(queries, passages, torch.tensor([0]), excluded, 0.05, 0.0).backward()
    assert passages.grad is not None
    assert passages.grad[1].tolist() == [0.0] * 8
    assert passages.grad[2].abs().sum() > 0
