"""Tiers told apart by a measure; every range was read in the sentence beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize import fold
from server.answer.bounds import Range, fit_of_tier, ranges
from server.understanding.quantities import find_quantities


def ranges_of(text: str) -> list[Range]:
    return ranges(fold(text), find_quantities(fold(text)))


def tier(stated: str, text: str) -> int:
    return fit_of_tier(find_quantities(stated), fold(text), find_quantities(fold(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "室内温度在十六摄氏度以上、十八摄氏度（不含十八摄氏度）以下的",
            Range("摄氏度", Decimal(16), Decimal(18), True, False),
        ),
        ("温度低于十八摄氏度、高于十六摄氏度（含）的", Range("摄氏度", Decimal(16), Decimal(18), True, False)),
        ("高于或者等于十四摄氏度、低于十六摄氏度的", Range("摄氏度", Decimal(14), Decimal(16), True, False)),
        ("累计工作已满1年不满10年的", Range("年", Decimal(1), Decimal(10), True, False)),
        ("搭载六周岁以下未成年人的", Range("周岁", None, Decimal(6))),
        ("年满十六周岁", Range("周岁", Decimal(16), None)),
        ("年营业收入超过2亿元的", Range("元", Decimal(200_000_000), None, False)),
        ("职工人数不低于30人", Range("人", Decimal(30), None)),
        ("不超过5家", Range("家", None, Decimal(5))),
    ],
)
def test_a_sentence_sets_the_range_it_words(text: str, expected: Range) -> None:
    assert ranges_of(text) == [expected]


def test_a_figure_without_limits_sets_no_range() -> None:
    assert ranges_of("给予10万元补助，公示7日") == []


@pytest.mark.parametrize(
    ("stated", "text", "verdict"),
    [
        ("17度", "低于十八摄氏度、高于十六摄氏度（含）的，退还热费的百分之五十", 1),
        ("13度", "低于十八摄氏度、高于十六摄氏度（含）的，退还热费的百分之五十", -1),
        ("16度", "低于十六摄氏度的，退还热费", -1),
        ("5岁", "搭载六周岁以下未成年人的，应当使用儿童座椅", 1),
        ("12年", "已满10年不满20年的，年休假10天", 1),
        ("20年", "已满10年不满20年的，年休假10天", -1),
        ("3家", "温度低于十八摄氏度的", 0),
    ],
)
def test_what_the_asker_states_falls_into_a_tier_or_not(stated: str, text: str, verdict: int) -> None:
    assert tier(stated, text) == verdict


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 60))
def test_between_two_numbers_is_as_arithmetic_has_it(one: int, other: int, value: int) -> None:
    low, high = sorted((one, other + 41))
    text = f"温度在{low}摄氏度以上、{high}摄氏度以下的"
    assert tier(f"{value}度", text) == (1 if low <= value <= high else -1)
