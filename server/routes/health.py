"""``GET /healthz``, ``/readyz`` and ``/metrics``: for those who keep the service running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from server import problems
from server.auth.identity import Role, caller
from server.contract import Health, Readiness
from server.readiness import left_out, readiness
from server.telemetry.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from server.state import ServerState


def health_router(state: ServerState) -> APIRouter:
    """The routes, bound to ``state``."""
    router = APIRouter(tags=["运行状况"])

    @router.get(
        "/healthz",
        summary="运行状况",
        description="`ok` 表示一切正常；`degraded` 表示仍可使用但有缺陷，原因列在 `reasons`。",
        response_description="运行状况",
        responses=problems.responses(500),
    )
    async def health() -> Health:
        found = await state.calls.read(state.serving.current.health)
        if found.reasons and caller().role < Role.ADMIN:
            # Files are named to those who can mend them.
            return found.model_copy(update={"reasons": [left_out(len(found.reasons))]})
        return found

    @router.get(
        "/readyz",
        summary="是否可以接受请求",
        description="`ready` 可以；`degraded` 可以但有缺陷；`not_ready`（状态码 503）不可以。"
        "原因列在 `reasons`，不含文件名。",
        response_description="可以接受请求",
        response_model=Readiness,
        responses={**problems.responses(500), 503: {"model": Readiness, "description": "不可以接受请求"}},
    )
    async def ready() -> JSONResponse:
        found = await state.calls.read(readiness, state)
        return JSONResponse(found.model_dump(), status_code=503 if found.status == "not_ready" else 200)

    @router.get(
        "/metrics",
        summary="运行指标",
        description="Prometheus 文本格式。只有数字，不含问题、密钥或文件名；库的规模只计调用者看得到的文件。",
        response_description="指标",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **problems.responses(500)},
    )
    async def metrics() -> Response:
        text = await state.calls.read(state.operations.metrics.exposition, state.serving.current)
        return Response(text, media_type=CONTENT_TYPE)

    return router
