"""What an asker takes for granted is confirmed or put right. The documents are made up."""

from __future__ import annotations

import pytest

from server.answer.holdings import Holdings
from tests.server.answer.invented import answered, holdings_of, quoted

GRANTS = """青田县人民政府关于支持工业发展的若干意见

第一条 对首次上规的企业，给予8万元奖励。

第二条 2023年，全县工业技改投资完成18亿元。

第三条 对当场查处的违法用电行为，可以处二百元以下罚款。

第四条 氢能公交示范线于2026年建成。

第五条 对新认定的绿色工厂，给予最高30万元奖励。

青田县人民政府

2024年3月20日
"""
TOYS = """云和县木制玩具产业扶持办法（征求意见稿）

第一条 对新开设的玩具门店，给予4万元补助。

第二条 本办法意见反馈截止2024年9月30日。

云和县经济商务局

2024年9月1日
"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("counties"), grants=GRANTS, toys=TOYS)


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("青田首次上规奖励8万元对吗", "是。"),
        ("青田新认定的绿色工厂奖励30万元对吗", "不一定：原文是“给予最高30万元”。"),
        ("青田首次上规奖励5万元对吗", "给予8万元，不是5万元。"),
        ("青田2022年工业技改投资完成18亿元对吗", "是2023年的数，不是2022年。"),
        ("青田氢能公交示范线是2026年建成吗", "是。"),
        ("青田氢能公交示范线是2027年建成吗", "2026年，不是2027年。"),
    ],
)
def test_the_amount_or_year_named_is_confirmed_or_put_right_first(counties: Holdings, asked: str, begins: str) -> None:
    assert answered(counties, asked)[0].startswith(begins)


@pytest.mark.parametrize("asked", ["青田违法用电当场罚100元对吗", "青田首次上规有奖励吗", "青田首次上规奖励多少"])
def test_an_amount_in_the_range_or_none_at_all_needs_no_correction(counties: Holdings, asked: str) -> None:
    [told] = answered(counties, asked)
    assert told.startswith("青田县对")
    assert "不是" not in told


@pytest.mark.parametrize("asked", ["云和玩具门店补助已经施行了，给多少", "云和玩具门店补助，我明天就能去申领多少"])
def test_a_draft_taken_for_a_rule_is_called_a_draft_before_the_amount(counties: Holdings, asked: str) -> None:
    lead, amount = answered(counties, asked)
    assert lead == "《云和县木制玩具产业扶持办法（征求意见稿）》还是征求意见稿，没有施行，现在不能据此办理。"
    assert "4万元" in amount
    assert quoted(counties, asked)[0] == "云和县木制玩具产业扶持办法（征求意见稿）"


def test_that_it_is_a_draft_is_not_said_twice(counties: Holdings) -> None:
    [told] = answered(counties, "云和这份办法现在生效了吗，我马上去办理")
    assert told.count("还是征求意见稿") == 1


def test_a_rule_in_force_is_not_called_a_draft(counties: Holdings) -> None:
    [told] = answered(counties, "青田首次上规奖励已经施行了，给多少")
    assert "8万元" in told
