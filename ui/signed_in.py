"""Who uses the page, said at its head where keys are asked for, with the way out."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import gradio as gr

from server.client_errors import ClientError
from ui.connection import ServiceUrl, connect_to_edit

ROLES = {"reader": "读者", "editor": "编辑", "admin": "管理员"}
WITHOUT_KEYS = "local"
"""The caller's name where the service asks for no key."""


def signed_in(service_url: ServiceUrl) -> Callable[[gr.Request], str]:
    """A handler that tells the caller's name and role, with a button to sign out; empty without keys, or while the
    service is away.
    """

    def tell(request: gr.Request) -> str:
        try:
            with connect_to_edit(service_url, request) as client:
                caller = client.me()
        except ClientError:
            return ""
        if caller.name == WITHOUT_KEYS:
            return ""
        return (
            '<form class="pq-caller" method="post" action="./logout">'
            f"<span>{escape(caller.name)}（{ROLES[caller.role]}）</span>"
            '<button class="pq-link">退出</button></form>'
        )

    return tell
