"""Which questions are kept out of training.

Questions that share a judged article, directly or through others, form a group, and a group is kept out as a
whole: of what answers a question kept out, nothing was learnt. A group larger than ``largest`` (two of them
hold 30 % of the questions) would leave its subject out of one side entirely, so of such a group single
questions are drawn, and the figures are given for both kinds apart.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """Rows of the questions, ascending. ``disjoint``: those held out that share no article with a trained one."""

    trained: tuple[int, ...]
    held_out: tuple[int, ...]
    disjoint: tuple[int, ...]


def split_queries(relevant: Sequence[Sequence[int]], share: float, seed: int, largest: int = 50) -> Split:
    """Hold out about ``share`` of the questions, whose relevant articles ``relevant`` names."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    groups = groups_by_article(relevant)
    small = [group for group in groups if len(group) <= largest]
    draw.shuffle(small)
    held: set[int] = set()
    wanted = share * sum(map(len, small))
    for group in small:
        if len(held) < wanted:
            held.update(group)
    for group in groups:
        if len(group) > largest:
            held.update(draw.sample(group, round(share * len(group))))
    trained = tuple(row for row in range(len(relevant)) if row not in held)
    learnt = {article for row in trained for article in relevant[row]}
    disjoint = tuple(row for row in sorted(held) if learnt.isdisjoint(relevant[row]))
    return Split(trained, tuple(sorted(held)), disjoint)


def groups_by_article(relevant: Sequence[Sequence[int]]) -> list[list[int]]:
    """Rows of ``relevant`` connected through common articles; groups in order of their first row."""
    parent: dict[int, int] = {}

    def root(article: int) -> int:
        while parent.setdefault(article, article) != article:
            article = parent[article]
        return article

    for articles in relevant:
        for article in articles[1:]:
            parent[root(article)] = root(articles[0])
    groups: dict[int, list[int]] = {}
    for row, articles in enumerate(relevant):
        groups.setdefault(root(articles[0]), []).append(row)
    return list(groups.values())


def named(split: Split, query_ids: Sequence[str]) -> Mapping[str, list[str]]:
    """The split by the questions' names, as it is written down."""
    return {
        "trained": [query_ids[row] for row in split.trained],
        "held_out": [query_ids[row] for row in split.held_out],
        "held_out_disjoint": [query_ids[row] for row in split.disjoint],
    }
