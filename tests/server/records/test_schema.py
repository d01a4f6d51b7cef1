"""Databases of earlier versions open, those of later ones are refused, and what is missing is named."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from server.auth.identity import LOCAL, Identity, Role, acting_as
from server.errors import DatabaseUnavailable, ExtraMissing, RecordsTooNew
from server.records.audit import Audit
from server.records.database import FILE, open_database
from server.records.feedback import Feedback
from server.redis_link import RedisLink
from tests.running_service import free_port
from tests.server.replicas.postgres import Cluster

# As the first version with feedback made it: no schema_version, and nobody noted who wrote.
_FIRST_FEEDBACK = """
CREATE TABLE feedback (
    number {key}, at VARCHAR NOT NULL, answer_id VARCHAR NOT NULL, question VARCHAR NOT NULL, rating VARCHAR NOT NULL,
    reason VARCHAR, comment VARCHAR NOT NULL, correction VARCHAR NOT NULL, answer VARCHAR NOT NULL,
    citations VARCHAR NOT NULL, snapshot VARCHAR NOT NULL
)
"""
_FIRST_ENTRY = """
INSERT INTO feedback (at, answer_id, question, rating, reason, comment, correction, answer, citations, snapshot)
VALUES ('2026-01-05T08:00:00.000+00:00', 'ask-1', '高企补助多少', 'down', 'wrong', '', '应为10万元', '5万元',
        '["a:1"]', 's')
"""


def test_a_database_whose_feedback_names_no_readers_opens_and_shows_it_to_admins(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as old, old:
        old.execute(_FIRST_FEEDBACK.format(key="INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"))
        old.execute(_FIRST_ENTRY)
    feedback = Feedback(open_database(tmp_path))
    with acting_as(LOCAL):
        (entry,) = feedback.newest().entries
    assert (entry.number, entry.question, entry.correction, entry.citations) == (
        1,
        "高企补助多少",
        "应为10万元",
        ["a:1"],
    )
    with acting_as(Identity("编辑甲", Role.EDITOR, frozenset({"internal"}))):
        assert feedback.newest().entries == []
    Audit(open_database(tmp_path)).note("甲", "打开", "再次")
    with closing(sqlite3.connect(tmp_path / FILE)) as now:
        assert now.execute("SELECT number FROM schema_version").fetchall() == [(2,)]


def test_the_same_step_is_taken_on_postgresql(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.new_database()
    with psycopg.connect(url.get_secret_value()) as old:
        old.execute(_FIRST_FEEDBACK.format(key="SERIAL PRIMARY KEY"))
        old.execute(_FIRST_ENTRY)
    engine = open_database(tmp_path, url)
    with acting_as(LOCAL):
        (entry,) = Feedback(engine).newest().entries
    engine.dispose()
    assert (entry.number, entry.answer_id) == (1, "ask-1")


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    open_database(tmp_path).dispose()
    with closing(sqlite3.connect(tmp_path / FILE)) as later, later:
        later.execute("UPDATE schema_version SET number = 3")
        later.execute("DROP TABLE sessions")
    with pytest.raises(RecordsTooNew, match="结构 3"):
        open_database(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as later:
        assert later.execute("SELECT number FROM schema_version").fetchall() == [(3,)]
        assert later.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sessions'").fetchone() == (0,)


def test_a_database_that_does_not_answer_or_lets_nobody_in_is_told_without_its_password(
    postgres: Cluster, tmp_path: Path
) -> None:
    nobody = SecretStr(f"postgresql://u:geheim@127.0.0.1:{free_port()}/d")
    wrong = SecretStr(postgres.new_database().get_secret_value().replace(postgres.password, "geheim"))
    for url in (nobody, wrong):
        with pytest.raises(DatabaseUnavailable) as told:
            open_database(tmp_path, url)
        assert "geheim" not in str(told.value)
        assert "127.0.0.1" in str(told.value)


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a machine without the packages answers.
    found = importlib.util.find_spec
    missing = {"psycopg", "redis"}
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name in missing else found(name, *rest)
    )
    with pytest.raises(ExtraMissing, match=r"policyqa\[postgres\]"):
        open_database(tmp_path, SecretStr("postgresql://u@127.0.0.1/d"))
    with pytest.raises(ExtraMissing, match=r"policyqa\[redis\]"):
        RedisLink(SecretStr("redis://127.0.0.1"))
