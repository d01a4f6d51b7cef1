"""Numerals: known values written out, and round trips over everything that can be written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import (
    Amount,
    Style,
    read_amount,
    read_decimal,
    read_integer,
    read_plan,
    read_ratio,
    write_amount,
    write_integer,
    write_plan,
    write_ratio,
)

_INTEGERS = st.integers(0, 10**12 - 1)
_VALUES = st.decimals(0, 10**11, places=4, allow_nan=False)
_UNITS = st.sampled_from(["元", "人", "家", "年", "%", "‰", "个百分点", "平方米", "人次"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十四", 14),
        ("二十", 20),
        ("一百零五", 105),
        ("一百一十", 110),
        ("三百二十", 320),
        ("一千零一十", 1010),
        ("两千万", 20_000_000),
        ("一亿零五万", 100_050_000),
        ("二〇二三", 2023),
        ("１４", 14),
        ("壹仟贰佰", 1200),
        ("一万五", 15_000),
        ("三千二", 3200),
        ("二百五", 250),
        ("一百零五万", 1_050_000),
        ("一万零五百", 10_500),
        ("两万亿", 2_000_000_000_000),
        ("十万亿", 10_000_000_000_000),
        ("一万零三亿", 1_000_300_000_000),
    ],
)
def test_integers(text, value):
    assert repr(read_integer(text)) == repr(value)


@pytest.mark.parametrize("text", ["", "十四五", "元", "五个", "一二三十", "1.5", "-3"])
def test_what_is_no_integer(text):
    assert read_integer(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (13, "十三"),
        (20, "二十"),
        (105, "一百零五"),
        (1_010, "一千零一十"),
        (1_005, "一千零五"),
        (5_050, "五千零五十"),
        (6_707, "六千七百零七"),
        (2_340, "二千三百四十"),
        (10_000, "一万"),
        (11_000, "一万一千"),
        (10_999, "一万零九百九十九"),
        (100_000, "十万"),
        (120_001, "十二万零一"),
        (100_010_000, "一亿零一万"),
        (110_000_000, "一亿一千万"),
        (1_000_000_000, "十亿"),
        (999_999_999_999, "九千九百九十九亿九千九百九十九万九千九百九十九"),
    ],
)
def test_written_integers(value, text):
    assert write_integer(value) == text


@pytest.mark.parametrize("value", [-1, 10**12, 10**12 + 1, 10**13 - 1])
def test_an_integer_out_of_range_is_refused_and_named(value):
    with pytest.raises(ValueError, match=f"10.12.*not {value}$"):
        write_integer(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2亿", 120_000_000),
        ("３２０万", 3_200_000),
        ("三百二十万", 3_200_000),
        ("1,200", 1200),
        ("三点五亿", 350_000_000),
        ("1亿2000万", 120_000_000),
        ("3万5千", 35_000),
        ("3万5", 35_000),
        ("3百5", 350),
        ("5千万", 50_000_000),
        ("2万亿", 2_000_000_000_000),
        ("20余", 20),
        ("三十多", 30),
        ("零点五", Decimal("0.5")),
        ("三点一四", Decimal("3.14")),
        ("一点五万亿", 1_500_000_000_000),
    ],
)
def test_decimals(text, value):
    assert read_decimal(text) == value


@pytest.mark.parametrize("text", ["", "万", "2000万1亿", "3万2万", "1.2.3", "一点", "点五"])
def test_what_is_no_decimal(text):
    assert read_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三百二十万元", 3_200_000, "元"),
        ("百分之五", 5, "%"),
        ("百分之零点五", Decimal("0.5"), "%"),
        ("千分之二", 2, "‰"),
        ("1.2亿元", 120_000_000, "元"),
        ("２万元", 20_000, "元"),
        ("5000元", 5000, "元"),
        ("30％", 30, "%"),
        ("五年", 5, "年"),
        ("10个工作日", 10, "个工作日"),
    ],
)
def test_amounts(text, value, unit):
    assert read_amount(text) == Amount(Decimal(value), unit)


@pytest.mark.parametrize("text", ["元", "最高5万元", "百分之", "十四五"])
def test_what_is_no_amount(text):
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("amount", "arabic", "chinese"),
    [
        (Amount(Decimal(3_200_000), "元"), "320万元", "三百二十万元"),
        (Amount(Decimal("120000000"), "元"), "1.2亿元", "一亿二千万元"),
        (Amount(Decimal(5), "%"), "5%", "百分之五"),
        (Amount(Decimal("0.2"), "‰"), "0.2‰", "千分之零点二"),
        (Amount(Decimal("0.25"), "%"), "0.25%", "百分之零点二五"),
        (Amount(Decimal(800), "元"), "800元", "八百元"),
        (Amount(Decimal(0), "元"), "0元", "零元"),
        (Amount(Decimal(10_000), "元"), "1万元", "一万元"),
        (Amount(Decimal(100_000_000), "元"), "1亿元", "一亿元"),
        (Amount(Decimal(9_999), "元"), "9999元", "九千九百九十九元"),
        (Amount(Decimal(123_456), "元"), "12.3456万元", "十二万三千四百五十六元"),
        # More than four places after the point are harder to read than the figure in full.
        (Amount(Decimal("10000.1"), "元"), "10000.1元", "一万点一元"),
        (Amount(Decimal("5.00"), "%"), "5%", "百分之五"),
        (Amount(Decimal("1.50"), "%"), "1.5%", "百分之一点五"),
        (Amount(Decimal("100.0"), "元"), "100元", "一百元"),
    ],
)
def test_both_ways_to_write(amount, arabic, chinese):
    assert write_amount(amount, Style.ARABIC) == arabic
    assert write_amount(amount, Style.CHINESE) == chinese


def test_a_negative_amount_is_refused():
    with pytest.raises(ValueError, match="negative"):
        write_amount(Amount(Decimal(-1), "元"))


@given(_INTEGERS)
def test_integer_round_trip(value):
    assert read_integer(write_integer(value)) == value


@given(_INTEGERS, _INTEGERS)
def test_writing_is_injective(first, second):
    assert (write_integer(first) == write_integer(second)) == (first == second)


@given(_VALUES, _UNITS, st.sampled_from(Style))
def test_amount_round_trip(value, unit, style):
    amount = Amount(value, unit)
    assert read_amount(write_amount(amount, style)) == amount


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_ratio_round_trip(first, second):
    assert read_ratio(write_ratio(first, second)) == (first, second)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("1∶1", (1, 1)),
        ("1：2", (1, 2)),
        ("一比三", (1, 3)),
        (" 10 : 3 ", (10, 3)),
        ("1∶", None),
        ("十四五比一", None),
        ("一比十四五", None),
    ],
)
def test_ratios(text, terms):
    assert read_ratio(text) == terms


# The 11th plan ran 2006 to 2010, and each since has taken five years.
@pytest.mark.parametrize(
    ("name", "years"),
    [("十一五", (2006, 2010)), ("十四五", (2021, 2025)), ("“十四五”时期", (2021, 2025)), ("十五五", (2026, 2030))],
)
def test_plans(name, years):
    assert read_plan(name) == years


@given(st.integers(0, 8))
def test_plan_round_trip(step):
    first = 2006 + 5 * step
    assert read_plan(write_plan(first)) == (first, first + 4)


@pytest.mark.parametrize(("year", "name"), [(2006, "十一五"), (2021, "十四五"), (2026, "十五五"), (2046, "十九五")])
def test_names_of_plans(year, name):
    assert write_plan(year) == name


@pytest.mark.parametrize("year", [2001, 2005, 2007, 2051])
def test_no_plan_begins_then(year):
    with pytest.raises(ValueError, match="five-year plan"):
        write_plan(year)
