"""对比: one question put to several regions, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import gradio as gr

from server.client_errors import ClientError
from server.contract import RegionComparison
from ui.compare_form import FORM, read_compare_form, region_boxes, subjects
from ui.comparison import PENDING, comparison
from ui.connection import ServiceUrl, connect
from ui.download import download_area, file_to_save
from ui.failure import failure
from ui.form_faults import FormFaults, fault_list
from ui.library import regions_of
from ui.shell import area
from ui.workbook import XLSX, comparison_workbook

INTRODUCTION = (
    '<div class="pq-intro"><h2>几个地区，一件事，对着看</h2>'
    "<p>每个地区只用它自己的文件回答；没有答案的，写明为什么没有。</p></div>"
)
_LOADING = '<p class="pq-empty" role="status">正在读取收录的地区…</p>'
_SUBJECT_SOURCES = 12
_FORM_SCRIPT = Path(__file__).parents[1] / "form.js"


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""

    def load(request: gr.Request) -> str:
        try:
            with connect(service_url, request) as client:
                return region_boxes(regions_of(client.documents().documents))
        except ClientError as error:
            return failure(str(error))

    def suggest(request: gr.Request) -> str:
        try:
            with connect(service_url, request) as client:
                return subjects(client.hot_questions(limit=_SUBJECT_SOURCES).questions)
        except ClientError as error:
            return failure(str(error))

    def compare(event: gr.EventData, request: gr.Request) -> Iterator[tuple[str, RegionComparison | None]]:
        try:
            asked = read_compare_form(event.form)
        except FormFaults as wrong:
            yield fault_list(wrong.faults), None
            return
        yield PENDING, None
        try:
            with connect(service_url, request) as client:
                compared = client.compare(asked)
        except ClientError as error:
            yield failure(str(error)), None
            return
        yield comparison(compared), compared

    def export(compared: RegionComparison | None) -> str:
        if compared is None:
            return ""
        return file_to_save(f"地区对比-{datetime.now():%Y%m%d-%H%M}.xlsx", XLSX, comparison_workbook(compared))

    shown = gr.State(None)
    with gr.Column(elem_id="pq-columns", elem_classes="pq-single"):
        area("pq-opening", INTRODUCTION)
        regions = area("pq-region-choice", _LOADING)
        form = area("pq-form-area", FORM, interaction=_FORM_SCRIPT.read_text(encoding="utf-8"))
        chips = area("pq-subjects")
        result = area("pq-result")
        saved = download_area()
        presses = area("pq-presses", interaction=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    workbench.load(load, None, regions, **quiet)
    workbench.load(suggest, None, chips, **quiet)
    form.send(compare, None, [result, shown], **quiet)
    presses.export(export, shown, saved, **quiet)
