"""What a step learns from: questions with their article and hard negatives, and pairs from the documents.

A batch is drawn from the seed, the stage and the number of the step alone, so that a training that was
interrupted goes on with the very batches it would have had.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from index.training.clause_pairs import Pair, thinned
from index.training.recipe import Mixture


@dataclass(frozen=True, slots=True)
class Question:
    """A training question: rows of the articles that answer it, of its hard negatives (hardest first), and of
    those that count neither way (nearly the same as one that answers it).
    """

    text: str
    relevant: tuple[int, ...]
    negatives: tuple[int, ...]
    neutral: frozenset[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of one step. ``target``: (queries,) place of the passage that answers each; ``barred``: for each
    query the passages, in this batch or not, that are not to be counted as wrong.
    """

    queries: tuple[str, ...]
    passages: tuple[str, ...]
    target: Tensor
    barred: tuple[frozenset[str], ...]

    def excluded(self, passages: Sequence[str]) -> Tensor:
        """(queries, passages) bool: which of ``passages`` count neither way for a query; the target is not one."""
        own = [self.passages[at] for at in self.target.tolist()]
        return torch.tensor(
            [
                [passage in barred and passage != right for passage in passages]
                for barred, right in zip(self.barred, own, strict=True)
            ],
            dtype=torch.bool,
        ).reshape(len(own), len(passages))


def draw_batch(
    mixture: Mixture,
    questions: Sequence[Question],
    written: Sequence[Question],
    pairs: Sequence[Pair],
    articles: Sequence[str],
    seed: str,
    step: int,
) -> Batch:
    """Batch number ``step``. Questions come in rounds, each once a round, in an order of the round's own."""
    draw = random.Random(f"{seed}/{step}")  # noqa: S311 - training data, not a secret
    judged = [questions[at] for at in _turns(len(questions), mixture.questions, seed, step)]
    others = [written[at] for at in _turns(len(written), mixture.written, f"{seed}/written", step, mixture.run)]
    asked = [(question, mixture.negatives) for question in judged]
    asked += [(question, mixture.written_negatives) for question in others]
    taken = [pairs[at] for at in _turns(len(pairs), mixture.pairs, f"{seed}/pairs", step)]
    passages: dict[str, int] = {}
    target: list[int] = []
    barred: list[frozenset[str]] = []
    for question, negatives in asked:
        right = draw.choice(question.relevant)
        hardest = question.negatives[: mixture.depth]
        wrong = draw.sample(hardest, min(negatives, len(hardest)))
        places = [passages.setdefault(articles[row], len(passages)) for row in (right, *wrong)]
        target.append(places[0])
        barred.append(frozenset(articles[row] for row in {*question.relevant, *question.neutral}))
    for pair in taken:
        target.append(passages.setdefault(pair.passage, len(passages)))
        barred.append(frozenset({pair.passage}))
    texts = [thinned(question.text, mixture.gaps, draw) for question, _ in asked]
    queries = (*texts, *(pair.query for pair in taken))
    return Batch(queries, tuple(passages), torch.tensor(target), tuple(barred))


def _turns(count: int, wanted: int, seed: str, step: int, run: int = 1) -> list[int]:
    """Numbers ``step * wanted`` and on of an endless row of rounds of ``range(count)``, runs of ``run`` shuffled."""
    if not count:
        return []
    turns = (divmod(place, count) for place in range(step * wanted, (step + 1) * wanted))
    return [_shuffled(count, f"{seed}/{turn}", run)[at] for turn, at in turns]


@lru_cache(maxsize=8)
def _shuffled(count: int, seed: str, run: int) -> tuple[int, ...]:
    draw = random.Random(seed)  # noqa: S311 - training data, not a secret
    first = draw.randrange(run)  # runs are cut elsewhere in every round
    starts = [0, *range(first or run, count, run)]
    runs = [range(start, end) for start, end in zip(starts, [*starts[1:], count], strict=True)]
    draw.shuffle(runs)
    return tuple(at for own in runs for at in own)
