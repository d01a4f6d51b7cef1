"""The workbench: which pages it has, in the order of its navigation, as one Gradio application."""

from __future__ import annotations

import gradio as gr

from ui.connection import ServiceUrl
from ui.pages import ask, card, compare, evaluation, library, match
from ui.sent_files import KEPT_SECONDS
from ui.shell import PRODUCT, WorkbenchPage, area, page_head
from ui.signed_in import signed_in
from ui.source_view import source_viewer

PAGES: tuple[WorkbenchPage, ...] = (
    WorkbenchPage("", "问答", ask.build),
    WorkbenchPage("compare", "对比", compare.build),
    WorkbenchPage("card", "政策卡片", card.build),
    WorkbenchPage("match", "企业匹配", match.build),
    WorkbenchPage("library", "文库", library.build),
    WorkbenchPage("evaluation", "评测", evaluation.build),
)
"""A page of the workbench is a line here and a module in ``ui/pages``."""


def build_page(service_url: ServiceUrl) -> gr.Blocks:
    """All pages as Gradio blocks; ``service_url`` says, for a request, where the API is."""
    first, *others = PAGES
    workbench = gr.Blocks(
        title=PRODUCT, analytics_enabled=False, fill_width=True, delete_cache=(KEPT_SECONDS, KEPT_SECONDS)
    )
    with workbench:
        _lay_out(workbench, first, service_url)
    for page in others:
        with workbench.route(page.name, page.path, show_in_navbar=False):
            _lay_out(workbench, page, service_url)
    return workbench


def _lay_out(workbench: gr.Blocks, page: WorkbenchPage, service_url: ServiceUrl) -> None:
    page_head(PAGES, page)
    caller = area("pq-caller")
    page.build(workbench, service_url)
    workbench.load(signed_in(service_url), None, caller, show_progress="hidden", api_visibility="private")
    source_viewer(service_url)
