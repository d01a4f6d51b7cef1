"""What every page of the workbench has: the head with the way to the other pages, and areas of HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import gradio as gr

from ui.connection import ServiceUrl

PRODUCT = "条条有据"
_INTERACTION = Path(__file__).with_name("interaction.js")


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """A page: its address below the root (the first page has none), its name, and what lays it out.

    ``build`` is called inside the page's Blocks context; it makes the components and wires their events.
    """

    path: str
    name: str
    build: Callable[[gr.Blocks, ServiceUrl], None]


def page_head(pages: Sequence[WorkbenchPage], here: WorkbenchPage) -> None:
    """The head of ``here``: the product's name and the pages, the present one marked."""
    links = "".join(f'<a href="./{escape(page.path)}"{_current(page, here)}>{escape(page.name)}</a>' for page in pages)
    area(
        "pq-header",
        '<a class="pq-skip" href="#pq-columns">跳到正文</a>'
        f'<header class="pq-header" data-title="{escape(here.name)} · {PRODUCT}">'
        f'<h1 class="pq-brand"><a href="./">{PRODUCT}</a></h1><p>政策问答，句句附原文</p>'
        f'<nav class="pq-nav" aria-label="页面">{links}</nav></header>',
        interaction=_INTERACTION.read_text(encoding="utf-8"),
    )


def area(elem_id: str, html: str = "", *, interaction: str | None = None) -> gr.HTML:
    """A part of a page that shows ``html``; ``interaction`` is JavaScript run once, when the area is made.

    What an area shows goes into the document as markup: texts must be escaped by whoever makes the HTML.
    """
    return gr.HTML(html, elem_id=elem_id, js_on_load=interaction, apply_default_css=False)


def _current(page: WorkbenchPage, here: WorkbenchPage) -> str:
    return ' aria-current="page"' if page is here else ""
