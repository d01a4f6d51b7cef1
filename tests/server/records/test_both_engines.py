"""One body of tests for the records on SQLite and on PostgreSQL: what one process writes, another reads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect, select

from server.auth.identity import INTERNAL, Identity, Role, acting_as
from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.sessions import SESSION_SECONDS, Sessions
from server.contract import FeedbackRequest
from server.errors import InvalidRequest, JobNotFound
from server.library.jobs import Jobs, Received, Taken
from server.records.audit import AUDIT, Audit
from server.records.feedback import Feedback
from server.records.questions import Questions
from server.records.visibility import Visibility

pytestmark = pytest.mark.slow

Reopen = Callable[[], Engine]
READER = Identity("前台", Role.READER)
INSIDER = Identity("科技科", Role.READER, frozenset({INTERNAL}))


def test_audit_lines_are_numbered_in_order_and_read_by_another_process(reopen: Reopen) -> None:
    audit = Audit(reopen())
    audit.note("值班员", "upload", "日照.txt", "3 份文件")
    audit.note("管理员", "delete", "旧\0文件")
    first, second = reversed(Audit(reopen()).newest(5))
    assert (first.number, first.who, first.action, first.subject, first.detail) == (
        1, "值班员", "upload", "日照.txt", "3 份文件",
    )  # fmt: skip
    assert (second.number, second.subject) == (2, "旧\ufffd文件")


def test_keys_open_elsewhere_until_they_are_revoked_and_names_stay_taken(reopen: Reopen) -> None:
    store = KeyStore(reopen())
    key = store.create("科技科", Role.EDITOR, frozenset({INTERNAL, "科技局"}))
    engine = reopen()
    ring = KeyRing(KeyStore(engine), Sessions(engine))
    ring.refresh()
    identity = ring.of_key(key)
    assert identity == Identity("科技科", Role.EDITOR, frozenset({INTERNAL, "科技局"}))
    store.revoke("科技科")
    late = KeyRing(KeyStore(engine), Sessions(engine))
    late.refresh()
    assert late.of_key(key) is None
    with pytest.raises(InvalidRequest, match="已有名为"):
        KeyStore(reopen()).create("科技科", Role.READER)


def test_a_session_of_one_replica_is_good_at_the_other_until_it_ends(reopen: Reopen) -> None:
    now = [1_000_000.0]
    first, second = (Sessions(reopen(), lambda: now[0]) for _ in range(2))
    token = first.open(7)
    second.refresh(token)
    assert (first.key_of(token), second.key_of(token)) == (7, 7)
    first.close(token)
    assert first.key_of(token) is None
    now[0] += 1
    assert second.stale(token)
    second.refresh(token)
    assert second.key_of(token) is None
    lasting = first.open(8)
    now[0] += SESSION_SECONDS
    second.refresh(lasting)
    assert second.key_of(lasting) == 8
    now[0] += 1
    second.refresh(lasting)
    assert second.key_of(lasting) is None


def test_feedback_is_kept_whole_and_shown_to_those_who_see_as_much(reopen: Reopen) -> None:
    given = FeedbackRequest(
        answer_id="ask-1",
        question="聊城高企补助多少",
        rating="down",
        reason="incomplete",
        comment="第一行\n'; DROP TABLE feedback; --",
        citations=["liaocheng:二/1", '含,逗号与"引号"的:id'],
    )
    with acting_as(INSIDER):
        receipt = Feedback(reopen()).add(given)
    feedback = Feedback(reopen())
    with acting_as(READER):
        assert feedback.newest().total == 0
        feedback.add(FeedbackRequest(answer_id="ask-2", question="问", rating="up"))
    with acting_as(INSIDER):
        found = feedback.newest(limit=1, offset=1)
        assert (found.total, found.entries[0].number) == (2, receipt.number)
        assert found.entries[0].model_dump(exclude={"number", "at"}) == given.model_dump()
        assert [entry.answer_id for entry in feedback.newest(rating="up").entries] == ["ask-2"]


def test_questions_are_counted_by_words_and_day(reopen: Reopen) -> None:
    questions = Questions(reopen(), keep_days=30)
    with acting_as(READER):
        for asked in ("补助多少", "谁负责", "补助多少"):
            questions.note(asked, "answered")
        questions.note("没有的事", "refused")
        today = datetime.now(UTC).date()
        counted = Questions(reopen(), keep_days=30).most_asked(7, 10)
    assert [(c.question, c.count, c.by_day) for c in counted] == [
        ("补助多少", 2, ((today, 2),)),
        ("谁负责", 1, ((today, 1),)),
    ]


def test_who_sees_a_file_is_changed_for_all(reopen: Reopen) -> None:
    here, there = Visibility(reopen()), Visibility(reopen())
    here.put("内部.txt", INTERNAL)
    here.put("内部.txt", "科技局")
    there.refresh()
    assert there.of("内部.txt") == "科技局"
    assert there.hidden_from(READER) == {"内部.txt"}
    there.put("内部.txt", "public")
    here.refresh()
    assert here.hidden_from(READER) == frozenset()


def test_a_job_ordered_at_one_replica_is_carried_out_and_looked_up_at_another(reopen: Reopen) -> None:
    here, there = Jobs(reopen()), Jobs(reopen())
    files = (Received("甲.txt", "a" * 64, ".txt", 12), Received("乙.pdf", "b" * 64, ".pdf", 34))
    first = here.add("编辑甲", "upload", "甲.txt、乙.pdf", {"嵌套": [1, None, "值"]}, files)
    second = there.add("编辑乙", "delete", "doc-1", {})
    order = there.next_open()
    assert order is not None
    assert (order.id, order.who, order.details, order.files) == (first.id, "编辑甲", {"嵌套": [1, None, "值"]}, files)
    there.advance(first.id, "embedding", 3, 9)
    now = here.get(first.id, "编辑甲")
    assert (now.status, now.stage, now.done, now.total) == ("running", "embedding", 3, 9)
    with pytest.raises(JobNotFound):
        here.get(first.id, "编辑乙")
    with pytest.raises(JobNotFound):
        here.get("job-\0", None)
    taken = {"甲.txt": Taken(("甲",)), "乙.pdf": Taken(reason="读不了")}
    there.finish(first.id, "20261124T000000-abcdef", taken, ["一条注意"])
    done = here.get(first.id)
    assert (done.status, done.snapshot, done.notes) == ("done", "20261124T000000-abcdef", ["一条注意"])
    assert [(f.name, f.status, f.reason, f.documents) for f in done.files] == [
        ("甲.txt", "taken", None, ["甲"]),
        ("乙.pdf", "rejected", "读不了", []),
    ]
    last = here.next_open()
    assert last is not None and last.id == second.id
    here.fail(last, "没有这份文件", {})
    assert there.next_open() is None
    assert there.count_open() == 0
    lines = [(line.who, line.action) for line in reversed(Audit(reopen()).newest(9))]
    assert lines == [
        ("编辑甲", "library.upload"), ("编辑乙", "library.delete"), ("编辑乙", "library.delete.failed"),
    ]  # fmt: skip


def test_tables_are_made_once_by_many_that_start_together(reopen: Reopen) -> None:
    with ThreadPoolExecutor(8) as threads:
        engines = list(threads.map(lambda _: reopen(), range(8)))
    assert {tuple(sorted(inspect(engine).get_table_names())) for engine in engines} == {
        (
            "audit", "feedback", "jobs", "keys", "questions", "schema_version", "sessions", "uploads", "versions",
            "visibility",
        )
    }  # fmt: skip
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda engine: Audit(engine).note("甲", "写入", "并发"), engines * 5))
    with engines[0].connect() as connection:
        assert sorted(connection.execute(select(AUDIT.c.number)).scalars()) == list(range(1, 41))
