"""The HTTP door: API, its documentation, and the page, in one FastAPI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import iter_route_contexts
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.routing import Match

from server import problems
from server.auth.gate import Gate
from server.body_limit import BodyLimit
from server.guarded import gate_settings
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
from server.routes.jobs import jobs_router
from server.routes.library import library_router
from server.routes.match import match_router
from server.routes.me import me_router
from server.routes.search import search_router
from server.routes.session import session_router
from server.routes.slip import slip_router
from server.routes.versions import versions_router
from server.routes.visibility import visibility_router
from server.telemetry.observed import Observed

if TYPE_CHECKING:
    from server.state import ServerState

MAX_BODY_BYTES = 1024 * 1024
"""Of any request but an upload; the longest question with the longest history is well below."""

_ROUTERS = (
    ask_router,
    slip_router,
    hot_questions_router,
    search_router,
    compare_router,
    match_router,
    documents_router,
    clauses_router,
    me_router,
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
    uploads = state.changing.desk.settings.max_request_bytes if state.changing else MAX_BODY_BYTES
    app.add_middleware(BodyLimit, limit=MAX_BODY_BYTES, uploads=uploads)
    for build in _ROUTERS:
        app.include_router(build(state))
    # Before the library's: PUT /v1/documents/{id} takes every address below it.
    if state.visibility and state.operations.audit:
        app.include_router(visibility_router(state, state.visibility, state.operations.audit))
    if state.changing:
        app.include_router(versions_router(state, state.changing.archive))
        _refuse_below_documents(app)
        app.include_router(library_router(state, state.changing.desk))
        app.include_router(jobs_router(state, state.changing.desk))
    app.include_router(session_router(state))
    # Last: it takes every address below /v1/documents that none before it took.
    app.include_router(document_router(state))
    _surround(app, state)
    if with_ui:
        _refuse_before_page(app)
        from ui.mount import mount_page, own_address

        mount_page(app, own_address)
    return app


def _surround(app: FastAPI, state: ServerState) -> None:
    """What every request goes through before its route, the last added first: headers, counting, CORS, the gate."""
    operations = state.operations

    app.add_middleware(Gate, **gate_settings(state))
    if operations.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=operations.allowed_origins,
            allow_methods=_METHODS,
            allow_headers=("authorization", "x-api-key", "content-type"),
        )
    # Not app.routes: an included router is one route there, without a path.
    routes = frozenset(route.path for route in iter_route_contexts(app.routes) if route.path)
    app.add_middleware(Observed, metrics=operations.metrics, routes=routes)
    app.add_middleware(StayInside)


def _refuse_below_documents(app: FastAPI) -> None:
    """Answer 405 to other methods at the addresses below a document: the library's routes would take the whole
    address for an id, and change the document of that id.
    """
    allowed: dict[str, set[str]] = {}
    for route in iter_route_contexts(app.routes):
        if route.path and route.path.startswith("/v1/documents/{document_id:path}/"):
            allowed.setdefault(route.path, set()).update(route.methods or ())

    def refusing(methods: set[str]) -> Callable[[], Awaitable[None]]:
        async def refuse() -> None:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(methods))})

        return refuse

    for path, methods in allowed.items():
        others = [method for method in _METHODS if method not in methods]
        app.add_api_route(path, refusing(methods), methods=others, include_in_schema=False, response_model=None)


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

    for path in ("/v1", "/v1/{rest:path}", "/retrieval", "/healthz", "/readyz", "/metrics"):
        app.add_api_route(path, refuse, methods=list(_METHODS), include_in_schema=False, response_model=None)
