"""Nobody gets past without being known, and nobody too often: the first thing every request meets."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie

import anyio.to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server import problems
from server.auth.identity import LOCAL, NOBODY, Identity, acting_as
from server.auth.keyring import KeyRing
from server.auth.limits import RateLimit
from server.errors import NotAllowed, NotSignedIn, RecordsUnavailable, ServiceError, TooManyRequests

log = logging.getLogger(__name__)

COOKIE = "policyqa_session"
LOGIN = "/login"
OPEN = frozenset((LOGIN, "/logout", "/healthz", "/readyz"))
"""What answers without a key: the form that takes one, and what probes ask."""

_PROBES = frozenset(("/healthz", "/readyz"))
_READING = frozenset(("GET", "HEAD", "OPTIONS"))


class Gate:
    """ASGI middleware: finds out the caller, whom :func:`server.auth.identity.caller` tells throughout the request.

    Without ``keys`` everybody is ``LOCAL``. ``prepare`` is awaited for each caller before his request goes on.
    Requests that change something and come from another site's page (``Origin``) are refused unless it is one of
    ``origins``: on a machine without keys, any page open in its browser could otherwise reach the service.
    """

    def __init__(
        self,
        app: ASGIApp,
        keys: KeyRing | None,
        rate: RateLimit | None,
        origins: tuple[str, ...],
        prepare: Callable[[Identity], Awaitable[None]],
        on_limited: Callable[[], None],
    ) -> None:
        self._app = app
        self._keys = keys
        self._rate = rate
        self._origins = origins
        self._prepare = prepare
        self._on_limited = on_limited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer it with 401, 403, 429, or (a browser's) with the way to the login form."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        admitted = await self._admitted(scope, headers)
        if not isinstance(admitted, Identity):
            await admitted(scope, receive, send)
            return
        with acting_as(admitted):
            await self._app(scope, receive, send)

    async def _admitted(self, scope: Scope, headers: Headers) -> Identity | ASGIApp:
        """Who calls, for whom everything is prepared; or the answer to give instead."""
        try:
            known = await self._who(headers)
            refusal = await self._refusal(scope, headers, known)
            if refusal is not None:
                return refusal
            await self._prepare(known or NOBODY)
        except SQLAlchemyError as error:
            log.error("who calls, or what he sees, cannot be read from the records (%s)", type(error).__name__)  # noqa: TRY400
            if scope["path"] not in _PROBES:
                return _refused(scope, RecordsUnavailable("记录数据库暂时不可用，请稍后再试。"))
            return NOBODY
        return known or NOBODY

    async def _who(self, headers: Headers) -> Identity | None:
        if self._keys is None:
            return LOCAL
        key = _key(headers)
        token = session_token(headers) if key is None else None
        if self._keys.stale(token):
            await anyio.to_thread.run_sync(self._keys.refresh, token)
        if key is not None:
            return self._keys.of_key(key)
        return self._keys.of_session(token) if token else None

    async def _refusal(self, scope: Scope, headers: Headers, known: Identity | None) -> ASGIApp | None:
        path = str(scope["path"])
        address = scope["client"][0] if scope.get("client") else "unknown"
        who = f"key {known.name}" if known and known is not LOCAL else f"address {address}"
        if path not in _PROBES and (wait := await self._wait(who)):
            self._on_limited()
            return _refused(scope, TooManyRequests(f"请求过于频繁，请 {wait} 秒后再试。", wait))
        if scope.get("method", "GET") not in _READING and not self._is_own(headers):
            return _refused(scope, NotAllowed("不接受其他网站的页面发来的请求。"))
        if known is not None or path in OPEN:
            return None
        if scope["type"] == "http" and scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            return RedirectResponse(LOGIN, status_code=303)
        return _refused(
            scope, NotSignedIn("请提供有效的密钥：请求头 Authorization: Bearer <密钥>，或 X-API-Key: <密钥>。")
        )

    async def _wait(self, who: str) -> int:
        if self._rate is None:
            return 0
        return await anyio.to_thread.run_sync(self._rate.wait, who) if self._rate.blocks else self._rate.wait(who)

    def _is_own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or origin in self._origins:
            return True
        return origin.partition("://")[2] == headers.get("host", "")


def session_token(headers: Headers) -> str | None:
    """The page's session, if the request carries one."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def _key(headers: Headers) -> str | None:
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    return headers.get("x-api-key")


def _refused(scope: Scope, error: ServiceError) -> ASGIApp:
    if scope["type"] == "websocket":
        return _closed
    extra: dict[str, str] = {}
    if isinstance(error, NotSignedIn):
        extra["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyRequests):
        extra["Retry-After"] = str(error.retry_after)
    response: Response = problems.respond(problems.from_service_error(error), str(scope["path"]), extra)
    return response


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})
