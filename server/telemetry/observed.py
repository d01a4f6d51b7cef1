"""Counts every request, by the route that answered it."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.telemetry.metrics import Metrics

_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"))
_OTHER = "other"
"""What no route of the API answered: the page's own files, and addresses there are none of."""


class Observed:
    """ASGI middleware: counts, times and shows as in flight what ``routes`` (path templates) answer, and the rest."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500  # what is sent when nothing was

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        with self._metrics.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, noting)
            finally:
                path = getattr(scope.get("route"), "path", _OTHER)
                route = path if path in self._routes else _OTHER
                method = scope["method"] if scope["method"] in _METHODS else _OTHER
                self._metrics.request(route, method, status, time.perf_counter() - began)
