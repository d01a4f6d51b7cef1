"""Puts the page onto a FastAPI application."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import gradio as gr
from fastapi import FastAPI

from ui.page import build_page
from ui.style import CSS_PATHS, FAVICON_PATH, HEAD, page_theme

_LOOK_SECONDS = 0.02
"""How late an event may begin at most, in seconds."""


def own_address(request: gr.Request) -> str:
    """The address under which the server that got ``request`` can be reached from itself."""
    host, port = request.request.scope["server"]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def mount_page(app: FastAPI, service_url: Callable[[gr.Request], str]) -> None:
    """Mount the workbench at ``/`` of ``app``; for each request, ``service_url`` says where the API is.

    Call it last: the mount takes every address no earlier route of ``app`` answers.
    """
    page = build_page(service_url)
    # Between events Gradio looks a thousand times a second for the next one: 8 % of a core while nobody asks anything.
    page._queue.sleep_when_free = _LOOK_SECONDS
    with warnings.catch_warnings():
        # Gradio says so whenever there are several pages, also to those who never asked for rendering on the server.
        warnings.filterwarnings("ignore", message="SSR mode is not supported with multi-page apps")
        gr.mount_gradio_app(
            app,
            page,
            path="/",
            footer_links=[],
            run_history=False,
            theme=page_theme(),
            css_paths=CSS_PATHS,
            head=HEAD,
            favicon_path=str(FAVICON_PATH),
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=False,
        )
