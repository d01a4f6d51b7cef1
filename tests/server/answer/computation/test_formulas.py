"""Formulas printed in a clause, with the asker's values; the arithmetic is written beside each."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (
            # (100 − 40) × 30 % = 18
            "补贴金额=（合同价款－自筹金额）×补贴比例。",
            "合同价款100万元，自筹金额40万元，补贴比例30%，补贴金额是多少",
            "18万元（补贴金额=(合同价款100万元-自筹金额40万元)×补贴比例30%=18万元）",
        ),
        (
            "补贴金额=（合同价款－自筹金额）×30%。",
            "合同价款100万元，自筹金额40万元，补贴金额是多少",
            "18万元（补贴金额=(合同价款100万元-自筹金额40万元)×30%=18万元）",
        ),
        (
            # 500 + 20 × 30 = 1100: the product goes before the sum
            "补贴金额=基本费用（元）+每平方米费用（元）×面积（平方米）。",
            "基本费用500元，每平方米费用20元，面积30平方米，补贴金额是多少",
            "1100元（补贴金额=基本费用500元+每平方米费用20元×面积30平方米=1100元）",
        ),
        (
            # 100 000 × 0.0005 × 30 = 1500
            "滞纳金额=欠缴金额×0.05%×滞纳天数（天）。",
            "欠缴金额10万元，滞纳天数30天，滞纳金额是多少",
            "1500元（滞纳金额=欠缴金额10万元×0.05%×滞纳天数30天=1500元）",
        ),
    ],
)
def test_the_formula_is_worked_out_with_the_values_the_asker_names(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("补偿费=车价款（元）×行驶里程（公里）/1000（公里）×n。", "车价20万跑了1万公里，补偿费是多少"),
        ("补贴金额=合同价款÷自筹金额×5万元。", "合同价款100万元，自筹金额40万元，补贴金额是多少"),
        ("补贴金额=（合同价款－自筹金额×补贴系数。", "合同价款100万元，自筹金额40万元，补贴金额是多少"),
    ],
    ids=["no value for the coefficient", "a unit that is no operand", "a bracket left open"],
)
def test_a_formula_that_lacks_a_value_or_an_end_gives_nothing(clause: str, question: str) -> None:
    assert answer(question, clause) == ""


@pytest.mark.parametrize("broken", ["（合同价款×30%", "合同价款×30%）", "合同价款××30%", "合同价款≈30%"])
def test_what_is_no_expression_is_not_shown_as_a_formula(broken: str) -> None:
    assert "补贴金额=" not in answer("合同价款100万元，补贴金额是多少", f"补贴金额={broken}。")
