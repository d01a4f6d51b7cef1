"""``POST /v1/slip``: the clerk's slip of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body

from server import problems
from server.contract import Slip, SlipRequest
from server.slip import slip_of

if TYPE_CHECKING:
    from server.state import ServerState


def slip_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["问答"])

    @router.post(
        "/v1/slip",
        summary="办事员便签",
        description=(
            "把一次提问的完整响应（`POST /v1/ask` 的返回）变成便签：一句可以念出来的话（没有括号和标记，数字照原文）、"
            "条款、文号、责任单位、电话、日期和快照。引用的文字会与条款原文核对。"
        ),
        response_description="便签",
        responses=problems.responses(404, 413, 422, 500, 503),
    )
    async def slip(request: Annotated[SlipRequest, Body()]) -> Slip:
        return await state.calls.read(slip_of, state.serving.current, request.question, request.response)

    return router
