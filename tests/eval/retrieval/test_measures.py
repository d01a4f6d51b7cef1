"""Every figure worked out by hand."""

from math import log2

import pytest

from eval.retrieval.measures import measure


def test_figures_written_out() -> None:
    relevant = {"a": {"d1": 1, "d2": 1}, "b": {"d3": 2, "d4": 1}, "c": {"d9": 1}}
    far = [f"x{i}" for i in range(10)]
    ranked = {
        "a": ["x", "d1", *far, "d2"],  # places 2 and 13
        "b": ["d4", "x", "d3"],  # places 1 (gain 1) and 3 (gain 2)
        "c": [],
    }
    means, each = measure(relevant, ranked)
    ideal_b = 2 / log2(2) + 1 / log2(3)
    found_b = 1 / log2(2) + 2 / log2(4)
    ideal_a = 1 / log2(2) + 1 / log2(3)
    assert each["a"] == pytest.approx(
        {"recall@10": 1 / 2, "recall@100": 1, "mrr@10": 1 / 2, "ndcg@10": (1 / log2(3)) / ideal_a}
    )
    assert each["b"] == pytest.approx({"recall@10": 1, "recall@100": 1, "mrr@10": 1, "ndcg@10": found_b / ideal_b})
    assert each["c"] == dict.fromkeys(means, 0.0)
    for name, value in means.items():
        assert value == pytest.approx((each["a"][name] + each["b"][name]) / 3)


def test_the_tenth_place_counts_and_the_eleventh_does_not() -> None:
    relevant = {"in": {"d": 1}, "out": {"d": 1}}
    others = [f"x{i}" for i in range(200)]
    _, each = measure(relevant, {"in": [*others[:9], "d"], "out": [*others[:10], "d"]})
    assert (each["in"]["recall@10"], each["in"]["mrr@10"]) == pytest.approx((1, 1 / 10))
    assert (each["out"]["recall@10"], each["out"]["mrr@10"], each["out"]["recall@100"]) == (0, 0, 1)
    _, each = measure({"out": {"d": 1}}, {"out": [*others[:100], "d"]})
    assert each["out"]["recall@100"] == 0
