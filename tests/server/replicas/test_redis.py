"""What replicas share in Redis, with a real server that comes and goes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.answer_desk import AnswerDesk
from server.auth.limits import RateLimit
from server.contract import AskRequest, AskResponse
from server.redis_link import RedisLink
from server.shared_answers import SharedAnswers
from server.telemetry.metrics import Metrics
from tests.server.replicas.redis_server import RedisServer

SCOPE = ("20261124T000000-abcdef", frozenset({"内部.txt", "另一份.txt"}))
SAME_SCOPE = ("20261124T000000-abcdef", frozenset({"另一份.txt", "内部.txt"}))
QUESTION = AskRequest(question="聊城高企补助多少")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Answering:
    """Counts how often it is asked to answer."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, request: AskRequest) -> AskResponse:
        self.times += 1
        return AskResponse(id="ask-1", snapshot=SCOPE[0], status="answered", mode="extractive", answer="10万元。[1]")


def desk(redis: RedisServer, made_by: str = "0.1.0", clock: Clock | None = None, capacity: int = 8) -> AnswerDesk:
    shared = SharedAnswers(RedisLink(redis.url, clock or Clock()), [made_by])
    return AnswerDesk(Metrics(), capacity=capacity, shared=shared)


def test_an_answer_of_one_replica_is_the_others_for_the_same_documents_program_and_question(redis: RedisServer) -> None:
    answer = Answering()
    first = desk(redis).ask(SCOPE, QUESTION, answer)
    second = desk(redis).ask(SAME_SCOPE, QUESTION.model_copy(update={"stream": True}), answer)
    assert answer.times == 1
    assert second.answer == first.answer
    assert "cache" in second.timings_ms
    assert second.id != first.id
    for scope, question, made_by in (
        (("20261125T000000-abcdef", SCOPE[1]), QUESTION, "0.1.0"),
        ((SCOPE[0], frozenset({"内部.txt"})), QUESTION, "0.1.0"),
        (SCOPE, QUESTION.model_copy(update={"top_k": 3}), "0.1.0"),
        (SCOPE, QUESTION, "0.2.0"),
    ):
        before = answer.times
        desk(redis, made_by).ask(scope, question, answer)
        assert answer.times == before + 1


def test_no_question_is_read_off_the_names_and_answers_go_after_a_day(redis: RedisServer) -> None:
    desk(redis).ask(SCOPE, QUESTION, Answering())
    [name] = redis.client.keys("*")
    assert name.startswith(b"policyqa:answer:")
    assert "聊城".encode() not in name
    assert 86_000 < redis.client.ttl(name) <= 86_400


def test_what_is_not_ours_in_redis_is_answered_anew_and_replaced(redis: RedisServer) -> None:
    answer = Answering()
    desk(redis).ask(SCOPE, QUESTION, answer)
    [name] = redis.client.keys("*")
    redis.client.set(name, b'{"answer": "forged"}')
    assert desk(redis).ask(SCOPE, QUESTION, answer).answer == "10万元。[1]"
    assert answer.times == 2
    assert b"forged" not in redis.client.get(name)


def test_where_answers_are_not_remembered_redis_is_not_asked(redis: RedisServer) -> None:
    answer = Answering()
    for _ in range(2):
        desk(redis, capacity=0).ask(SCOPE, QUESTION, answer)
    assert answer.times == 2
    assert redis.client.keys("*") == []


def test_while_redis_is_away_nothing_fails_and_it_is_found_again(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock, answer = Clock(), Answering()
    standing = desk(redis, clock=clock)
    link = RedisLink(redis.url, clock)
    rate = RateLimit("2/minute", link)
    assert link.answers()
    redis.stop()
    with caplog.at_level(logging.WARNING):
        assert standing.ask(SCOPE, QUESTION, answer).answer == "10万元。[1]"
        assert [rate.wait("甲") for _ in range(2)] == [0, 0]
        assert rate.wait("甲") > 0
        assert not link.answers()
    assert [record.message for record in caplog.records if "Redis" in record.message] == [
        "Redis does not answer (ConnectionError); going on without it"
    ] * 2
    redis.start()
    assert not link.answers()
    clock.now += 3
    assert link.answers()
    # The counts of before are lost with the server.
    assert rate.wait("甲") == 0


def test_replicas_count_a_callers_requests_together(redis: RedisServer) -> None:
    here, there = (RateLimit("3/minute", RedisLink(redis.url)) for _ in range(2))
    assert [here.wait("甲"), there.wait("甲"), here.wait("甲")] == [0, 0, 0]
    assert 1 <= there.wait("甲") <= 60
    assert there.wait("乙") == 0
    alone = RateLimit("3/minute")
    assert alone.wait("甲") == 0
    assert not alone.blocks
    assert here.blocks
