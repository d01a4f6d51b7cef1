"""``/login`` and ``/logout``: a key for a browser, kept as a session the page's scripts cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.auth.gate import COOKIE, LOGIN, session_token
from server.auth.sessions import SESSION_SECONDS

if TYPE_CHECKING:
    from server.state import ServerState

_FORM = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>登录 · 条条有据</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font:18px/1.6 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0 16px}}
form{{width:min(26rem,100%)}}label,input,button{{display:block;width:100%;box-sizing:border-box;font:inherit}}
input,button{{padding:.5rem;margin:.5rem 0}}p{{color:#a40000;min-height:1.6em}}</style></head><body><main>
<h1>条条有据</h1><form method="post" action="/login"><label for="key">访问密钥</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus maxlength="200">
<button>进入</button><p role="alert">{message}</p></form></main></body></html>"""


def session_router(state: ServerState) -> APIRouter:
    """The routes, bound to ``state``; for browsers, so not among those documented."""
    router = APIRouter(include_in_schema=False)
    keys = state.operations.keys

    @router.get(LOGIN)
    async def form() -> Response:
        return HTMLResponse(_FORM.format(message="")) if keys else RedirectResponse("/", 303)

    @router.post(LOGIN)
    async def login(request: Request, key: Annotated[str, Form(max_length=200)]) -> Response:
        if keys is None:
            return RedirectResponse("/", 303)
        token = await state.calls.read(keys.open_session, key.strip())
        if token is None:
            return HTMLResponse(_FORM.format(message="密钥不正确或已吊销。"), status_code=401)
        response = RedirectResponse("/", 303)
        response.set_cookie(
            COOKIE,
            token,
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    @router.post("/logout")
    async def logout(request: Request) -> Response:
        token = session_token(request.headers)
        if keys and token:
            await state.calls.read(keys.close_session, token)
        response = RedirectResponse(LOGIN, 303)
        response.delete_cookie(COOKIE)
        return response

    return router
