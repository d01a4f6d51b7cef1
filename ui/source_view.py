"""打开原文: the text of a document's file, with the words that were quoted from it marked, over any page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

import gradio as gr

from server.client_errors import ClientError
from server.contract import SourceText
from ui.citations import status_badge
from ui.connection import ServiceUrl, connect
from ui.shell import area

CONTEXT_CHARS = 20_000
"""How much of a long text is shown before and after the marked words."""


def source_viewer(service_url: ServiceUrl) -> None:
    """Make the viewer; a button anywhere on the page opens it with ``data-source``, ``data-start``, ``data-end``.

    Without a start and an end the text is shown from its beginning, nothing marked.
    """

    def show(event: gr.EventData, request: gr.Request) -> str:
        document = str(event.source)
        start, end = (int(place) if place else None for place in (event.start, event.end))
        try:
            with connect(service_url, request) as client:
                text = client.source(document, start, end, context=CONTEXT_CHARS)
        except ClientError as error:
            return dialog("打不开原文", f'<p class="pq-dialog-words">{escape(str(error))}</p>')
        return dialog(text.document.title, _source(text), _facts(text))

    script = Path(__file__).with_name("source_view.js").read_text(encoding="utf-8")
    viewer = area("pq-source", interaction=script)
    viewer.source(show, None, [viewer], show_progress="hidden", api_visibility="private")


def dialog(title: str, body: str, facts: str = "", *, name: str = "", buttons: str = "") -> str:
    """A window over the page, opened by the page's script. ``body``, ``facts`` and ``buttons`` are HTML."""
    # The time makes it another value each time, so that the same window opens again.
    return (
        f'<dialog class="pq-dialog {name}" aria-label="{escape(title)}" data-made="{time.time_ns()}">'
        f'<div class="pq-dialog-head"><div><h2>{escape(title)}</h2>{facts}</div>'
        f'<div class="pq-dialog-buttons">{buttons}'
        '<button type="button" class="pq-action" data-close>关闭</button></div></div>'
        f'<div class="pq-dialog-body" tabindex="0" role="region" aria-label="正文">{body}</div></dialog>'
    )


def _facts(text: SourceText) -> str:
    document = text.document
    parts: Sequence[str | None] = (document.doc_number, document.issuer, document.source_file)
    stated = "".join(f"<span>{escape(part)}</span>" for part in parts if part)
    return f'<p class="pq-card-facts">{status_badge(document.status)}{stated}</p>'


def _source(text: SourceText) -> str:
    before = '<p class="pq-cut">前文从略</p>' if text.first > 0 else ""
    after = '<p class="pq-cut">后文从略</p>' if text.last < text.length else ""
    pieces = "".join(
        f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text) for piece in text.pieces
    )
    return f'{before}<div class="pq-fulltext">{pieces}</div>{after}'
