"""Canonical, stable names for the nodes of a clause tree.

A node's step is its mark and number (``art14``, ``l2`` for 二、, ``p3`` for the third unnumbered paragraph of its
parent), so an id changes only when the document's own numbering does.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.clauses.node import Node

_STEPS = {
    "部分": "part", "篇": "vol", "编": "book", "分编": "sub", "章": "ch", "节": "sec", "条": "art", "附件": "annex",
    "一、": "h", "（一）": "g", "1.": "n", "(1)": "q", "1)": "r", "A.": "u", "①": "o", "一是": "is", "第一,": "st",
    "题": "t",
}  # fmt: skip


def steps(siblings: Sequence[Node]) -> list[str]:
    """The step of each of ``siblings``, unique among them (a repeated mark gets ``~2``, ``~3``…)."""
    taken: dict[str, int] = {}
    unnumbered = 0
    result = []
    for node in siblings:
        if node.mark is None:
            unnumbered += 1
            step = f"p{unnumbered}"
        else:
            suffix = f"-{node.mark.suffix}" if node.mark.suffix else ""
            step = f"{_STEPS.get(node.mark.kind, 'd')}{node.mark.number}{suffix}"
        taken[step] = taken.get(step, 0) + 1
        result.append(step if taken[step] == 1 else f"{step}~{taken[step]}")
    return result
