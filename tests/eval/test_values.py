"""Values in answers. Every expected verdict is a person's reading of the two texts."""

from __future__ import annotations

import pytest

from eval.metrics.values import ValueScore, find_value, score_values
from tests.eval.builders import case


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("5万元", "给予5万元。"),
        ("2万元", "２ 万\n元"),
        ("10万", "10万元"),
        ("5%", "１．５倍，5％"),
        ("进高校", "“进”高校"),
        ("聊政字〔2023〕11号", "文号：聊政字〔2023〕11号"),
        ("R&D", "r&d 经费"),
        ("3000", "从1.3000到3000家"),
    ],
)
def test_found(value: str, answer: str) -> None:
    assert find_value(value, answer) is not None


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("5万元", "给予15万元"),
        ("5万元", "给予1.5万元"),
        ("5%", "1.5%"),
        ("300", "3000家"),
        ("3", "3.5"),
        ("2025年6", "2025年65"),
        ("11号", "111 号"),
        ("市科技局", "市财政局"),
    ],
)
def test_not_found(value: str, answer: str) -> None:
    assert find_value(value, answer) is None


def test_the_place_is_that_of_the_first_sound_hit() -> None:
    # The 5万元 inside 15万元 is another figure; the sound one starts after 15万元或 = 5 characters.
    assert find_value("5万元", "「15万元」 或 5万元") == 5


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("最高20万元", ()),
        ("最高20万", ()),
        ("给予20万元", (("最高",),)),
        ("最高120万元", (("20万元", "20万"),)),
        ("不清楚", (("最高",), ("20万元", "20万"))),
    ],
)
def test_of_every_group_one_alternative_has_to_stand(answer: str, missing: object) -> None:
    score = score_values(case(must_contain=[["最高"], ["20万元", "20万"]]), answer)
    assert score == ValueScore(missing=missing)  # type: ignore[arg-type]
    assert score.passed is (missing == ())


def test_forbidden_values_obey_the_digit_rule_too() -> None:
    wants = case(must_not_contain=["75万", "临政字"])
    assert score_values(wants, "175万") == ValueScore()
    assert score_values(wants, "共 75 万元") == ValueScore(forbidden=("75万",))


@pytest.mark.parametrize(
    ("answer", "led_by"),
    [
        ("最高20万元，另有50万元", None),
        ("最高50万元；优秀的20万元", "50万元"),
        ("分别为200万元、50万元、20万元", "200万元"),
        ("20万元", None),
        ("150万元，20万元", None),
        ("最高50万元", "50万元"),
    ],
)
def test_no_distractor_before_the_right_figure(answer: str, led_by: str | None) -> None:
    score = score_values(case(must_contain=[["最高"], ["20万元"]], distractors=["50万元", "200万元"]), answer)
    assert score is not None
    assert score.led_by == led_by


def test_without_figures_any_right_value_may_lead() -> None:
    wants = case(must_contain=[["市科技局"], ["市财政局"]], distractors=["市税务局"])
    for answer, led_by in [("市科技局、市税务局、市财政局", None), ("市税务局、市科技局", "市税务局")]:
        score = score_values(wants, answer)
        assert score is not None
        assert score.led_by == led_by


@pytest.mark.parametrize("category", ["amount", "department", "date", "contact", "target", "status"])
def test_brief_categories_have_a_limit(category: str) -> None:
    wants = case(category)
    assert score_values(wants, "字" * 220) == ValueScore()
    assert score_values(wants, "字" * 223) == ValueScore(excess_chars=3)


def test_other_categories_have_no_limit() -> None:
    score = score_values(case("list", must_contain=[["字"]]), "字" * 500)
    assert score == ValueScore()


def test_no_score_where_nothing_is_asked_of_the_text() -> None:
    assert score_values(case("list"), "随便") is None
