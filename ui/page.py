"""The page: what stands where, and which event calls what. All data comes through the service's HTTP API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.client import ClientError, PolicyClient
from server.contract import MAX_QUESTION_CHARS, AskRequest, RequestFilters
from ui.chat import FinishedTurn, answered_turn, failed_turn, history_of, pending_turn, transcript
from ui.examples import documents_for_examples, example_questions
from ui.library import WELCOME, example_list, library_list, regions_of, unreachable
from ui.style import INTERACTION_PATH
from ui.visitor import visitor_headers

TITLE = "条条有据"
ALL_REGIONS = "全部地区"
PARALLEL_QUESTIONS = 8
"""How many questions of this page may wait for the service at once; the others queue."""

_HEADER = (
    '<header class="pq-header"><h1>条条有据</h1><p>政策问答，句句附原文</p>'
    '<button type="button" class="pq-restart" data-restart>重新开始</button></header>'
)

ServiceUrl = Callable[[gr.Request], str]
Turns = tuple[FinishedTurn, ...]
Shown = tuple[Any, ...]
"""New values of the question box, the turns, and the areas opening, examples, earlier and current."""


def build_page(service_url: ServiceUrl) -> gr.Blocks:
    """The page as Gradio blocks; ``service_url`` says, for a request, where the API is."""
    handlers = _Handlers(service_url)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        turns = gr.State(())
        _area("pq-header", _HEADER)
        with gr.Row(elem_id="pq-columns"):
            with gr.Column(elem_id="pq-main"):
                opening = _area("pq-opening", WELCOME)
                with gr.Row(elem_id="pq-composer"):
                    region = _region_choice()
                    box = _question_box()
                    send = gr.Button("提问", elem_id="pq-send", variant="primary", min_width=0)
                examples = _area("pq-examples")
                earlier = _area("pq-earlier")
                current = _area("pq-current")
            with gr.Column(elem_id="pq-side"):
                library = _area("pq-library")

        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        shared = {**quiet, "concurrency_limit": PARALLEL_QUESTIONS, "concurrency_id": "ask"}
        shown = [box, turns, opening, examples, earlier, current]
        page.load(handlers.load, None, [examples, library, region], **quiet)
        gr.on([box.submit, send.click], handlers.submit, [box, region, turns], shown, **shared)
        for area in (examples, earlier, current):
            area.ask(handlers.chip, [region, turns], shown, **shared)
    return page


def _area(elem_id: str, html: str = "") -> gr.HTML:
    interaction = INTERACTION_PATH.read_text(encoding="utf-8")
    return gr.HTML(html, elem_id=elem_id, js_on_load=interaction, apply_default_css=False)


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
            with self._client(request) as client:
                documents = client.documents().documents
                trees = [client.clauses(document.id) for document in documents_for_examples(documents)]
        except ClientError as error:
            return "", unreachable(str(error)), gr.Dropdown([ALL_REGIONS])
        choices = [ALL_REGIONS, *regions_of(documents)]
        return example_list(example_questions(trees)), library_list(documents), gr.Dropdown(choices)

    def submit(self, question: str, region: str, turns: Turns, request: gr.Request) -> Iterator[Shown]:
        """Ask what stands in the box."""
        yield from self._turn(question.strip(), region, turns, request)

    def chip(self, region: str, turns: Turns, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Ask the question of a pressed chip."""
        yield from self._turn(str(event.question).strip(), region, turns, request)

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
            with self._client(request) as client:
                response = client.ask(ask)
        except ValidationError:
            return failed_turn(question, f"问题不能超过 {MAX_QUESTION_CHARS} 个字符，请精简后再问。")
        except ClientError as error:
            return failed_turn(question, str(error))
        return answered_turn(question, response, len(turns) + 1)

    def _client(self, request: gr.Request) -> PolicyClient:
        return PolicyClient(self._service_url(request), headers=visitor_headers(request))
