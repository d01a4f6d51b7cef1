"""Answering and refusing, and answers of another region."""

from __future__ import annotations

import pytest

from eval.metrics.refusals import (
    BehaviourScore,
    confusion,
    is_wrong_region,
    regions_of_files,
    score_behaviour,
)
from server.contract import AskResponse
from tests.eval.builders import answered, case, citation, expected, refusal_case, refused


@pytest.mark.parametrize(
    ("response", "given", "right"),
    [
        (refused("topic_not_found"), "topic_not_found", True),
        (refused("value_not_stated"), "topic_not_found", True),
        (refused("off_topic"), "off_topic", False),
        (answered("有"), "answer", False),
        (refused("topic_not_found").model_copy(update={"refusal": None}), "no_code", False),
    ],
)
def test_a_refusal_needs_an_accepted_code(response: AskResponse, given: str, right: bool) -> None:
    score = score_behaviour(refusal_case("topic_not_found", "value_not_stated"), response)
    assert (score.expected, score.given, score.right) == ("topic_not_found", given, right)


def test_an_answer_is_expected() -> None:
    assert score_behaviour(case(), answered("有")) == BehaviourScore("answer", "answer")
    assert not score_behaviour(case(), refused("off_topic")).right


def test_confusion_counts_pairs() -> None:
    right, wrong = BehaviourScore("off_topic", "off_topic"), BehaviourScore("answer", "off_topic")
    assert confusion([right, wrong, right]) == {("off_topic", "off_topic"): 2, ("answer", "off_topic"): 1}


def test_the_region_of_a_file_is_learnt_from_all_responses() -> None:
    responses = [
        answered("一", citation(), citation(source_file="b.txt", region="乙市")),
        answered("二", citation(region=None), citation(source_file="c.txt", region=None)),
    ]
    assert regions_of_files(responses) == {"a.txt": {"甲市"}, "b.txt": {"乙市"}}


REGIONS = {"a.txt": frozenset({"甲市"}), "a2.txt": frozenset({"甲市"}), "b.txt": frozenset({"乙市"})}


def test_an_answer_for_a_region_that_is_not_covered_is_of_a_wrong_region() -> None:
    wants = refusal_case("region_not_covered")
    assert is_wrong_region(wants, answered("200万元"), {}) is True
    assert is_wrong_region(wants, refused("region_not_covered"), {}) is None


def test_an_answer_that_cites_only_other_regions_is_of_a_wrong_region() -> None:
    wants = case(citations=[expected("a.txt")])
    other = citation(source_file="b.txt", region="乙市")
    same_region = citation(source_file="a2.txt")
    assert is_wrong_region(wants, answered("答", other), REGIONS) is True
    assert is_wrong_region(wants, answered("答", other, citation()), REGIONS) is False
    assert is_wrong_region(wants, answered("答", same_region), REGIONS) is False


def test_where_the_regions_are_unknown_nothing_is_said() -> None:
    wants = case(citations=[expected("a.txt")])
    assert is_wrong_region(wants, answered("答", citation()), {}) is None
    assert is_wrong_region(wants, answered("答"), REGIONS) is None
    assert is_wrong_region(case(), answered("答", citation()), REGIONS) is None
