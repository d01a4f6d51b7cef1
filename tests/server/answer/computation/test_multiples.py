"""Multiples of a wage by years served; the counting is written beside each case."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

PLAIN = "经济补偿每满一年支付一个月工资的标准向劳动者支付。"
ROUNDED = f"{PLAIN}六个月以上不满一年的，按一年计算；不满六个月的，支付半个月工资。"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        # A year and a half: the six months count as a year.
        (ROUNDED, "干了一年半，月薪9000，经济补偿多少", "1.8万元（工作1年6个月，计2个月工资；9000元×2个月"),
        (
            f"{PLAIN}六个月以上不满一年的，按一年计算。",
            "干了8个月，月薪5000，经济补偿多少",
            "5000元（工作8个月，计1个月工资；5000元×1个月",
        ),
        (PLAIN, "干了4年，月薪9000，经济补偿多少", "3.6万元（工作4年，计4个月工资；9000元×4个月"),
    ],
)
def test_a_months_wage_is_due_for_every_year_served(clause: str, question: str, says: str) -> None:
    assert answer(question, clause).startswith(says)


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (PLAIN, "干了3年7个月，月薪9000，经济补偿多少"),
        (PLAIN, "月薪9000，经济补偿多少"),
        (ROUNDED, "月薪9000，当地平均工资6000，干了4年，经济补偿多少"),
        (f"{PLAIN}六个月以上不满一年的，按一年计算。", "月薪9000，当地平均工资6000，干了4年，经济补偿多少"),
        ("医疗补助费按工作年限，支付不低于六个月的工资。", "月薪9000，干了4年，医疗补助费多少"),
        ("销售收入增长2倍的，给予奖励。", "销售收入500万元，奖励多少"),
    ],
    ids=[
        "what becomes of the months is not printed",
        "no time served",
        "nor is half a month of the average the answer",
        "a wage above a multiple of the average has rules of its own",
        "a share of what is paid by years",
        "a multiple that grows is a condition",
    ],
)
def test_no_multiple_is_taken_where_the_clause_leaves_the_counting_open(clause: str, question: str) -> None:
    assert answer(question, clause) == ""
