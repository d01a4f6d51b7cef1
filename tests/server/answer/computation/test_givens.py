"""The figures of clauses and questions that are calculated with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server.answer.computation.figures import read_figures
from server.answer.computation.problem import read_problem
from server.answer.computation.writing import write, write_figure
from server.understanding.quantities import Measure
from server.understanding.question import read_question


def read(text: str) -> list[tuple[str, str]]:
    return [(f"{figure.value.normalize():f}", figure.unit) for figure in read_figures(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("每满一年支付一个月工资", [("1", "年"), ("1", "个月")]),
        ("按日加收万分之五", [("0.05", "%")]),
        ("半年以上", [("6", "个月")]),
        ("三至五倍的罚款", [("3", "倍"), ("5", "倍")]),
        ("50—100万元", [("500000", "元"), ("1000000", "元")]),
        ("双倍返还", [("2", "倍")]),
        ("五十元以上一百元以下", [("50", "元"), ("100", "元")]),
        ("第三位，2021年3月1日起施行", []),
        ("统一安排，一次性给予5万元", [("50000", "元")]),
    ],
)
def test_figures_of_a_text(text: str, figures: list[tuple[str, str]]) -> None:
    assert read(text) == figures


def test_two_thirds_is_a_share() -> None:
    (figure,) = read_figures("三分之二以上的业主")
    assert figure.measure is Measure.PERCENT
    assert abs(figure.value - Decimal(200) / 3) < Decimal("1e-20")
    assert write_figure(figure) == "三分之二"


def givens(question: str) -> list[tuple[str, str]]:
    problem = read_problem(read_question(question, [], ()))
    return [(f"{g.value.normalize():f}", g.unit) for g in problem.givens]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("月工资8000，能拿多少", [("8000", "元")]),
        ("月薪八千能拿多少", [("8000", "元")]),
        ("省里拨了240万", [("2400000", "元")]),
        ("跑了1万公里", [("10000", "公里")]),
        ("生了三胞胎", [("3", "胎")]),
        ("龙凤胎产假几天", [("2", "胎")]),
        ("俩孩子上小学", [("2", "个")]),
        ("工作了22年", [("22", "年")]),
        ("22年的目标是多少", []),
        ("2021年有几家", []),
        ("哪五家企业", []),
        ("一家企业能拿多少", []),
        ("干了3年7个月", [("3", "年"), ("7", "个月")]),
    ],
)
def test_givens_are_what_the_asker_states(question: str, figures: list[tuple[str, str]]) -> None:
    assert givens(question) == figures


@pytest.mark.parametrize(
    ("value", "measure", "unit", "written"),
    [
        ("150000", Measure.MONEY, "元", "15万元"),
        ("32700200000", Measure.MONEY, "元", "327.002亿元"),
        ("0.5", Measure.MONEY, "元", "0.5元"),
        ("33.333333", Measure.COUNT, "家", "约33.33家"),
        ("12.50", Measure.PERCENT, "%", "12.5%"),
        ("100", Measure.DURATION, "日", "100日"),
    ],
)
def test_values_are_exact_or_said_to_be_about(value: str, measure: Measure, unit: str, written: str) -> None:
    assert write(Decimal(value), measure, unit) == written
