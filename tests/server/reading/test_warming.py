"""Hot questions are at hand before anybody asks for them, and asking for them asks nothing in anybody's name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from server import hot_questions as drawing
from server.answer_desk import AnswerDesk
from server.contract import AskRequest
from server.hot_questions import Asked, hot_questions
from server.records.database import open_database
from server.records.questions import Questions
from server.service import PolicyService
from server.serving import Serving
from server.telemetry.metrics import Metrics
from server.warming import warming
from tests.library import Built

pytestmark = pytest.mark.slow


class Counting(PolicyService):
    """Notes what it was asked."""

    def __init__(self, built: Built) -> None:
        super().__init__(built.service._retriever)
        self.tried: list[str] = []

    def try_out(self, request: AskRequest):  # type: ignore[no-untyped-def]  # as the method it stands before
        self.tried.append(request.question)
        return super().try_out(request)


def wait_until_drawn(serving: Serving) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        known = drawing._known_of(serving.current)
        if len(known.by_region) == len(serving.whole.holdings.regions):
            return
        time.sleep(0.05)
    pytest.fail("the questions are not drawn")


def test_questions_are_drawn_after_the_start_and_after_a_switch(built: Built) -> None:
    first, second = Counting(built), Counting(built)
    serving = Serving(first)
    with warming(serving):
        wait_until_drawn(serving)
        before = list(first.tried)
        assert hot_questions(serving.current, limit=12).questions
        assert first.tried == before != []
        serving.switch(second)
        wait_until_drawn(serving)
        before = list(second.tried)
        assert hot_questions(serving.current, limit=12).questions
        assert second.tried == before != []


def test_listing_them_logs_and_counts_no_question(built: Built, tmp_path: Path) -> None:
    questions = Questions(open_database(tmp_path), keep_days=3)
    metrics = Metrics()
    serving = Serving(built.service, desk=AnswerDesk(metrics, capacity=8, questions=questions))
    service = serving.current
    service.ask(AskRequest(question="日照对创投机构奖励多少"))
    [logged] = questions.most_asked(3, 10)
    asked = [Asked(logged.question, logged.count)]
    assert hot_questions(service, "日照", limit=2, asked=asked) == hot_questions(service, "日照", limit=2, asked=asked)
    assert [(q.question, q.count) for q in questions.most_asked(3, 10)] == [("日照对创投机构奖励多少", 1)]
    assert 'policyqa_answers_total{mode="extractive",status="answered"} 1.0' in metrics.exposition(service).decode()
