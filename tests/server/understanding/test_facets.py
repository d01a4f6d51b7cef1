"""What a question asks for."""

from __future__ import annotations

import pytest

from server.understanding.facets import (
    Facet,
    asked_separately,
    asks_precisely,
    asks_to_compare,
    asks_to_compute,
    is_measured,
    read_facets,
)


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("首次认定高企奖励多少", Facet.AMOUNT),
        ("孵化器能拿几万块", Facet.AMOUNT),
        ("有什么补贴", Facet.AMOUNT),
        ("不良本金承担比例是多少", Facet.RATE),
        ("科学素质占比百分之几", Facet.RATE),
        ("要布局多少家重点实验室", Facet.COUNT),
        ("办证要多久", Facet.DURATION),
        ("最晚哪天交意见", Facet.DEADLINE),
        ("由哪个部门牵头", Facet.DEPARTMENT),
        ("这件事归谁管", Facet.DEPARTMENT),
        ("意见的文号是什么", Facet.DOC_NUMBER),
        ("办法是哪天印发的", Facet.ISSUE_DATE),
        ("依据上级哪个文件制定的", Facet.BASIS),
        ("这个文件还有效吗", Facet.STATUS),
        ("正式印发了没", Facet.STATUS),
        ("联系电话是多少", Facet.CONTACT),
        ("第14条讲什么", Facet.CLAUSE),
        ("第十四条讲什么", Facet.CLAUSE),
        ("一共多少条", Facet.NUMBERING),
        ("需要符合什么条件", Facet.CONDITION),
        ("有哪些措施", Facet.LIST),
    ],
)
def test_the_asked_for_side_is_seen(question: str, facet: Facet) -> None:
    assert facet in read_facets(question)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("首次认定高企奖励多少", Facet.AMOUNT),
        ("由哪个部门牵头", Facet.DEPARTMENT),
        ("第14条讲什么", Facet.CLAUSE),
        ("要布局多少家重点实验室", Facet.COUNT),
        ("意见的文号是什么", Facet.DOC_NUMBER),
    ],
)
def test_the_most_particular_side_comes_first(question: str, first: Facet) -> None:
    assert read_facets(question)[0] is first


def test_two_things_asked_at_once_are_both_seen() -> None:
    assert {Facet.AMOUNT, Facet.DEPARTMENT} <= set(read_facets("奖励多少，由哪个部门牵头"))


def test_a_question_for_nothing_particular_is_general() -> None:
    assert read_facets("科技特派员") == (Facet.GENERAL,)


def test_a_number_of_people_is_a_count_and_not_an_amount() -> None:
    facets = read_facets("一年培训多少人")
    assert Facet.COUNT in facets
    assert Facet.AMOUNT not in facets


def test_who_may_apply_is_no_question_for_a_department() -> None:
    assert Facet.DEPARTMENT not in read_facets("哪些单位可以申报")
    assert Facet.DEPARTMENT in read_facets("哪些单位负责")


def test_quantities_are_told_from_words() -> None:
    assert is_measured((Facet.AMOUNT, Facet.LIST))
    assert is_measured((Facet.DEADLINE,))
    assert not is_measured((Facet.DEPARTMENT, Facet.CLAUSE))


def test_comparing_and_computing_are_recognised() -> None:
    assert asks_to_compare("孵化器支持哪个城市更高")
    assert not asks_to_compare("孵化器支持是什么")
    assert asks_to_compute("帮30家一共能领多少")
    assert asks_to_compute("征集的和发榜的差了几个")
    assert asks_to_compute("试用期8个月合法吗")
    assert asks_to_compute("那要是60家呢")
    assert not asks_to_compute("由谁牵头")


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("哪三家负责", Facet.DEPARTMENT),
        ("牵头的是谁", Facet.DEPARTMENT),
        ("归口的四个局", Facet.DEPARTMENT),
        ("没牵绳遛狗由谁来罚", Facet.DEPARTMENT),
        ("公告几号发出来的", Facet.ISSUE_DATE),
        ("增了多少个点", Facet.RATE),
        ("高企比上年增长多少", Facet.RATE),
        ("高企增幅多少", Facet.RATE),
        ("高企增长多少家", Facet.COUNT),
        ("骑车最小几岁", Facet.COUNT),
        ("一个安全员最多管几部梯", Facet.COUNT),
        ("几小时内必须上门", Facet.DURATION),
        ("采暖期到哪天停", Facet.WHEN),
        ("这份文件什么时候失效", Facet.EXPIRY),
        ("征求意见什么时候截止", Facet.COMMENTS),
        ("13条谁负责", Facet.CLAUSE),
        ("拨哪个号", Facet.CONTACT),
    ],
)
def test_ways_of_asking_that_people_use_are_known(question: str, facet: Facet) -> None:
    assert facet in read_facets(question)


def test_a_count_of_people_is_no_amount_of_money() -> None:
    assert Facet.AMOUNT not in read_facets("每年得培训出多少技术经纪人")


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("奖多少，谁牵头", ((Facet.AMOUNT, Facet.COUNT), (Facet.DEPARTMENT,))),
        ("什么时候截止提意见，联系谁", ((Facet.COMMENTS,), (Facet.CONTACT,))),
        ("研发投入补助要跟哪几个局对接", ()),
        ("奖多少，一年封顶多少", ()),
    ],
)
def test_things_asked_for_in_parts_of_their_own_are_told_apart(
    question: str, groups: tuple[tuple[Facet, ...], ...]
) -> None:
    assert asked_separately(question) == groups


@pytest.mark.parametrize(
    ("question", "precise"), [("几天", True), ("几号", True), ("什么时候", False), ("多久", False)]
)
def test_only_a_figure_answers_a_precise_question(question: str, precise: bool) -> None:
    assert asks_precisely(question) is precise
