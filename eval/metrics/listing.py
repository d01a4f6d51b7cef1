"""How complete a list is.

Formula: of the items a right list names (the groups of `must_contain`, each met by any of its alternatives), the
share that stands in the answer. Only for the categories of `LIST_CATEGORIES` and from two items on; elsewhere the
groups are parts of one value and a share of them would mean nothing.

Source: recall over the items of a list answer, as in Amouyal et al. 2023 (QAMPARI, arXiv 2205.12665); what else the
answer names is left to the forbidden values, since a question file does not list all that is true.
"""

from __future__ import annotations

from dataclasses import dataclass

from eval.cases import Case
from eval.metrics.values import find_value

LIST_CATEGORIES = frozenset({"list"})


@dataclass(frozen=True, slots=True)
class ListScore:
    """Items named of items expected."""

    named: int
    expected: int

    @property
    def completeness(self) -> float:
        """Share of the expected items that are named."""
        return self.named / self.expected


def score_list(case: Case, answer: str) -> ListScore | None:
    """Judge the list in ``answer``; ``None`` where the case asks for none."""
    items = case.expect.must_contain
    if case.category not in LIST_CATEGORIES or len(items) < 2:
        return None
    named = sum(any(find_value(value, answer) is not None for value in item) for item in items)
    return ListScore(named, len(items))
