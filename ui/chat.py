"""One turn of the conversation, as values and HTML: no framework, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from server.contract import AskResponse, Citation, Refusal, Turn
from ui.answer_text import answer_text, sources_as_text, words_of
from ui.citations import citation_list
from ui.feedback import feedback_bar
from ui.notices import notice_lines
from ui.refusal import refusal_box
from ui.why import why_this_answer

HISTORY_TURNS = 10
"""How many finished turns are sent along as context."""


@dataclass(frozen=True, slots=True)
class FinishedTurn:
    """A question with what came of it: ``response``, or ``failure`` in words; ``html`` is how it is shown."""

    question: str
    html: str
    response: AskResponse | None = None
    failure: str = ""

    @property
    def reply(self) -> str:
        """What was said, as plain text for the context of the next question; empty after a failure."""
        return "" if self.response is None else words_of(self.response)


def history_of(turns: Sequence[FinishedTurn]) -> list[Turn]:
    """The last turns as the wire's conversation history; turns without a reply are left out."""
    return [
        message
        for turn in turns[-HISTORY_TURNS:]
        if turn.reply
        for message in (
            Turn(role="user", content=turn.question),
            Turn(role="assistant", content=turn.reply),
        )
    ]


def pending_turn(question: str, number: int) -> str:
    """The turn while its answer is on the way."""
    body = '<p class="pq-pending" role="status">正在查找原文<i></i><i></i><i></i></p>'
    return _turn(question, body, number)


def growing_turn(question: str, number: int, citations: Sequence[Citation], text: str) -> str:
    """The turn while its answer arrives: ``text`` so far, over the clauses it will stand on."""
    anchor = _anchor(number)
    body = (
        f'<div class="pq-growing" aria-busy="true">{answer_text(text, anchor, citations)}</div>'
        f"{citation_list(citations, anchor)}"
    )
    return _turn(question, body, number)


def answered_turn(question: str, response: AskResponse, number: int) -> FinishedTurn:
    """The turn with its answer or refusal; ``number`` keeps the anchors of a page's turns apart."""
    anchor = _anchor(number)
    lead = answer_text(response.answer, anchor, response.citations) if response.refusal is None else ""
    body = (
        lead
        + (_refusal(response.refusal) if response.refusal is not None else "")
        + notice_lines(response.notices)
        + _actions(response, number)
        + citation_list(response.citations, anchor)
        + why_this_answer(response)
        + (_chips("接着问", response.follow_ups, "pq-follow") if response.refusal is None else "")
    )
    return FinishedTurn(question, _turn(question, body, number), response)


def failed_turn(question: str, message: str, number: int) -> FinishedTurn:
    """The turn when there was neither answer nor refusal; it can be asked again."""
    body = (
        '<div class="pq-box pq-box-failure" role="alert"><strong>这次没有得到回答</strong>'
        f"<p>{escape(message)}</p></div>" + _chips("再问一次", [question], "pq-retry")
    )
    return FinishedTurn(question, _turn(question, body, number), failure=message)


def transcript(turns: Sequence[FinishedTurn]) -> str:
    """Earlier turns, oldest first."""
    return "".join(turn.html for turn in turns)


def question_chips(questions: Sequence[str]) -> str:
    """Buttons that ask the given questions when pressed."""
    return "".join(
        f'<button type="button" class="pq-chip" data-ask="{escape(question)}">{escape(question)}</button>'
        for question in questions
    )


def _anchor(number: int) -> str:
    return f"t{number}"


def _turn(question: str, body: str, number: int) -> str:
    return (
        f'<article class="pq-turn" id="turn-{number}" aria-label="第 {number} 问">'
        f'<h2 class="pq-question">{escape(question)}</h2>{body}</article>'
    )


def _actions(response: AskResponse, number: int) -> str:
    copied = escape(sources_as_text(response))
    copy = f'<button type="button" class="pq-copy" data-copy="{copied}">复制答案与出处</button>'
    slip = f'<button type="button" class="pq-action" data-slip="{number}">办事员便签</button>'
    return f'<div class="pq-actions">{copy}{slip}{feedback_bar(number)}</div>'


def _refusal(refusal: Refusal) -> str:
    return refusal_box(refusal) + _chips("可以这样问", refusal.suggestions, "pq-suggest")


def _chips(label: str, questions: Sequence[str], name: str) -> str:
    if not questions:
        return ""
    return f'<div class="pq-chips {name}"><span class="pq-chips-label">{label}</span>{question_chips(questions)}</div>'
