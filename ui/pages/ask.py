"""问答: a question, its answer with the clauses, and what can be asked next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.client import ClientError
from server.contract import MAX_QUESTION_CHARS, AskRequest, RequestFilters
from ui.chat import FinishedTurn, answered_turn, failed_turn, history_of, pending_turn, transcript
from ui.connection import ServiceUrl, connect
from ui.examples import documents_for_examples, example_questions
from ui.library import WELCOME, example_list, library_list, regions_of, unreachable
from ui.shell import area

ALL_REGIONS = "全部地区"
PARALLEL_QUESTIONS = 8
"""How many questions of this page may wait for the service at once; the others queue."""

Turns = tuple[FinishedTurn, ...]
Shown = tuple[Any, ...]
"""New values of the question box, the turns, and the areas opening, examples, earlier and current."""


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""
    handlers = _Handlers(service_url)
    turns = gr.State(())
    with gr.Row(elem_id="pq-columns"):
        with gr.Column(elem_id="pq-main"):
            opening = area("pq-opening", WELCOME)
            with gr.Row(elem_id="pq-composer"):
                region = _region_choice()
                box = _question_box()
                send = gr.Button("提问", elem_id="pq-send", variant="primary", min_width=0)
            examples = area("pq-examples")
            earlier = area("pq-earlier")
            current = area("pq-current")
        with gr.Column(elem_id="pq-side"):
            library = area("pq-library")
    presses = area("pq-presses", interaction=Path(__file__).with_name("ask.js").read_text(encoding="utf-8"))

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    shared = {**quiet, "concurrency_limit": PARALLEL_QUESTIONS, "concurrency_id": "ask"}
    shown = [box, turns, opening, examples, earlier, current]
    workbench.load(handlers.load, None, [examples, library, region], **quiet)
    gr.on([box.submit, send.click], handlers.submit, [box, region, turns], shown, **shared)
    presses.ask(handlers.press, [region, turns], shown, **shared)
    presses.restart(handlers.restart, None, shown, **quiet)


def _region_choice() -> gr.Dropdown:
    return gr.Dropdown(
        [ALL_REGIONS],
        value=ALL_REGIONS,
        label="地区",
        show_label=False,
        container=False,
        elem_id="pq-region",
        interactive=True,
        filterable=False,
        min_width=0,
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        placeholder="输入问题，回车提问",
        label="问题",
        show_label=False,
        container=False,
        elem_id="pq-box",
        max_length=MAX_QUESTION_CHARS,
        max_lines=5,
        autofocus=True,
        min_width=0,
    )


class _Handlers:
    """What the page's events run, in Gradio's worker threads."""

    def __init__(self, service_url: ServiceUrl) -> None:
        self._service_url = service_url

    def load(self, request: gr.Request) -> tuple[str, str, gr.Dropdown]:
        """Fill the examples, the list of documents and the choice of regions."""
        try:
            with connect(self._service_url, request) as client:
                documents = client.documents().documents
                trees = [client.clauses(document.id) for document in documents_for_examples(documents)]
        except ClientError as error:
            return "", unreachable(str(error)), gr.Dropdown([ALL_REGIONS])
        choices = [ALL_REGIONS, *regions_of(documents)]
        return example_list(example_questions(trees)), library_list(documents), gr.Dropdown(choices)

    def submit(self, question: str, region: str, turns: Turns, request: gr.Request) -> Iterator[Shown]:
        """Ask what stands in the box."""
        yield from self._turn(question.strip(), region, turns, request)

    def press(self, region: str, turns: Turns, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Ask the question of a pressed button."""
        yield from self._turn(str(event.question).strip(), region, turns, request)

    def restart(self) -> Shown:
        """Begin a new conversation."""
        return "", (), WELCOME, gr.skip(), "", ""

    def _turn(self, question: str, region: str, turns: Turns, request: gr.Request) -> Iterator[Shown]:
        if not question:
            return
        yield "", turns, "", "", transcript(turns), pending_turn(question)
        finished = self._finish(question, region, turns, request)
        yield gr.skip(), (*turns, finished), "", "", transcript(turns), finished.html

    def _finish(self, question: str, region: str, turns: Turns, request: gr.Request) -> FinishedTurn:
        filters = RequestFilters(regions=[] if region == ALL_REGIONS else [region])
        try:
            ask = AskRequest(question=question, history=history_of(turns), filters=filters)
            with connect(self._service_url, request) as client:
                response = client.ask(ask)
        except ValidationError:
            return failed_turn(question, f"问题不能超过 {MAX_QUESTION_CHARS} 个字符，请精简后再问。")
        except ClientError as error:
            return failed_turn(question, str(error))
        return answered_turn(question, response, len(turns) + 1)
