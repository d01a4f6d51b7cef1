"""``GET /healthz``: whether the service can answer, and if not fully, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from server import problems
from server.contract import Health
from server.routes.calling import ServiceCalls

if TYPE_CHECKING:
    from server.service import PolicyService


def health_router(service: PolicyService, calls: ServiceCalls) -> APIRouter:
    """The route, bound to ``service``."""
    router = APIRouter(tags=["运行状况"])

    @router.get(
        "/healthz",
        summary="运行状况",
        description="`ok` 表示一切正常；`degraded` 表示仍可使用但有缺陷，原因列在 `reasons`。",
        response_description="运行状况",
        responses=problems.responses(500),
    )
    async def health() -> Health:
        return await calls.read(service.health)

    return router
