"""A conversation kept in the browser: it comes back as it was, and nothing else is taken for one."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from pydantic import ValidationError

from tests.ui.samples import a_citation, an_answer
from ui.chat import answered_turn, failed_turn
from ui.conversations import MAX_KEPT_BYTES, Conversation, kept_again, to_keep

STARTED = datetime(2026, 5, 9, 10, 30)
EMPTY = Conversation("0123456789abcdef", STARTED)


def test_a_conversation_comes_back_as_it_was() -> None:
    kept = EMPTY.with_turn(answered_turn("怎么奖励？", an_answer(), 1)).with_turn(failed_turn("再问", "连不上。", 2))
    assert kept_again(to_keep(kept)) == kept


def test_only_what_was_said_is_kept_not_how_it_looks() -> None:
    written = json.loads(to_keep(EMPTY.with_turn(answered_turn("怎么奖励？", an_answer(), 1))))
    assert set(written) == {"id", "started", "turns"}
    assert set(written["turns"][0]) == {"question", "response", "failure"}


def test_of_a_conversation_too_long_to_keep_the_oldest_turns_are_left_out() -> None:
    long = an_answer(citations=[a_citation(text="字" * 60_000, quote="字")])
    conversation = EMPTY
    for number in range(1, 6):
        conversation = conversation.with_turn(answered_turn(f"问{number}", long, number))
    written = to_keep(conversation)
    assert len(written.encode()) <= MAX_KEPT_BYTES
    # A turn is 180 kB and a little: three of them fit into 600 kB, four do not.
    assert [turn.question for turn in kept_again(written).turns] == ["问3", "问4", "问5"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        '{"id": "<script>", "started": "2026-05-09T10:30:00", "turns": []}',
        '{"id": "0123456789abcdef", "started": "2026-05-09T10:30:00", "turns": [{"question": "问", "html": "<b>"}]}',
        '{"id": "0123456789abcdef", "started": "2026-05-09T10:30:00", "turns": []}',
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        kept_again(written)
