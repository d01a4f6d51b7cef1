"""Which clause of one document became which of another: told by their words and their order, not by their numbers.

Clauses with the same words go together first. The rest is an assignment problem (Kuhn 1955, solved by
``scipy.optimize.linear_sum_assignment``): the pairs of which the similarities add up to most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix

from ingest.normalize import fold

SAME = 0.5
"""From this Dice coefficient of character pairs on, two texts are one clause in two wordings."""

_ORDER = 0.1
"""What being at the same place of both documents is worth: it decides between equally similar clauses."""

_BLANK = re.compile(r"\s+")


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, float]]:
    """(position in ``old``, position in ``new``, similarity from 0 to 1) of the pairs, by the latter position."""
    a, b = [plain(text) for text in old], [plain(text) for text in new]
    pairs = [(i, j, 1.0) for i, j in _identical(a, b)]
    left = sorted(set(range(len(a))) - {i for i, _, _ in pairs})
    right = sorted(set(range(len(b))) - {j for _, j, _ in pairs})
    if left and right:
        alike = _dice([a[i] for i in left], [b[j] for j in right])
        nearness = 1 - np.abs(np.array(left)[:, None] / len(a) - np.array(right)[None, :] / len(b))
        worth = np.where(alike >= SAME, alike + _ORDER * nearness, 0.0)
        for row, column in zip(*linear_sum_assignment(worth, maximize=True), strict=True):
            if worth[row, column] > 0:
                pairs.append((left[row], right[column], float(alike[row, column])))
    return sorted(pairs, key=lambda pair: pair[1])


def in_order(pairs: Sequence[tuple[int, int, float]]) -> set[int]:
    """Positions in the new document of the most pairs that keep their order: the others were moved.

    The longest increasing subsequence (Fredman 1975) of the old positions in the order of the new.
    """
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (old, _, _) in enumerate(pairs):
        length = bisect_left(tails, old)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(old)
            at.append(index)
        else:
            tails[length] = old
            at[length] = index
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(pairs[index][1])
        index = before[index]
    return kept


def _identical(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Equal texts; of several equal ones, the first with the first, as long as there are as many on both sides."""
    counts, others = Counter(a), Counter(b)
    places: dict[str, list[int]] = {}
    for j, text in enumerate(b):
        places.setdefault(text, []).append(j)
    queues = {text: iter(at) for text, at in places.items() if counts[text] == others[text]}
    return [(i, next(queues[text])) for i, text in enumerate(a) if text in queues]


def plain(text: str) -> str:
    """``text`` without what makes no difference: white space, full width, capitals."""
    return _BLANK.sub("", fold(text)).lower()


def _dice(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float64]:
    """Dice coefficients of the sets of character pairs (of texts of one character: of characters)."""
    numbers: dict[str, int] = {}
    sets = [{text[i : i + 2] for i in range(max(1, len(text) - 1))} for text in (*a, *b)]
    rows = [row for row, pairs in enumerate(sets) for _ in pairs]
    columns = [numbers.setdefault(pair, len(numbers)) for pairs in sets for pair in pairs]
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(sets), len(numbers)))
    sizes = np.array([len(pairs) for pairs in sets], np.float64)
    common = (table[: len(a)] @ table[len(a) :].T).toarray()
    dice: NDArray[np.float64] = 2 * common / (sizes[: len(a), None] + sizes[None, len(a) :])
    return dice
