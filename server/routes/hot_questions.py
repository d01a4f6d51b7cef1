"""``GET /v1/hot-questions``: questions worth asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from server import problems
from server.contract import HotQuestions, RegionName
from server.hot_questions import MOST, Asked, hot_questions

if TYPE_CHECKING:
    from server.records.questions import AskedQuestion, Questions
    from server.state import ServerState

_DAYS = 30
_LOGGED = 50
"""So many of the questions asked most often in so many days are tried."""


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
        asked = [Asked(q.question, q.count) for q in await state.calls.read(_most_asked, state.questions)]
        return await state.calls.draw(hot_questions, state.serving.current, region, limit, asked)

    return router


def _most_asked(log: Questions | None) -> list[AskedQuestion]:
    return log.most_asked(_DAYS, _LOGGED) if log else []
