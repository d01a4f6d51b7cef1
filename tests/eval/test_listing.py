"""Completeness of lists."""

from __future__ import annotations

from eval.metrics.listing import ListScore, score_list
from tests.eval.builders import case

ITEMS = [["甲"], ["乙", "乙类"], ["3家"], ["丁"]]


def test_items_are_counted_by_any_of_their_names_and_figures_whole() -> None:
    found = score_list(case("list", must_contain=ITEMS), "甲、乙类、13家")  # 3家 is not in 13家
    assert found == ListScore(2, 4)
    assert found.completeness == 2 / 4


def test_only_lists_of_two_or_more_are_scored() -> None:
    assert score_list(case("list", must_contain=ITEMS[:1]), "甲") is None
    assert score_list(case("amount", must_contain=ITEMS), "甲") is None
