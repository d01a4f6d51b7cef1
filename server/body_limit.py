"""A bound on request bodies, answered with a problem document (Starlette's own limiter answers in text)."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import problems

_PAGE_UPLOADS = "/gradio_api/upload"
"""Where the page takes files before it hands them on."""


class BodyLimit:
    """ASGI middleware: 413 for a body of more than ``limit`` bytes, declared or while it arrives.

    ``uploads`` is the limit where files are handed in.
    """

    def __init__(self, app: ASGIApp, limit: int, uploads: int) -> None:
        self._app = app
        self._limit = limit
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless its body is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._uploads if _takes_files(scope) else self._limit
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            await problems.respond(problems.from_status(413), scope["path"])(scope, receive, send)
            return
        seen = 0

        async def receive_within_limit() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)


def _takes_files(scope: Scope) -> bool:
    method, path = str(scope["method"]), str(scope["path"])
    if method == "POST":
        return path in {"/v1/documents", _PAGE_UPLOADS}
    return method == "PUT" and path.startswith("/v1/documents/")
