"""Whatever values a clause and a question hold: results against arithmetic done apart, and no number from nowhere."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.normalize import fold
from server.answer.outcome import Statement
from tests.server.answer.working import worked

pytestmark = pytest.mark.slow

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MONEY = re.compile(r"(约)?([0-9]+(?:\.[0-9]+)?)([万亿]?)元")
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}
_TOLERANCE = Fraction(1, 100)
few = settings(max_examples=60, deadline=None)


def first_amount(statement: Statement | None) -> tuple[Fraction, int, bool]:
    """The amount an answer leads with, its scale, and whether it is said to be rounded."""
    assert statement is not None
    match = _MONEY.search(statement.text)
    assert match is not None
    return Fraction(match[2]) * _SCALE[match[3]], _SCALE[match[3]], bool(match[1])


def is_amount(statement: Statement | None, expected: Fraction) -> None:
    """The amount is exact, or within a hundredth of the unit it is printed in and said to be about."""
    shown, scale, about = first_amount(statement)
    assert abs(shown - expected) <= (_TOLERANCE * scale if about else 0)


def every_number_is_known(statement: Statement | None, question: str) -> None:
    """Each number of the text is printed in a quote or the question, or listed as computed."""
    assert statement is not None
    quoted = "".join(quote.text for quote in statement.quotes)
    known = set(_NUMBER.findall(fold(" ".join([quoted, question, *statement.computed]))))
    assert set(_NUMBER.findall(fold(statement.text))) <= known


@few
@given(base=st.integers(1, 9999), tenths=st.integers(1, 999), cap=st.integers(1, 9999))
def test_a_capped_share(base: int, tenths: int, cap: int) -> None:
    rate = f"{tenths / 10:g}"
    clause = f"按照年度技术交易额的{rate}%给予补助，最高不超过{cap}万元。"
    question = f"技术交易额{base}万元，能补多少"
    statement = worked(question, clause)
    is_amount(statement, min(Fraction(base) * 10**4 * Fraction(rate) / 100, Fraction(cap) * 10**4))
    every_number_is_known(statement, question)


@few
@given(count=st.integers(2, 500), each=st.integers(1, 99_999), cap=st.integers(1, 500))
def test_a_capped_amount_for_each(count: int, each: int, cap: int) -> None:
    clause = f"每通过1家给予中介机构{each}元奖补，每家中介机构每年最高奖补{cap}万元。"
    question = f"帮{count}家通过认定，能领多少"
    statement = worked(question, clause)
    is_amount(statement, min(Fraction(count * each), Fraction(cap) * 10**4))
    every_number_is_known(statement, question)


@few
@given(wage=st.integers(100, 99_999), months=st.integers(2, 60))
def test_months_of_a_wage(wage: int, months: int) -> None:
    clause = f"标准为{months}个月的本人工资。"
    question = f"月工资{wage}，能拿多少"
    statement = worked(question, clause)
    is_amount(statement, Fraction(wage * months))
    every_number_is_known(statement, question)


@few
@given(now=st.integers(2, 99_999), percent=st.integers(1, 9_999))
def test_the_value_before_a_growth_in_percent(now: int, percent: int) -> None:
    growth = f"{percent / 100:g}"
    clause = f"2021年，贷款金额达到{now}万元，同比增长{growth}%。"
    question = "2020年贷款金额多少"
    statement = worked(question, clause)
    is_amount(statement, Fraction(now) * 10**4 / (1 + Fraction(growth) / 100))
    every_number_is_known(statement, question)


@few
@given(estate=st.integers(1, 5_000))
def test_a_progressive_scale(estate: int) -> None:
    clause = (
        "财产案件按照下列比例分段累计交纳：\n1.不超过1万元的，每件交纳50元；\n"
        "2.超过1万元至10万元的部分，按照2.5%交纳；\n3.超过10万元至20万元的部分，按照2%交纳；\n"
        "4.超过20万元的部分，按照1.5%交纳。"
    )
    question = f"财产案件标的{estate}万元，交多少"
    statement = worked(question, clause)
    due = Fraction(50)
    for low, high, rate in ((1, 10, Fraction(25, 1000)), (10, 20, Fraction(2, 100)), (20, 10**9, Fraction(15, 1000))):
        due += max(0, min(estate, high) - low) * 10**4 * rate
    is_amount(statement, due)
    every_number_is_known(statement, question)


@few
@given(price=st.integers(1, 500), distance=st.integers(1, 200_000), coefficient=st.integers(1, 50))
def test_a_printed_formula(price: int, distance: int, coefficient: int) -> None:
    clause = "补偿费=车价款（元）×行驶里程（公里）/1000（公里）×n。\n使用补偿系数n不得高于0.5%。"
    rate = f"{coefficient / 100:g}"
    question = f"车价{price}万，跑了{distance}公里，补偿系数{rate}%，补偿费是多少"
    statement = worked(question, clause)
    is_amount(statement, Fraction(price) * 10**4 * distance / 1000 * Fraction(rate) / 100)
    every_number_is_known(statement, question)


@few
@given(children=st.sampled_from([("双", 2), ("三", 3), ("四", 4)]), base=st.integers(20, 200), more=st.integers(1, 30))
def test_a_base_and_so_much_for_each_more(children: tuple[str, int], base: int, more: int) -> None:
    name, born = children
    clause = f"女职工生育享受{base}天产假；生育多胞胎的，每多生育1个婴儿，增加产假{more}天。"
    question = f"{name}胞胎产假一共多少天"
    statement = worked(question, clause)
    assert statement is not None
    assert statement.text.startswith(f"{base + more * (born - 1)}天（")
    every_number_is_known(statement, question)
