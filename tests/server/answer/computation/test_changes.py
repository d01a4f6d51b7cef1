"""Before and after a change, two figures against each other, sums: the arithmetic is written out in each case."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer, worked

INCLUDED = (
    "全市769家规模以上企业纳入2021年高新技术产业产值统计范围，较上年增加133家。"
    "产值占比达到47.13%，比上年提高4.6个百分点。"
)
SPENDING = "2020年度，全市研发经费投入102.64亿元。研发投入占比为2.79%，较去年下降0.12个百分点。"
SMALL = "2021年，科技型中小企业达到1379家，同比增长53.22%。"
CONTRACTS = "力争全年技术合同登记成交额年增长达到30%。"
LISTED = "截至目前，已征集写榜需求97个，完成发榜55个，其中45个榜额明确为3785万元。"
PRIZES = "分别给予特等奖100万元、一等奖50万元、二等奖30万元的奖励。"
CENTRES = "每新建一家省级、市级临床医学研究中心，分别给予50万元、20万元奖补。"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (INCLUDED, "2020年有几家企业纳入统计", "636家（769家－133家=636家）"),
        (INCLUDED, "2020年产值占比是多少", "42.53%（47.13%－4.6个百分点=42.53%）"),
        (SPENDING, "2019年研发投入占比多少", "2.91%（2.79%＋0.12个百分点=2.91%）"),
        (SMALL, "2020年科技型中小企业有多少家", "约900家（1379家÷（1＋53.22%）=约900家）"),  # 1379 ÷ 1.5322 = 900.01…
        (CONTRACTS, "技术合同登记额在251.54亿基础上要到多少亿", "327.002亿元（251.54亿元×（1＋30%）=327.002亿元）"),
    ],
)
def test_a_stated_change_is_followed_back_or_forth(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


def test_the_base_of_a_growth_goal_may_stand_in_another_document_and_both_are_cited() -> None:
    last = ("2021年总结", "推进技术合同登记工作，完成技术合同登记成交额251.54亿元。")
    statement = worked("按今年增速目标，技术合同登记成交额要到多少亿", ("2022年要点", CONTRACTS), last)
    assert statement is not None
    assert statement.text.startswith("327.002亿元（")
    assert {quote.clause.document_id for quote in statement.quotes} == {"doc0", "doc1"}


def test_what_a_goal_adds_to_last_year_is_their_difference() -> None:
    goal = ("2022年要点", "高新技术企业、科技型中小企业数量分别达到1260家和1700家。")
    last = ("2021年总结", "2021年全市高新技术企业总量达到1027家，增幅46.09%。")
    assert answer("2022年要净增多少家高新技术企业", goal, last) == "233家（目标1260家－上年1027家=233家）"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (LISTED, "征集的需求跟完成发榜的差了几个", "相差42个（97个－55个=42个）"),
        (LISTED, "完成发榜的占征集需求的百分之多少", "约56.7%（55个÷97个=约56.7%）"),  # 0.56701…
        (LISTED, "榜额明确的平均每个多少钱", "平均每个约84.11万元（3785万元÷45个=约84.11万元）"),
        (PRIZES, "特等奖比一等奖多多少钱", "相差50万元（100万元－50万元=50万元）"),
        (PRIZES, "特等奖和二等奖一共多少钱", "合计130万元（100万元＋30万元=130万元）"),
        (PRIZES, "三个奖加起来多少钱", "合计180万元（100万元＋50万元＋30万元=180万元）"),
        (CENTRES, "2个省级1个市级临床医学研究中心一共给多少", "合计120万元（50万元×2＋20万元×1=120万元）"),
    ],
)
def test_figures_of_one_clause_are_set_against_each_other_or_added(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (INCLUDED, "2021年有几家企业纳入统计"),
        (INCLUDED, "有几家企业纳入统计"),
        (SPENDING, "2020年研发投入占比多少"),
        (CONTRACTS, "技术合同登记额年增长目标是多少"),
        (LISTED, "征集了多少个需求"),
        (PRIZES, "一等奖给多少钱"),
        (PRIZES, "特等奖、一等奖、二等奖各多少"),
        ("财政承担不良本金的35%，贴息额度的50%。", "两级财政一起承担多少比例"),
        ("高新技术企业突破2300家，占比达到70%。", "高新技术企业占规上企业百分之多少"),
    ],
)
def test_a_question_for_a_printed_figure_is_not_computed(clause: str, question: str) -> None:
    assert answer(question, clause) == ""


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        # 769 − 133 = 636
        ("2021年，高新技术企业达到769家，较上年增加133家。", "倒推一下，高新技术企业原来多少家", "636家（"),
        ("2021年，高新技术企业达到769家，较上年增加133家。", "前一年高新技术企业有几家", "636家（"),
        # 200 × 1.1 × 1.1 = 242
        ("力争技术合同成交额年均增长10%。", "技术合同成交额在200亿元基础上，2年后要到多少亿", "242亿元（"),
    ],
)
def test_the_year_before_and_yearly_growth_are_asked_for_in_other_words(clause: str, question: str, says: str) -> None:
    assert answer(question, clause).startswith(says)


def test_growth_of_one_year_is_not_taken_for_that_of_two() -> None:
    assert answer("技术合同成交额在200亿元基础上，2年后要到多少亿", "力争技术合同成交额年增长10%。") == ""


def test_a_goal_has_no_increase_over_the_figure_of_something_else() -> None:
    goal = ("2022年要点", "高新技术企业达到1260家。")
    last = ("2021年总结", "2021年全市茶园达到1027亩。")
    assert answer("2022年要净增多少家高新技术企业", goal, last) == ""
