"""``GET /v1/hot-questions``: questions worth asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from server import problems
from server.contract import HotQuestions, RegionName
from server.hot_questions import MOST, hot_questions

if TYPE_CHECKING:
    from server.state import ServerState


def hot_questions_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["问答"])

    @router.get(
        "/v1/hot-questions",
        summary="热门问题",
        description="可以直接问的问题，都事先试答过，答案有条款依据。不给地区时各地区轮流列出。",
        response_description="热门问题",
        responses=problems.responses(422, 500, 503),
    )
    async def hot(
        region: Annotated[RegionName | None, Query(description="地区名称或行政区划代码", examples=["聊城"])] = None,
        limit: Annotated[int, Query(ge=1, le=MOST, description="最多几个")] = 8,
    ) -> HotQuestions:
        return await state.calls.answer(hot_questions, state.serving.current, region, limit)

    return router
