"""``POST /v1/search``: the clauses that match, best first, without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from server import problems
from server.contract import SearchRequestBody, SearchResponse

if TYPE_CHECKING:
    from server.state import ServerState

_EXAMPLES: dict[str, Example] = {
    "关键词": {"summary": "按内容查条款", "value": {"query": "科技成果转化 后补助", "top_k": 5}},
    "限定效力": {
        "summary": "只查征求意见稿",
        "value": {"query": "创业投资机构奖励", "filters": {"status": ["draft"]}},
    },
}


def search_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["检索"])

    @router.post(
        "/v1/search",
        summary="检索条款",
        description="返回最相关的条款原文，按相关度从高到低；`scores` 为语义、关键词与融合得分。",
        response_description="命中的条款",
        responses=problems.responses(404, 413, 422, 500, 503),
    )
    async def search(
        request: Annotated[SearchRequestBody, Body(openapi_examples=_EXAMPLES)],
    ) -> SearchResponse:
        return await state.calls.answer(state.serving.current.search, request)

    return router
