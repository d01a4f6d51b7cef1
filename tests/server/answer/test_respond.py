"""Which attempt answers a question, and which refusal where none does. The documents are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.answer.holdings import Holdings
from server.answer.outcome import Refused
from tests.server.answer.invented import answered, ask, holdings_of, quoted, refused

GRANTS = """青田县人民政府关于支持工业发展的若干意见

青政发〔2024〕6号

第一条 对新认定的专精特新企业，给予30万元奖励。

第二条 对购买工业机器人的企业，给予购置价款10%的补助，最高不超过60万元。

第三条 对省级、市级工业设计中心，分别给予最高40万元、15万元奖励。（牵头单位：县经信局；配合单位：县财政局）

第四条 对首次上规的企业，给予8万元奖励。

青田县人民政府

2024年3月20日
"""
TOYS = """云和县木制玩具产业扶持办法

第一条 对新开设的玩具门店，给予4万元补助。
"""
PAPER = """中华人民共和国节约用纸法

第一条 机关应当双面打印，违反规定的，处五百元罚款。

第二条 学校每年开展节约用纸教育2次。
"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("counties"), grants=GRANTS, toys=TOYS)


@pytest.fixture(scope="module")
def with_law(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("law"), toys=TOYS, paper=PAPER)


@pytest.mark.parametrize("asked", ["", "  ", "今天心情不错", "青田今天天气怎么样"])
def test_what_is_no_question_of_policy_is_off_topic(counties: Holdings, asked: str) -> None:
    refusal = refused(counties, asked, near=0.1)
    assert refusal.code == "off_topic"
    assert refusal.quotes == ()


def test_a_region_that_is_not_held_is_not_answered_from_another(counties: Holdings) -> None:
    refusal = refused(counties, "杭州首次上规奖励多少")
    assert refusal.code == "region_not_covered"
    assert "杭州市" in refusal.message


def test_national_law_answers_for_a_region_that_is_not_held(with_law: Holdings) -> None:
    assert answered(with_law, "杭州机关没有双面打印罚多少") == ["机关应当双面打印，违反规定的，处五百元罚款。"]


def test_what_national_law_does_not_say_is_not_covered_there(with_law: Holdings) -> None:
    assert refused(with_law, "杭州玩具门店补助多少").code == "region_not_covered"


def test_a_library_of_national_law_answers_for_every_region(tmp_path: Path) -> None:
    law = holdings_of(tmp_path, paper=PAPER)
    assert answered(law, "杭州学校节约用纸教育每年几次") == ["学校每年开展节约用纸教育2次。"]


def test_a_question_without_a_region_names_the_region_of_what_answers(counties: Holdings) -> None:
    [told] = answered(counties, "新开设的玩具门店补助多少")
    assert told == "云和县对新开设的玩具门店，给予4万元补助。"


def test_which_clause_says_it_is_named_and_its_sentence_quoted(counties: Holdings) -> None:
    asked = "青田工业设计中心的奖励在哪一条"
    assert answered(counties, asked) == ["见《青田县人民政府关于支持工业发展的若干意见》第三条。"]
    assert quoted(counties, asked) == ["对省级、市级工业设计中心，分别给予最高40万元、15万元奖励。"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("青田第三条由谁牵头", "青田县牵头单位：县经信局。"),
        ("青田第三条谁配合", "青田县配合单位：县财政局。"),
        ("青田工业设计中心奖励的责任单位都有哪些", "青田县牵头单位：县经信局；配合单位：县财政局。"),
    ],
)
def test_the_offices_asked_for_are_told(with_offices: Holdings, asked: str, says: str) -> None:
    assert answered(with_offices, asked) == [says]


@pytest.fixture(scope="module")
def with_offices(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("offices"), grants=GRANTS)


def test_the_office_of_another_matter_is_not_that_of_the_one_asked(with_offices: Holdings) -> None:
    refusal = refused(with_offices, "青田首次上规奖励谁牵头")
    assert refusal.code == "value_not_stated"
    assert [quote.text for quote in refusal.quotes] == ["对首次上规的企业，给予8万元奖励。"]


def test_how_often_a_year_is_a_number_also_where_it_is_once(tmp_path: Path) -> None:
    fairs = holdings_of(tmp_path, fairs="云和县玩具展会办法\n\n第一条 每年组织1次玩具展销会。\n")
    [told] = answered(fairs, "云和每年组织几次玩具展销会")
    assert "每年组织1次" in told


def test_a_sentence_that_names_the_authority_is_told_once(tmp_path: Path) -> None:
    works = "云和县绿色工厂办法\n\n第一条 县经济商务局负责绿色工厂评价工作。\n"
    told = quoted(holdings_of(tmp_path, works=works), "绿色工厂评价是哪个部门负责")
    assert told == ["县经济商务局负责绿色工厂评价工作。"]


def test_something_particular_of_a_numbered_clause_is_told_from_it(counties: Holdings) -> None:
    [told] = answered(counties, "青田意见第二条最高补多少")
    assert "最高不超过60万元" in told
    assert quoted(counties, "青田意见第二条最高补多少") == [
        "对购买工业机器人的企业，给予购置价款10%的补助，最高不超过60万元。"
    ]


def test_an_amount_and_the_number_of_the_document_are_both_told(counties: Holdings) -> None:
    amount, number = answered(counties, "青田首次上规奖多少，文号是多少")
    assert amount == "青田县对首次上规的企业，给予8万元奖励。"
    assert number.endswith("的文号是青政发〔2024〕6号。")


def test_a_telephone_that_is_not_printed_is_said_in_its_place(counties: Holdings) -> None:
    told = answered(counties, "青田工业设计中心奖多少，谁牵头，电话多少")
    assert any("最高40万元、15万元" in text for text in told)
    assert any(text.endswith("原文未载明联系电话。") for text in told)
    assert any("牵头单位：县经信局" in text for text in told)


def test_of_several_things_none_is_answered_for_a_matter_nobody_says(counties: Holdings) -> None:
    assert refused(counties, "青田养猪补多少，谁牵头").code == "topic_not_found"


def test_the_office_of_a_clause_that_names_none_is_not_stated(tmp_path: Path) -> None:
    toys = holdings_of(tmp_path, toys=TOYS)
    refusal = refused(toys, "云和玩具门店补助归谁管")
    assert refusal.code == "value_not_stated"
    assert "责任单位" in refusal.message
    assert [quote.text for quote in refusal.quotes] == ["对新开设的玩具门店，给予4万元补助。"]


def test_nothing_outside_what_the_request_admits_is_told(counties: Holdings) -> None:
    outcome = ask(counties, "青田首次上规奖多少", allowed=frozenset({"toys"}))
    assert isinstance(outcome, Refused)
    assert outcome.code == "topic_not_found"
