"""政策卡片: choose a document, see what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import gradio as gr

from server.client_errors import ClientError
from ui.citations import STATUS_LABELS
from ui.connection import ServiceUrl, connect
from ui.failure import failure
from ui.library import regions_of
from ui.policy_card import NOTHING_CHOSEN, PENDING, document_picker, policy_card
from ui.shell import area

SHOWN_AT_ONCE = 20
MAX_SHOWN = 200

INTRODUCTION = (
    '<div class="pq-intro"><h2>一份文件，给什么</h2>'
    "<p>对象、条件、标准、期限、责任单位、联系方式，都是原文的字句；原文没有写的，就说没有写。</p></div>"
)
_LOADING = '<p class="pq-empty" role="status">正在读取文件目录…</p>'


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""

    def load(request: gr.Request) -> tuple[str, str]:
        try:
            with connect(service_url, request) as client:
                regions = regions_of(client.documents().documents)
                found = client.find_documents(limit=SHOWN_AT_ONCE)
        except ClientError as error:
            return "", failure(str(error))
        return _search_form(regions), document_picker(found, "")

    def find(event: gr.EventData, request: gr.Request) -> str:
        limit = min(MAX_SHOWN, max(SHOWN_AT_ONCE, int(event.limit)))
        regions = [str(event.region)] if event.region else []
        statuses = [str(event.status)] if event.status else []
        title = str(event.title).strip()[:200]
        try:
            with connect(service_url, request) as client:
                found = client.find_documents(regions=regions, statuses=statuses, title=title, limit=limit)
        except ClientError as error:
            return failure(str(error))
        return document_picker(found, str(event.chosen))

    def show(event: gr.EventData, request: gr.Request) -> Iterator[str]:
        yield PENDING
        try:
            with connect(service_url, request) as client:
                yield policy_card(client.card(str(event.document)))
        except ClientError as error:
            yield failure(str(error))

    with gr.Column(elem_id="pq-columns", elem_classes="pq-single"):
        area("pq-opening", INTRODUCTION)
        with gr.Row(elem_id="pq-card-columns"):
            with gr.Column(elem_id="pq-choosing", min_width=0):
                search = area("pq-search")
                picker = area("pq-picker-area", _LOADING)
            with gr.Column(elem_id="pq-chosen", min_width=0):
                card = area("pq-policy-area", NOTHING_CHOSEN)
        presses = area("pq-presses", interaction=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    workbench.load(load, None, [search, picker], **quiet)
    presses.find(find, None, picker, trigger_mode="always_last", **quiet)
    presses.show(show, None, card, trigger_mode="always_last", **quiet)


def _search_form(regions: list[str]) -> str:
    choices = "".join(f'<option value="{escape(region)}">{escape(region)}</option>' for region in regions)
    effects = "".join(f'<option value="{status}">{label}</option>' for status, label in STATUS_LABELS.items())
    return (
        '<form class="pq-search-form" role="search" aria-label="查找文件">'
        '<p class="pq-field"><label for="pq-title">查找文件</label>'
        '<input id="pq-title" type="search" maxlength="200" autocomplete="off" placeholder="标题里的字"></p>'
        '<p class="pq-field"><label for="pq-in-region">地区</label>'
        f'<select id="pq-in-region"><option value="">全部地区</option>{choices}</select></p>'
        '<p class="pq-field"><label for="pq-in-status">效力</label>'
        f'<select id="pq-in-status"><option value="">不限</option>{effects}</select></p></form>'
    )
