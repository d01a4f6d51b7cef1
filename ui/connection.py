"""Where the service is, and a client for it: the only way the pages reach anything."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from server.client import PolicyClient
from server.editing_client import EditingClient
from ui.visitor import visitor_headers

ServiceUrl = Callable[[gr.Request], str]
"""Says, for a request of a browser, under which address the API answers."""


def connect(service_url: ServiceUrl, request: gr.Request) -> PolicyClient:
    """A client for ``request``; close it, or use it as a context manager."""
    return PolicyClient(service_url(request), headers=visitor_headers(request))


def connect_to_edit(service_url: ServiceUrl, request: gr.Request) -> EditingClient:
    """The same, for a page that also changes the library."""
    return EditingClient(service_url(request), headers=visitor_headers(request))
