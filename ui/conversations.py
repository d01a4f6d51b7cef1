"""A conversation as it is kept in the browser: what was asked and answered, nothing that is only appearance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from server.contract import MAX_QUESTION_CHARS, AskResponse
from ui.chat import FinishedTurn, answered_turn, failed_turn

MAX_KEPT_BYTES = 600_000
"""Of one conversation in the browser, so that it comes back in one request; the oldest turns are left out first."""

_Name = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
_Words = Annotated[str, StringConstraints(max_length=MAX_QUESTION_CHARS)]


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeptTurn(_Kept):
    """A question with its response, or with the words in which it failed."""

    question: _Words
    response: AskResponse | None = None
    failure: _Words = ""


class KeptConversation(_Kept):
    """What is kept of a conversation; read back, it is as untrusted as any request."""

    id: _Name
    started: datetime
    turns: list[KeptTurn] = Field(min_length=1, max_length=1000)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation on the page, oldest turn first. ``started`` is when its first question was asked."""

    id: str
    started: datetime
    turns: tuple[FinishedTurn, ...] = ()

    def with_turn(self, turn: FinishedTurn) -> Conversation:
        """This conversation, one turn longer."""
        return Conversation(self.id, self.started, (*self.turns, turn))


def to_keep(conversation: Conversation) -> str:
    """``conversation`` as JSON of at most ``MAX_KEPT_BYTES``, without its oldest turns where it is longer."""
    turns = [KeptTurn(question=t.question, response=t.response, failure=t.failure) for t in conversation.turns]
    while True:
        kept = KeptConversation(id=conversation.id, started=conversation.started, turns=turns)
        written = kept.model_dump_json()
        if len(written.encode()) <= MAX_KEPT_BYTES or len(turns) <= 1:
            return written
        turns = turns[1:]


def kept_again(written: str) -> Conversation:
    """The conversation that ``to_keep`` wrote.

    Raises :class:`pydantic.ValidationError` for anything else.
    """
    kept = KeptConversation.model_validate_json(written)
    return Conversation(kept.id, kept.started, _shown(kept.turns))


def _shown(turns: Sequence[KeptTurn]) -> tuple[FinishedTurn, ...]:
    return tuple(
        failed_turn(turn.question, turn.failure, number)
        if turn.response is None
        else answered_turn(turn.question, turn.response, number)
        for number, turn in enumerate(turns, 1)
    )
