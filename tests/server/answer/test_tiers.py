"""Tiers listed side by side, in made-up clauses; each expected tier was read in the text by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server.answer.tiers import Tier, tier_of, tiers
from server.understanding.quantities import find_quantities

LISTED = "对当年出口额300万美元、500万美元、1000万美元以上的企业，分别奖励2万元、3万元、5万元。"
RANGES = (
    "实到外资200万-500万（不含）美元、500万-1000万（不含）美元、1000万美元以上的，"
    "分别按30万元、50万元、实到外资额的8‰给予奖励。"
)
BELOW = "年产值不足1亿元、1亿元以上、5亿元以上的，分别补助5万元、10万元、20万元。"


def tiers_of(text: str) -> list[Tier]:
    return tiers(text, find_quantities(text))


def paid(stated: str, text: str) -> str | None:
    tier = tier_of(find_quantities(stated), tiers_of(text))
    return tier.value.number.cut(text) if tier else None


def test_each_threshold_has_the_value_in_its_place() -> None:
    assert [(t.unit, t.low, t.value.value) for t in tiers_of(LISTED)] == [
        ("美元", Decimal(3_000_000), Decimal(20_000)),
        ("美元", Decimal(5_000_000), Decimal(30_000)),
        ("美元", Decimal(10_000_000), Decimal(50_000)),
    ]


@pytest.mark.parametrize(
    ("stated", "text", "value"),
    [
        ("出口500万美元", LISTED, "3万元"),
        ("出口800万美元", LISTED, "3万元"),
        ("出口2000万美元", LISTED, "5万元"),
        ("到账499万美元", RANGES, "30万元"),
        ("到账500万美元", RANGES, "50万元"),
        ("到账3000万美元", RANGES, "8‰"),
        ("产值8000万元", BELOW, "5万元"),
        ("产值1亿元", BELOW, "10万元"),
        ("产值7.5亿元", BELOW, "20万元"),
    ],
)
def test_the_highest_threshold_passed_decides(stated: str, text: str, value: str) -> None:
    assert paid(stated, text) == value


@pytest.mark.parametrize("stated", ["出口200万美元", "出口500万元", "500人"])
def test_below_the_lowest_threshold_or_in_another_unit_there_is_no_tier(stated: str) -> None:
    assert paid(stated, LISTED) is None


def test_names_and_lists_of_another_length_are_no_tiers() -> None:
    assert tiers_of("对国家级、省级平台，分别给予100万元、50万元奖励。") == []
    assert tiers_of("出口300万美元、500万美元以上的，分别奖励2万元、3万元、5万元。") == []
