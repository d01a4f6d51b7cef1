"""Whose page it is: what the browser showed the server, the page shows the service."""

from __future__ import annotations

import gradio as gr

_CREDENTIALS = ("cookie", "authorization", "x-api-key")


def visitor_headers(request: gr.Request) -> dict[str, str]:
    """The headers by which the service knows the visitor; the page has no rights of its own."""
    return {name: value for name in _CREDENTIALS if (value := request.headers.get(name))}
