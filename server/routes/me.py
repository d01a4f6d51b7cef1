"""``GET /v1/me``: who the caller is, so that a page offers only what he may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from server import problems
from server.auth.identity import caller
from server.contract import CallerInfo

if TYPE_CHECKING:
    from server.state import ServerState


def me_router(_: ServerState) -> APIRouter:
    """The route."""
    router = APIRouter(prefix="/v1", tags=["文件库"])

    @router.get(
        "/me",
        summary="查看自己的权限",
        description="当前密钥的名称、角色（读者、编辑、管理员）与所在的用户组；没有启用密钥时是管理员。",
        response_description="权限",
        responses=problems.responses(500),
    )
    async def me() -> CallerInfo:
        identity = caller()
        return CallerInfo.model_validate(
            {"name": identity.name, "role": identity.role.name.lower(), "groups": sorted(identity.groups)}
        )

    return router
