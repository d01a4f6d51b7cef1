"""Sums over the members of a list; the addition is written in each case."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

CENTRES = "对新建的省级中心奖励50万元、市级中心奖励20万元。"
PRIZES = "分别给予特等奖100万元、一等奖50万元、二等奖30万元的奖励。"
GARDENS = "奖励如下：\n（一）新建一级茶园的，奖励6万元；\n（二）新建二级茶园的，奖励4万元。"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (
            CENTRES,
            "2个省级中心、3个市级中心一共奖多少",
            "合计160万元（50万元×2＋20万元×3=160万元）",
        ),
        (PRIZES, "一等奖2项、二等奖3项，一共多少钱", "合计190万元（50万元×2＋30万元×3=190万元）"),
        (PRIZES, "三个奖项都加起来多少钱", "合计180万元（100万元＋50万元＋30万元=180万元）"),
        (PRIZES, "各级奖全部加起来多少钱", "合计180万元（100万元＋50万元＋30万元=180万元）"),
        (GARDENS, "一级茶园和二级茶园都拿，一共多少", "合计10万元（6万元＋4万元=10万元）"),
        ("培训茶农300人、果农200人。", "培训茶农和果农一共多少人", "合计500人（300人＋200人=500人）"),
    ],
)
def test_each_member_named_is_added_as_often_as_it_is_named(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("合计奖励70万元，其中省级中心50万元、市级中心20万元。", "省级中心和市级中心一共奖多少"),
        ("对省级中心奖励最高50万元、市级中心最高奖励20万元。", "省级中心和市级中心一共奖多少"),
        (CENTRES, "省级中心一共奖多少"),
        (PRIZES, "三等奖一共多少钱"),
        (PRIZES, "四等奖和五等奖一共多少钱"),
    ],
    ids=[
        "the clause prints the sum",
        "caps are not added",
        "one member is no sum",
        "the third prize is not three prizes",
        "prizes that are not given are no others",
    ],
)
def test_nothing_is_added_that_is_printed_capped_or_alone(clause: str, question: str) -> None:
    assert answer(question, clause) == ""
