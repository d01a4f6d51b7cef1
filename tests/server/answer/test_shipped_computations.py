"""Questions to the shipped documents that have to be worked out; each result is worked out beside it."""

from __future__ import annotations

import pytest

from server.service import PolicyService
from tests.server.answer.proof import ask, is_proved


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("聊城承担省科技重大专项，省拨经费500万，市里配多少", "100万元（"),  # 500 × 30 % = 150, over the cap of 100
        ("聊城备案贷款坏账1000万，市县财政补偿多少", "350万元（"),  # 1000 × 35 %
        ("聊城省级财政贴息20万，市里再补多少", "10万元（"),  # 20 × 50 %
        ("聊城拿了一个特等奖和一个二等奖一共多少奖金", "合计130万元（"),  # 100 + 30
        ("聊城2个省级1个市级临床医学研究中心一共奖补多少", "合计120万元（"),  # 2 × 50 + 20
        ("聊城国家级和省级国际科技合作基地差多少钱", "相差150万元（"),  # 200 − 50
        ("聊城孵化器培育多少家高企就到封顶", "10家（"),  # 100 ÷ 10
        ("临沂五年一共培训多少技术经纪人", "不低于1000人（"),  # 5 × 200
        ("临沂高企突破的数和力争的数差几家", "相差200家（"),  # 2500 − 2300
        ("淄博规上高新产值占比2020年是多少", "42.53%（"),  # 47.13 − 4.6
        ("淄博2020年有多少家科技型中小企业", "约900家（"),  # 1379 ÷ 1.5322 = 900.01…
        ("淄博科技贷款平均每笔多少钱", "平均每笔约351.63万元（"),  # 129 400 ÷ 368
        ("淄博2022年要净增多少家高企", "233家（"),  # 1260 − 1027
    ],
)
def test_a_result_leads_with_its_working_and_its_clause(policies: PolicyService, question: str, says: str) -> None:
    response = ask(policies, question)
    assert response.status == "answered"
    assert response.answer.split("：", 1)[1].startswith(says)
    is_proved(response)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("淄博2020年研发投入占GDP比重是多少", "2.79%"),
        ("淄博2021年高新技术企业总量多少家", "1027家"),
        ("聊城特等奖给多少钱", "100万元"),
        ("临沂每年培训多少技术经纪人", "200人以上"),
    ],
)
def test_a_printed_figure_is_given_as_printed(policies: PolicyService, question: str, says: str) -> None:
    response = ask(policies, question)
    assert says in response.answer
    assert not any(sign in response.answer for sign in "×÷＋－=")


def test_a_follow_up_with_another_number_is_worked_out_anew(policies: PolicyService) -> None:
    response = ask(policies, "那要是60家呢", "聊城中介辅导30家能领多少")
    # 60 × 5000 = 300 000, over the cap of 200 000
    assert response.answer.startswith("聊城市：20万元（60家×5000元=30万元")
    is_proved(response)
