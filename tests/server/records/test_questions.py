"""What becomes of the questions that were kept, once none are to be kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from server.bootstrap import Settings, open_operations
from server.records.database import open_database
from server.records.questions import QUESTIONS

pytestmark = pytest.mark.slow


def test_a_log_that_is_switched_off_keeps_nothing(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    kept = open_operations(Settings(home=tmp_path, question_log_days=30), "127.0.0.1", engine)
    assert kept.questions is not None
    kept.questions.note("高企补助多少", "answered")
    with engine.connect() as connection:
        assert connection.execute(select(QUESTIONS.c.question)).scalars().all() == ["高企补助多少"]
    assert open_operations(Settings(home=tmp_path), "127.0.0.1", engine).questions is None
    with engine.connect() as connection:
        assert connection.execute(select(QUESTIONS.c.question)).scalars().all() == []
    engine.dispose()
