"""What the asker has against what a clause demands."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

RESEARCH = "研发费用占销售收入的比例不低于5%。"
BANQUET = "宴席每桌费用不得超过500元。"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        # 600 ÷ 10 000 = 6 %
        (RESEARCH, "研发费600万、销售收入1亿，比例达到要求吗", "6%，达到5%的要求（600万元÷1亿元=6%）"),
        (
            "研发费用占销售收入的比例不低于5%，科技人员占比不低于10%。",
            "研发费600万、销售收入1亿，研发比例达到5%的要求吗",
            "6%，达到5%的要求（600万元÷1亿元=6%）",
        ),
        (
            "科技人员占职工总数的比例不低于10%。",
            "科技人员占职工总数的比例是8%，符合吗",
            "未达到：8%，原文要求是“科技人员占职工总数的比例不低于10%”",
        ),
        (
            "注册资金不低于100万元。",
            "注册资金80万元，够吗",
            "未达到：80万元，原文要求是“注册资金不低于100万元”",
        ),
        (BANQUET, "宴席每桌费用600元，合规吗", "超过：600元，原文要求是“宴席每桌费用不得超过500元”"),
        (BANQUET, "宴席每桌费用500元，合规吗", "未超过：500元，原文要求是“宴席每桌费用不得超过500元”"),
        ("驾驶员年龄在21周岁以上。", "驾驶员年龄22周岁可以吗", "达到：22周岁，原文要求是“驾驶员年龄在21周岁以上”"),
    ],
)
def test_the_verdict_leads_and_the_demand_is_shown(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (BANQUET, "宴席每桌费用有什么规定"),
        (BANQUET, "驾驶员年龄22周岁可以吗"),
        ("驾驶员年龄在21周岁以上，60周岁以下。", "驾驶员年龄22周岁可以吗"),
        ("给予单个企业最高不超过20万元的奖励。", "企业奖励30万元可以吗"),
        ("专精特新企业2026年达到80家。", "专精特新企业是2027年达到90家吗"),
        (
            "研发费用占销售收入的比例不低于5%，设备投入占销售收入的比例不低于8%。",
            "投入600万、销售收入1亿，比例达到要求吗",
        ),
    ],
    ids=[
        "nothing is checked",
        "another measure",
        "two limits of a kind",
        "a grant is no demand",
        "the demand of another year",
        "which of two shares",
    ],
)
def test_there_is_no_verdict_without_one_demand_of_the_kind_asked(clause: str, question: str) -> None:
    assert answer(question, clause) == ""
