"""When a whole response counts as right."""

from __future__ import annotations

import pytest

from eval.metrics.strict import answer_text, score
from server.contract import AskResponse
from tests.eval.builders import answered, case, citation, expected, refusal_case, refused

WANTS = case("amount", must_contain=[["10万元"]], citations=[expected()], distractors=["5万元"])


@pytest.mark.parametrize(
    ("response", "right"),
    [
        (answered("给予10万元补助。[1]", citation()), True),
        (answered("给予15万元补助。[1]", citation()), False),
        (answered("给予10万元补助。"), False),
        (answered("复审5万元，首次10万元。[1]", citation()), False),
        (answered("给予10万元补助。" + "字" * 220, citation()), False),
        (refused("topic_not_found", "给予10万元补助", citation()), False),
    ],
)
def test_every_part_has_to_be_right(response: AskResponse, right: bool) -> None:
    assert score(WANTS, response, {}).right is right


def test_a_quote_that_is_not_verbatim_is_told_apart_from_being_right() -> None:
    got = score(WANTS, answered("给予10万元补助。", citation(quote="给予10万补助")), {})
    assert got.right
    assert got.verbatim is not None
    assert not got.verbatim.passed


def test_what_does_not_apply_gets_no_score_and_does_not_count() -> None:
    got = score(refusal_case("off_topic"), refused("off_topic"), {})
    assert (got.values, got.citations, got.verbatim) == (None, None, None)
    assert got.right


def test_a_refusal_may_not_say_what_is_forbidden() -> None:
    wants = case(behaviour="refuse", refusal_code="topic_not_found", must_not_contain=["200万元"])
    assert not score(wants, refused("topic_not_found", "本库未收录；外地为200万元。"), {}).right
    assert score(wants, refused("topic_not_found"), {}).right


def test_the_message_of_a_refusal_is_read_once() -> None:
    refusal = refused("off_topic", "与政策无关。")
    assert answer_text(refusal) == "与政策无关。"
    assert answer_text(refusal.model_copy(update={"answer": "抱歉，与政策无关。"})) == "抱歉，与政策无关。"
    assert answer_text(refusal.model_copy(update={"answer": "抱歉。"})) == "抱歉。\n与政策无关。"
    assert answer_text(answered("是。")) == "是。"
