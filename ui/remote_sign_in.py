"""Signing in where the workbench runs by itself: the form and the refusals are the service's, passed on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from fastapi import FastAPI, Request, Response

_TIMEOUT_SECONDS = 30.0
_FORMS = ("/login", "/logout")
_ASKS = "/gradio_api/queue/join"
"""Where every press of the page arrives."""
_PASSED_ON = ("cookie", "authorization", "x-api-key", "content-type", "accept")
_PASSED_BACK = ("content-type", "location", "set-cookie", "retry-after")


def add_remote_sign_in(app: FastAPI, service_url: str) -> None:
    """Add to ``app`` what the service has before its own page: nobody gets further whom it does not know."""
    # It must keep no cookie: the session of one visitor would go with the requests of the next.
    nothing_kept = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    service = httpx.AsyncClient(base_url=service_url, trust_env=False, cookies=nothing_kept, timeout=_TIMEOUT_SECONDS)

    async def passed_on(request: Request, path: str) -> Response:
        headers = {name: value for name in _PASSED_ON if (value := request.headers.get(name))}
        answer = await service.request(request.method, path, headers=headers, content=await request.body())
        response = Response(answer.content, answer.status_code)
        for name in _PASSED_BACK:
            for value in answer.headers.get_list(name):
                response.headers.append(name, value)
        return response

    @app.middleware("http")
    async def known_first(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        path = request.url.path
        try:
            if path in _FORMS:
                return await passed_on(request, path)
            opens = request.method == "GET" and "text/html" in request.headers.get("accept", "")
            if opens or path == _ASKS:
                known = await service.get("/v1/me", headers=_credentials(request))
                if known.status_code == httpx.codes.UNAUTHORIZED:
                    return _to_the_form() if opens else Response(known.content, 401)
        except httpx.HTTPError:
            # The page comes up without the service, and says itself that it cannot be reached.
            if path in _FORMS:
                return Response("现在连不上问答服务，请稍后再试。", 502, media_type="text/plain; charset=utf-8")
        return await go_on(request)


def _credentials(request: Request) -> dict[str, str]:
    return {name: value for name in _PASSED_ON[:3] if (value := request.headers.get(name))}


def _to_the_form() -> Response:
    return Response(status_code=303, headers={"location": "/login"})
