"""Which figure of a sentence is said first, and in which words. The documents are made up."""

from __future__ import annotations

import pytest

from server.answer.holdings import Holdings
from tests.server.answer.invented import answered, holdings_of, quoted

RULES = """青田县城市管理办法

第一条 违反规定，占用绿地的，责令改正；拒不改正的，处五百元以上一千元以下罚款；情节严重的，处五千元罚款。

第二条 有下列行为之一的，按照以下标准处罚：

（一）乱倒泔水的，处三百元罚款；

（二）乱贴海报的，处一百元罚款。

第三条 对省级、市级工业设计中心，分别给予最高40万元、15万元奖励。

第四条 对乡镇茶馆，给予5万元补助。对乡镇书店，给予3万元补助。

第五条 技术工人培训时间由30天缩短到20天。

第六条 到2027年，优化公园布局，完善步道网络，提升河道景观，建设口袋公园45个。

第七条 高空抛物和乱停车的，处二百元以上一千元以下罚款。
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("county"), rules=RULES)


def test_a_fine_is_told_with_the_act_before_it_and_the_graver_case_behind(county: Holdings) -> None:
    asked = "青田占用绿地拒不改正罚多少"
    [told] = answered(county, asked)
    assert "占用绿地的" in told
    assert told.index("五百元以上一千元以下") < told.index("情节严重的，处五千元罚款")
    assert quoted(county, asked) == [
        "违反规定，占用绿地的",
        "拒不改正的，处五百元以上一千元以下罚款；",
        "情节严重的，处五千元罚款。",
    ]


def test_an_item_of_a_list_is_told_under_the_words_that_open_it(county: Holdings) -> None:
    [told] = answered(county, "青田乱贴海报罚多少")
    assert told == "青田县：有下列行为之一的，按照以下标准处罚：（二）乱贴海报的，处一百元罚款。"


def test_the_amount_of_the_level_asked_for_comes_first_with_the_cap_of_the_whole_list(county: Holdings) -> None:
    [told] = answered(county, "青田市级工业设计中心奖多少")
    assert told.startswith("青田县：市级工业设计中心最高15万元。原文：")


@pytest.mark.parametrize("asked", ["青田工业设计中心奖多少", "青田省级和市级工业设计中心各奖多少"])
def test_both_levels_are_told_where_none_or_both_are_asked_for(county: Holdings, asked: str) -> None:
    assert answered(county, asked) == ["青田县对省级、市级工业设计中心，分别给予最高40万元、15万元奖励。"]


def test_two_amounts_asked_for_are_told_from_their_two_sentences(county: Holdings) -> None:
    first, second = answered(county, "青田乡镇茶馆补多少，乡镇书店补多少")
    assert "乡镇茶馆，给予5万元补助" in first + second
    assert "乡镇书店，给予3万元补助" in first + second


def test_both_ends_of_a_range_are_one_figure(county: Holdings) -> None:
    [told] = answered(county, "青田高空抛物和乱停车各罚多少")
    assert "二百元以上一千元以下" in told


def test_of_a_change_the_figure_it_ends_at_comes_first(county: Holdings) -> None:
    [told] = answered(county, "青田技术工人培训时间多少天")
    assert told.index("20天") < told.index("30天")


def test_the_year_a_sentence_opens_with_stays_with_its_figure(county: Holdings) -> None:
    [told] = answered(county, "青田建设口袋公园多少个")
    assert "到2027年" in told
    assert "口袋公园45个" in told
