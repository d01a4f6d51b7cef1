"""The columns of a comparison, checked by hand against the documents."""

from __future__ import annotations

import pytest

from server.contract import RegionAnswer, Stated
from server.errors import InvalidRequest
from server.region_comparison import compare
from server.service import PolicyService


def texts(said: list[Stated]) -> list[str]:
    return [one.text for one in said]


def rows(service: PolicyService, question: str, *regions: str) -> dict[str, RegionAnswer]:
    return {row.region: row for row in compare(service, question, regions).rows}


def test_goals_stand_side_by_side_with_their_departments(policies: PolicyService) -> None:
    found = rows(policies, "高新技术企业的目标是多少家？", "聊城", "日照", "临沂", "淄博")
    assert {region: texts(row.values) for region, row in found.items()} == {
        "聊城市": ["达到1000家以上"],
        "日照市": ["500家以上"],
        "临沂市": ["突破2300家", "力争达到2500家"],
        "淄博市": ["达到1260家以上"],
    }
    assert texts(found["日照市"].departments) == ["市科技局、市工业和信息化局按职责分工负责"]
    assert found["聊城市"].departments == []  # the goal stands in the general part, which names none
    assert [notice.code for notice in found["日照市"].notices] == ["draft"]


def test_a_row_has_its_condition_and_a_short_answer_without_markers(policies: PolicyService) -> None:
    row = rows(policies, "对新设立的创业投资机构奖励多少？", "日照", "聊城")["日照市"]
    assert row.answer == f"{row.short_answer}[1]"
    assert texts(row.values) == ["给予最高200万元"]
    assert texts(row.conditions) == ["新设立"]


def test_a_region_without_an_answer_says_why_and_has_empty_columns(policies: PolicyService) -> None:
    found = rows(policies, "对新设立的创业投资机构奖励多少？", "聊城", "临沂", "济南")
    assert {region: row.code for region, row in found.items()} == {
        "聊城市": "topic_not_found",
        "临沂市": "value_not_stated",
        "济南市": "region_not_covered",
    }
    for row in found.values():
        assert (row.values, row.conditions, row.departments) == ([], [], [])


def test_a_question_that_names_a_region_or_too_few_regions_is_refused(policies: PolicyService) -> None:
    with pytest.raises(InvalidRequest, match="问题里写了“聊城市”"):
        compare(policies, "聊城高企补助多少", ["聊城", "日照"])
    with pytest.raises(InvalidRequest, match="2 到 20"):
        compare(policies, "高企补助多少", ["聊城", "聊城"])
