"""Backwards from a cap; how much fills it is the cap divided by the rate."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

EACH = "每通过1家给予5000元奖补，每家机构每年最高奖补20万元。"


def test_heads_are_rounded_up_to_whole_ones() -> None:
    # 182 000 ÷ 5 000 = 36.4
    clause = "每通过1家给予5000元奖补，每家机构每年最高奖补18.2万元。"
    assert answer("辅导多少家能拿满", clause).startswith("37家（18.2万元÷5000元")


def test_the_cap_may_be_named_in_the_question() -> None:
    assert answer("20万的上限，要做到多少家才能拿满", EACH).startswith("40家（20万元÷5000元")


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (EACH, "辅导多少家封顶，封顶是多少"),
        (EACH, "投入300万，辅导多少家能拿满"),
        (EACH, "辅导了30家，多少家能拿满"),
        ("每通过1家给予5000元奖补。", "辅导多少家能拿满"),
        ("给予最高50万元奖励，每家机构每年最高奖补200万元。", "辅导多少家能拿满"),
    ],
    ids=["the cap itself is asked", "an amount that is no cap", "a number is given", "no cap", "a cap is no rate"],
)
def test_nothing_fills_a_cap_that_is_asked_missing_or_without_a_rate(clause: str, question: str) -> None:
    assert "÷" not in answer(question, clause)
