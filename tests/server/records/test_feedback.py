import sqlite3
from pathlib import Path

import pytest
from pydantic import ValidationError

from server.contract import FeedbackRequest
from server.records.database import FILE, open_database
from server.records.feedback import Feedback


def test_feedback_is_on_disk_and_read_back_whole(tmp_path: Path) -> None:
    feedback = Feedback(open_database(tmp_path))
    given = FeedbackRequest(
        answer_id="ask-1",
        question="聊城高企补助多少",
        rating="down",
        reason="incomplete",
        comment="没有说复审的",
        correction="首次认定10万元，复审通过5万元。",
        answer="聊城市：10万元。[1]",
        citations=["liaocheng:二/1", '含,逗号与"引号"的:id'],
        snapshot="20261124T000000-abcdef",
    )
    receipt = feedback.add(given)
    with sqlite3.connect(tmp_path / FILE) as other:
        row = other.execute("SELECT number, at, rating, reason, correction FROM feedback").fetchone()
    assert row == (receipt.number, receipt.at, "down", "incomplete", "首次认定10万元，复审通过5万元。")
    (entry,) = Feedback(open_database(tmp_path)).newest().entries
    assert entry.model_dump(exclude={"number", "at"}) == given.model_dump()


def test_entries_are_filtered_and_paged_newest_first(tmp_path: Path) -> None:
    feedback = Feedback(open_database(tmp_path))
    for i in range(5):
        rating = "up" if i % 2 else "down"
        feedback.add(FeedbackRequest(answer_id=f"ask-{i}", question="问", rating=rating, reason=None))
    downs = feedback.newest(rating="down", limit=2)
    assert downs.total == 3
    assert [entry.answer_id for entry in downs.entries] == ["ask-4", "ask-2"]
    assert [entry.answer_id for entry in feedback.newest(rating="down", limit=2, offset=2).entries] == ["ask-0"]
    assert feedback.newest(reason="outdated").total == 0


def test_feedback_is_bounded() -> None:
    with pytest.raises(ValidationError):
        FeedbackRequest(answer_id="a", question="问", rating="up", comment="长" * 2_001)
    with pytest.raises(ValidationError):
        FeedbackRequest(answer_id="a", question="问", rating="up", citations=["a"] * 51)
