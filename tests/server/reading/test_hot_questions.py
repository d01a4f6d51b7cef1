"""Hot questions: each is answered from the clause it names, and the list stays the same."""

from __future__ import annotations

import pytest

from server.contract import AskRequest
from server.errors import UnknownRegionFilter
from server.hot_questions import Asked, hot_questions
from server.service import PolicyService

pytestmark = pytest.mark.slow


def test_every_hot_question_is_answered_from_its_clause(policies: PolicyService) -> None:
    found = hot_questions(policies, limit=12)
    assert len(found.questions) == 12
    assert {q.region for q in found.questions} == {"聊城市", "日照市", "临沂市", "淄博市"}
    for one in found.questions[:6]:
        response = policies.ask(AskRequest(question=one.question))
        assert response.status == "answered"
        assert response.citations[0].clause_id == one.clause_id


def test_a_regions_questions_are_its_own_and_the_same_each_time(policies: PolicyService) -> None:
    found = hot_questions(policies, "莒县", limit=3)
    assert {q.region for q in found.questions} == {"日照市"}
    assert found.questions[0].question == "日照市对达到要求的孵化器奖补多少？"
    assert hot_questions(policies, "日照", limit=3).questions == found.questions


def test_a_region_not_held_has_none_and_an_unknown_one_is_rejected(policies: PolicyService) -> None:
    assert hot_questions(policies, "济南").questions == []
    with pytest.raises(UnknownRegionFilter):
        hot_questions(policies, "火星")


def test_what_people_ask_comes_first_when_it_is_answered(policies: PolicyService) -> None:
    asked = [Asked("今天天气怎么样", 90), Asked("日照对创投机构奖励多少", 40), Asked("聊城科技特派员奖励", 30)]
    found = hot_questions(policies, "日照", limit=3, asked=asked)
    assert [(q.origin, q.count) for q in found.questions] == [("asked", 40), ("library", None), ("library", None)]
    assert found.questions[0].question == "日照对创投机构奖励多少"
    everywhere = hot_questions(policies, limit=3, asked=asked).questions
    assert [q.count for q in everywhere] == [40, 30, None]
