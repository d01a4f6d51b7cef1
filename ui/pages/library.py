"""文库: what the library holds, how it was cut into clauses, and, for editors, changes of it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from ui.connection import ServiceUrl
from ui.holdings.events import HoldingsEvents
from ui.holdings.listing import LOADING
from ui.sent_files import file_field, take
from ui.shell import area

INTRODUCTION = (
    '<div class="pq-intro"><h2>收了什么，怎样读的</h2>'
    "<p>每份文件切成的条款与原文对着看；编辑可以上传、更正、对比版本、删除，改动一次生效。</p></div>"
)
FILE_TYPES = [".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".csv"]


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""
    chosen = gr.State(None)
    script = Path(__file__).with_name("library.js").read_text(encoding="utf-8")
    with gr.Column(elem_id="pq-columns", elem_classes="pq-single"):
        area("pq-opening", INTRODUCTION)
        note = area("pq-holdings-note")
        with gr.Accordion("上传文件", open=False, elem_classes="pq-fold", visible=False) as uploading:
            files = file_field(
                "txt、md、html、docx、pdf、xlsx、csv，可多选", "pq-files", several=True, types=FILE_TYPES
            )
            send = gr.Button("上传", elem_id="pq-upload-send", variant="primary", min_width=0)
        with gr.Accordion("快照与回退", open=False, elem_classes="pq-fold", visible=False) as going_back:
            snapshots = area("pq-snapshots")
        job = area("pq-job")
        title = gr.Textbox(label="按标题查找", elem_id="pq-title", max_length=200, max_lines=1, min_width=0)
        listed = area("pq-listed", LOADING)
        with gr.Column(elem_id="pq-detail", visible=False) as detail:
            head = area("pq-chosen")
            with gr.Accordion("条款与原文", open=True, elem_classes="pq-fold"):
                tree = area("pq-boundaries")
            with gr.Accordion("版本与对比", open=False, elem_classes="pq-fold"):
                versions = area("pq-version-list")
                difference = area("pq-difference")
            with gr.Column(visible=False, elem_id="pq-editing") as editing:
                with gr.Accordion("更正文件信息", open=False, elem_classes="pq-fold"):
                    correction = area("pq-correction")
                with gr.Accordion("可见范围与删除", open=False, elem_classes="pq-fold"):
                    access = area("pq-access")
                    visibility = area("pq-visibility-said")
        window = area("pq-window")
        presses = area("pq-presses", interaction=script)

    events = HoldingsEvents(service_url, files)
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    details = [chosen, head, tree, correction, versions, difference, access, detail]
    changed = [job, listed, snapshots, files.shown, files.chosen, *details]
    workbench.load(events.load, None, [listed, note, snapshots, uploading, editing, going_back], **quiet)
    files.shown.chosen(take, None, files.chosen, **quiet)
    title.change(events.find, [title, chosen], listed, trigger_mode="always_last", **quiet)
    presses.holding(events.choose, title, [listed, *details], **quiet)
    send.click(events.upload, [files.chosen, title, chosen], changed, **quiet)
    presses.correct(events.correct, title, changed, **quiet)
    presses.question(events.ask_to_delete, None, window, **quiet)
    presses.deletion(events.delete, title, changed, **quiet)
    presses.switch(events.ask_to_activate, None, window, **quiet)
    presses.activation(events.activate, title, changed, **quiet)
    presses.compare(events.compare, None, difference, **quiet)
    presses.visibility(events.show_to, None, visibility, **quiet)
