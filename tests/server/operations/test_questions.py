from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.auth.identity import LOCAL, Identity, Role, acting_as
from server.records.database import FILE, open_database
from server.records.questions import Questions

READER = Identity("前台", Role.READER)
INSIDER = Identity("科技科", Role.READER, frozenset({"internal"}))


def noted(questions: Questions, who: Identity, *asked: str) -> None:
    with acting_as(who):
        for question in asked:
            questions.note(question, "answered")


def shown(questions: Questions, who: Identity) -> list[tuple[str, int]]:
    with acting_as(who):
        return [(asked.question, asked.count) for asked in questions.most_asked(7, 10)]


def test_what_was_asked_most_comes_first_and_only_what_the_caller_may_know_of(tmp_path: Path) -> None:
    questions = Questions(open_database(tmp_path), keep_days=30)
    noted(questions, READER, "补助多少", "谁负责", "补助多少")
    noted(questions, INSIDER, "内部稿怎么说", "内部稿怎么说", "内部稿怎么说", "谁负责")
    noted(questions, LOCAL, "管理员的问题")
    assert shown(questions, READER) == [("补助多少", 2), ("谁负责", 1)]
    assert shown(questions, INSIDER) == [("内部稿怎么说", 3), ("谁负责", 2), ("补助多少", 2)]
    assert ("管理员的问题", 1) in shown(questions, LOCAL)


def test_lines_go_when_their_days_are_over(tmp_path: Path) -> None:
    questions = Questions(open_database(tmp_path), keep_days=3)
    noted(questions, READER, "新", "旧", "更旧")
    today = datetime.now(UTC).date()
    with sqlite3.connect(tmp_path / FILE) as database:
        for question, age in (("旧", 2), ("更旧", 3)):
            day = (today - timedelta(days=age)).isoformat()
            database.execute("UPDATE questions SET day = ? WHERE question = ?", (day, question))
    Questions(open_database(tmp_path), keep_days=3)
    with sqlite3.connect(tmp_path / FILE) as database:
        assert {row[0] for row in database.execute("SELECT question FROM questions")} == {"新", "旧"}
    with acting_as(READER):
        (old,) = [asked for asked in questions.most_asked(3, 10) if asked.question == "旧"]
        assert old.by_day == ((today - timedelta(days=2), 1),)
        assert [asked.question for asked in questions.most_asked(2, 10)] == ["新"]
