"""企业匹配: a short profile, and what the library holds for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import gradio as gr

from server.client_errors import ClientError
from ui.connection import ServiceUrl, connect
from ui.failure import failure
from ui.form_faults import FormFaults, fault_list
from ui.library import regions_of
from ui.matching import PENDING, matches
from ui.profile_form import profile_form, read_profile_form
from ui.shell import area

INTRODUCTION = (
    '<div class="pq-intro"><h2>对照条件，看能拿什么</h2>'
    "<p>逐条核对收录文件里的支持事项：哪些条件满足，哪些不满足，哪些还要核实，都附原文。</p></div>"
)
_FORM_SCRIPT = Path(__file__).parents[1] / "form.js"


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""

    def load(request: gr.Request) -> tuple[str, str]:
        try:
            with connect(service_url, request) as client:
                return profile_form(regions_of(client.documents().documents)), ""
        except ClientError as error:
            return profile_form([]), failure(str(error))

    def match(event: gr.EventData, request: gr.Request) -> Iterator[str]:
        try:
            profile = read_profile_form(event.form, date.today())
        except FormFaults as wrong:
            yield fault_list(wrong.faults)
            return
        yield PENDING
        try:
            with connect(service_url, request) as client:
                yield matches(client.match(profile))
        except ClientError as error:
            yield failure(str(error))

    with gr.Column(elem_id="pq-columns", elem_classes="pq-single"):
        area("pq-opening", INTRODUCTION)
        form = area(
            "pq-form-area",
            '<p class="pq-empty" role="status">正在准备表单…</p>',
            interaction=_FORM_SCRIPT.read_text(encoding="utf-8"),
        )
        result = area("pq-result")
        area("pq-presses", interaction=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    workbench.load(load, None, [form, result], **quiet)
    form.send(match, None, result, **quiet)
