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
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"><style>
:root{{--paper:#f7f5f0;--card:#fffdf9;--ink:#1f1c18;--soft:#6a635a;--line:#8c8478;--red:#a8201a;--on-red:#fff}}
@media (prefers-color-scheme:dark){{
:root{{--paper:#171513;--card:#201d1a;--ink:#ece6dc;--soft:#b0a799;--line:#8c8478;--red:#e0705f;--on-red:#1b100e}}}}
body{{font:17px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;
display:grid;place-items:center;min-height:88vh;margin:0 16px;color:var(--ink);background:var(--paper)}}
main{{width:min(24rem,100%)}}
h1{{font:700 34px/1.2 "Songti SC","Noto Serif CJK SC","SimSun",serif;letter-spacing:.1em;color:var(--red);margin:0;
padding-bottom:12px;border-bottom:3px double var(--red)}}
label{{display:block;margin:28px 0 6px;font-weight:600}}
input,button{{display:block;width:100%;box-sizing:border-box;height:48px;font:inherit;border-radius:10px}}
input{{padding:0 14px;color:var(--ink);background:var(--card);border:1px solid var(--line)}}
button{{margin-top:12px;color:var(--on-red);background:var(--red);border:0;font-weight:600;letter-spacing:.1em;cursor:pointer}}
:focus-visible{{outline:2px solid var(--red);outline-offset:2px}}
p{{color:var(--soft);font-size:15px}}p[role]{{color:var(--red);min-height:1.6em}}</style></head><body><main>
<h1>条条有据</h1><form method="post" action="./login"><label for="key">访问密钥</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus maxlength="200"
aria-describedby="hint message"><button>进入</button><p role="alert" id="message">{message}</p>
<p id="hint">密钥由管理员发给，以 pq_ 开头。填一次可用 12 小时。</p></form></main></body></html>"""


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
            return HTMLResponse(_FORM.format(message="密钥不正确或已吊销，请检查是否完整复制。"), status_code=401)
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
