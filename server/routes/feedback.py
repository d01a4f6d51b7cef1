"""``POST /v1/feedback`` and ``GET /v1/feedback``: what readers say of answers, and a list of it for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Query
from fastapi.openapi.models import Example

from server import problems
from server.auth.identity import Role
from server.auth.requires import requires
from server.contract import FeedbackList, FeedbackReceipt, FeedbackRequest, Rating, Reason
from server.errors import RecordsUnavailable

if TYPE_CHECKING:
    from server.records.feedback import Feedback
    from server.state import ServerState

_EXAMPLES: dict[str, Example] = {
    "有用": {
        "summary": "答得对",
        "value": {"answer_id": "ask-0123456789ab", "question": "日照对创投机构奖励多少", "rating": "up"},
    },
    "有误": {
        "summary": "答得不对，附正确答案",
        "value": {
            "answer_id": "ask-0123456789ab",
            "question": "聊城高企补助多少",
            "rating": "down",
            "reason": "incomplete",
            "comment": "没有说复审的",
            "correction": "首次认定 10 万元，复审通过 5 万元。",
        },
    },
}


def feedback_router(state: ServerState) -> APIRouter:
    """The routes, bound to ``state``. Anybody may give feedback; editors read it."""
    router = APIRouter(prefix="/v1/feedback", tags=["反馈"])

    @router.post(
        "",
        status_code=201,
        summary="提交反馈",
        description="对一次回答说好或不好，可附原因、说明和应有的答案。返回时已经存盘。",
        response_description="已存盘",
        responses=problems.responses(413, 422, 500, 503),
    )
    async def give(
        feedback: Annotated[FeedbackRequest, Body(openapi_examples=_EXAMPLES)],
    ) -> FeedbackReceipt:
        return await state.calls.read(_kept(state).add, feedback)

    @router.get(
        "",
        summary="查看反馈",
        description="只列出看得到的文件不多于自己的人所写的。"
        "最新的在前；可按评价和原因筛选，用 `limit`、`offset` 翻页。",
        response_description="反馈",
        responses=problems.responses(403, 422, 500, 503),
        dependencies=[requires(Role.EDITOR)],
    )
    async def given(
        rating: Annotated[Rating | None, Query(description="评价")] = None,
        reason: Annotated[Reason | None, Query(description="原因")] = None,
        limit: Annotated[int, Query(ge=1, le=200, description="每页条数")] = 50,
        offset: Annotated[int, Query(ge=0, le=100_000_000, description="从第几条起")] = 0,
    ) -> FeedbackList:
        return await state.calls.read(_kept(state).newest, rating=rating, reason=reason, limit=limit, offset=offset)

    return router


def _kept(state: ServerState) -> Feedback:
    if state.feedback is None:
        raise RecordsUnavailable("这个服务没有打开记录库，不能保存或查看反馈。")
    return state.feedback
