"""``GET /healthz``: whether the service can answer, and if not fully, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from server import problems
from server.contract import Health

if TYPE_CHECKING:
    from server.state import ServerState


def health_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["运行状况"])

    @router.get(
        "/healthz",
        summary="运行状况",
        description="`ok` 表示一切正常；`degraded` 表示仍可使用但有缺陷，原因列在 `reasons`。",
        response_description="运行状况",
        responses=problems.responses(500),
    )
    async def health() -> Health:
        return await state.calls.read(state.serving.current.health)

    return router
