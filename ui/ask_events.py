"""What the events of 问答 run, in Gradio's worker threads."""

from __future__ import annotations

import secrets
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.client import CitationsEvent, DoneEvent, TokenEvent
from server.client_errors import ClientError
from server.contract import MAX_QUESTION_CHARS, AskRequest, Citation, FeedbackRequest
from ui.chat import FinishedTurn, answered_turn, failed_turn, growing_turn, history_of, pending_turn, transcript
from ui.connection import ServiceUrl, connect
from ui.conversations import Conversation, kept_again, to_keep
from ui.export import MARKDOWN, WORD, as_markdown, as_word
from ui.failure import failure
from ui.feedback import thanks
from ui.filters import ALL_REGIONS, Chosen, chosen_filters, document_choices
from ui.hot_questions import hot_question_list, opening_questions
from ui.library import library_list, regions_of
from ui.slip import slip_window
from ui.source_view import dialog

SHOW_EVERY_S = 0.15
"""While an answer arrives it is shown anew at most this often; one that is there sooner is shown whole, once."""

Shown = tuple[Any, ...]
"""New values of the question box, the conversation, and the areas earlier, current and memory."""


class AskEvents:
    """The handlers, bound to where the service is."""

    def __init__(self, service_url: ServiceUrl) -> None:
        self._service_url = service_url

    def load(self, request: gr.Request) -> tuple[str, gr.Dropdown, gr.Dropdown]:
        """Fill the list of documents and the choices made of it."""
        try:
            with connect(self._service_url, request) as client:
                documents = client.documents().documents
        except ClientError as error:
            return failure(str(error)), gr.Dropdown([ALL_REGIONS]), gr.Dropdown([])
        return (
            library_list(documents),
            gr.Dropdown([ALL_REGIONS, *regions_of(documents)]),
            gr.Dropdown(document_choices(documents)),
        )

    def hot(self, region: str, request: gr.Request) -> tuple[str, str]:
        """The hot questions of ``region``, for the opening and for beside the conversation."""
        try:
            with connect(self._service_url, request) as client:
                questions = client.hot_questions(None if region == ALL_REGIONS else region).questions
        except ClientError as error:
            return failure(str(error)), ""
        return opening_questions(questions), hot_question_list(questions, region)

    def submit(
        self,
        question: str,
        region: str,
        documents: list[str],
        status: list[str],
        as_of: str | None,
        conversation: Conversation | None,
        request: gr.Request,
    ) -> Iterator[Shown]:
        """Ask what stands in the box."""
        limits = (region, documents, status, as_of)
        yield from self._turn(question.strip(), limits, conversation, request)

    def press(
        self,
        region: str,
        documents: list[str],
        status: list[str],
        as_of: str | None,
        conversation: Conversation | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Shown]:
        """Ask the question of a pressed button."""
        limits = (region, documents, status, as_of)
        yield from self._turn(str(event.question).strip(), limits, conversation, request)

    def restart(self) -> Shown:
        """Begin a new conversation."""
        return "", None, "", "", ""

    def reopen(self, event: gr.EventData) -> Shown:
        """Show a conversation that the browser kept."""
        try:
            conversation = kept_again(str(event.conversation))
        except ValidationError:
            return gr.skip(), None, "", failure("这段对话的记录已损坏，打不开。"), ""
        *earlier, last = conversation.turns
        return gr.skip(), conversation, transcript(earlier), last.html, ""

    def export(self, conversation: Conversation | None, event: gr.EventData) -> str:
        """The conversation as a file, for the page's script to save."""
        if conversation is None:
            return ""
        word = event.kind == "word"
        content = as_word(conversation) if word else as_markdown(conversation).encode()
        name = f"问答记录-{conversation.started:%Y%m%d-%H%M}.{'docx' if word else 'md'}"
        return (
            f'<span data-file="{name}" data-type="{WORD if word else MARKDOWN}" data-made="{time.time_ns()}" '
            f'data-content="{b64encode(content).decode()}"></span>'
        )

    def slip(self, conversation: Conversation | None, event: gr.EventData, request: gr.Request) -> str:
        """The clerk's slip of a turn."""
        turn = _turn_numbered(conversation, int(event.turn))
        if turn is None or turn.response is None:
            return ""
        try:
            with connect(self._service_url, request) as client:
                slip = client.slip(turn.question, turn.response)
        except ClientError as error:
            return dialog("办事员便签", f'<p class="pq-dialog-words">{escape(str(error))}</p>')
        return slip_window(slip)

    def feedback(self, conversation: Conversation | None, event: gr.EventData, request: gr.Request) -> str:
        """Hand on what a reader says of a turn."""
        turn = _turn_numbered(conversation, int(event.turn))
        if turn is None or turn.response is None:
            return ""
        response = turn.response
        try:
            said = FeedbackRequest(
                answer_id=response.id,
                question=turn.question,
                rating=event.rating,
                reason=event.reason or None,
                comment=event.comment,
                answer=turn.reply,
                citations=[citation.clause_id for citation in response.citations],
                snapshot=response.snapshot,
            )
            with connect(self._service_url, request) as client:
                client.give_feedback(said)
        except ValidationError:
            return _toast("说明太长，请精简后再提交。")
        except ClientError as error:
            return _toast(f"没有记录成功：{error}")
        return thanks(int(event.turn))

    def _turn(
        self, question: str, limits: Chosen, conversation: Conversation | None, request: gr.Request
    ) -> Iterator[Shown]:
        if not question:
            return
        conversation = conversation or Conversation(secrets.token_hex(8), datetime.now())
        number, before = len(conversation.turns) + 1, transcript(conversation.turns)
        yield "", gr.skip(), before, pending_turn(question, number), gr.skip()
        finished: FinishedTurn | None = None
        try:
            ask = AskRequest(question=question, history=history_of(conversation.turns), filters=chosen_filters(*limits))
            for part in self._arriving(ask, number, request):
                if isinstance(part, FinishedTurn):
                    finished = part
                else:
                    yield gr.skip(), gr.skip(), gr.skip(), part, gr.skip()
        except ValidationError:
            words = f"问题不能超过 {MAX_QUESTION_CHARS} 个字符，日期须写作 年-月-日；请改过再问。"
            finished = failed_turn(question, words, number)
        except ClientError as error:
            finished = failed_turn(question, str(error), number)
        if finished is None:
            finished = failed_turn(question, "回答没有传完就中断了，请再问一次。", number)
        longer = conversation.with_turn(finished)
        memory = f'<span data-conversation="{escape(to_keep(longer))}"></span>'
        yield gr.skip(), longer, gr.skip(), finished.html, memory

    def _arriving(self, ask: AskRequest, number: int, request: gr.Request) -> Iterator[str | FinishedTurn]:
        """The turn as HTML while the answer arrives, then the finished turn."""
        citations: tuple[Citation, ...] = ()
        text, shown = "", 0.0
        with connect(self._service_url, request) as client:
            for event in client.stream_ask(ask):
                match event:
                    case CitationsEvent():
                        citations, shown = event.citations, time.monotonic()
                    case TokenEvent():
                        text += event.text
                        # Without a clause it is a refusal, which is not an answer and is shown in its own form.
                        if citations and time.monotonic() - shown > SHOW_EVERY_S:
                            shown = time.monotonic()
                            yield growing_turn(ask.question, number, citations, text)
                    case DoneEvent():
                        yield answered_turn(ask.question, event.response, number)


def _turn_numbered(conversation: Conversation | None, number: int) -> FinishedTurn | None:
    turns = conversation.turns if conversation is not None else ()
    return turns[number - 1] if 1 <= number <= len(turns) else None


def _toast(words: str) -> str:
    return f'<p class="pq-toast pq-toast-failure" role="alert" data-made="{time.time_ns()}">{escape(words)}</p>'
