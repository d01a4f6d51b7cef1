"""问答: a question, its answer with the clauses, and what can be asked next."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from server.contract import MAX_QUESTION_CHARS
from ui.ask_events import AskEvents
from ui.connection import ServiceUrl
from ui.filters import (
    FilterChoices,
    date_choice,
    document_choice,
    in_words,
    region_choice,
    status_choice,
)
from ui.hot_questions import LOADING
from ui.library import CONVERSATIONS, WELCOME
from ui.shell import area

PARALLEL_QUESTIONS = 8
"""How many questions of this page may wait for the service at once; the others queue."""


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""
    conversation = gr.State(None)
    with gr.Row(elem_id="pq-columns"):
        with gr.Column(elem_id="pq-main"):
            area("pq-opening", WELCOME)
            with gr.Column(elem_id="pq-asking"):
                with gr.Row(elem_id="pq-composer"):
                    region = region_choice()
                    box = _question_box()
                    send = gr.Button("提问", elem_id="pq-send", variant="primary", min_width=0)
                limits = area("pq-limits")
                with gr.Accordion("更多筛选", open=False, elem_id="pq-filters"):
                    filters = FilterChoices(region, document_choice(), status_choice(), date_choice())
            examples = area("pq-examples", LOADING)
            earlier = area("pq-earlier")
            current = area("pq-current")
        with gr.Column(elem_id="pq-side"):
            area("pq-conversations", CONVERSATIONS)
            hot = area("pq-hot")
            library = area("pq-library")
    memory, download, toast, window = (area(f"pq-{name}") for name in ("memory", "download", "toast", "window"))
    presses = area("pq-presses", interaction=Path(__file__).with_name("ask.js").read_text(encoding="utf-8"))

    events = AskEvents(service_url)
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    shared = {**quiet, "concurrency_limit": PARALLEL_QUESTIONS, "concurrency_id": "ask"}
    shown = [box, conversation, earlier, current, memory]
    workbench.load(events.load, None, [library, region, filters.documents], **quiet)
    gr.on([workbench.load, region.change], events.hot, region, [examples, hot], **quiet)
    gr.on([box.submit, send.click], events.submit, [box, *filters.all, conversation], shown, **shared)
    presses.ask(events.press, [*filters.all, conversation], shown, **shared)
    presses.restart(events.restart, None, shown, **quiet)
    presses.reopen(events.reopen, None, shown, **quiet)
    presses.export(events.export, conversation, download, **quiet)
    presses.slip(events.slip, conversation, window, **quiet)
    presses.feedback(events.feedback, conversation, toast, **quiet)
    limiting = filters.all[1:]
    gr.on([choice.change for choice in limiting], in_words, limiting, limits, **quiet)
    presses.lift(lambda: ([], [], None), None, limiting, **quiet)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        placeholder="输入问题",
        label="问题",
        show_label=False,
        container=False,
        elem_id="pq-box",
        max_length=MAX_QUESTION_CHARS,
        max_lines=5,
        autofocus=True,
        min_width=0,
    )
