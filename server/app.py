"""The HTTP door: API, its documentation, and the page, in one FastAPI application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.routing import Match

from server import problems
from server.body_limit import BodyLimit
from server.headers import StayInside
from server.routes.ask import ask_router
from server.routes.chat import chat_router
from server.routes.clauses import clauses_router
from server.routes.compare import compare_router
from server.routes.dify import dify_router
from server.routes.documents import document_router, documents_router
from server.routes.feedback import feedback_router
from server.routes.health import health_router
from server.routes.hot_questions import hot_questions_router
from server.routes.match import match_router
from server.routes.search import search_router
from server.routes.slip import slip_router

if TYPE_CHECKING:
    from server.state import ServerState

MAX_BODY_BYTES = 1024 * 1024
"""Of any request; the longest question with the longest history is well below."""

_ROUTERS = (
    ask_router,
    slip_router,
    hot_questions_router,
    search_router,
    compare_router,
    match_router,
    documents_router,
    clauses_router,
    feedback_router,
    chat_router,
    dify_router,
    health_router,
)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")

_DESCRIPTION = """\
关于政府政策文件的问答：答案简短，每一处都附**条款原文**，库中没有依据的不作答。

错误均为 `application/problem+json`（RFC 9457），`code` 供程序判断，`title` 与 `detail` 供人阅读；
只有兼容 OpenAI 和 Dify 的接口按各自的格式报错。"""


def create_app(state: ServerState, *, with_ui: bool = True) -> FastAPI:
    """The application over ``state``: ``/v1/…``, ``/healthz``, ``/docs``; ``with_ui`` adds the page."""
    app = FastAPIOffline(
        title="条条有据",
        summary="政策问答，条条有据",
        description=_DESCRIPTION,
        version="1",
        redoc_url=None,
        static_url="/docs/static",
        swagger_ui_parameters={"defaultModelsExpandDepth": -1, "docExpansion": "list"},
    )
    problems.install(app)
    app.add_middleware(BodyLimit, limit=MAX_BODY_BYTES)
    app.add_middleware(StayInside)
    for build in _ROUTERS:
        app.include_router(build(state))
    # Last: it takes every address below /v1/documents that none before it took.
    app.include_router(document_router(state))
    if with_ui:
        _refuse_before_page(app)
        from ui.mount import mount_page, own_address

        mount_page(app, own_address)
    return app


def _refuse_before_page(app: FastAPI) -> None:
    """Answer 404 and 405 under the API's addresses here: the page's mount at ``/`` would take them."""
    answering = tuple(app.routes)

    async def refuse(request: Request) -> None:
        allowed = [
            method
            for method in _METHODS
            if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in answering)
        ]
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        raise HTTPException(404)

    for path in ("/v1", "/v1/{rest:path}", "/retrieval", "/healthz"):
        app.add_api_route(path, refuse, methods=list(_METHODS), include_in_schema=False, response_model=None)
