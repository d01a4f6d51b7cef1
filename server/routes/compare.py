"""``POST /v1/compare``: one question put to several regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from server import problems
from server.contract import CompareRequest, RegionComparison
from server.region_comparison import compare

if TYPE_CHECKING:
    from server.state import ServerState

_EXAMPLES: dict[str, Example] = {
    "补助": {
        "summary": "比较补助金额",
        "value": {"question": "首次通过高新技术企业认定给多少补助？", "regions": ["聊城", "日照", "临沂"]},
    },
    "目标": {"summary": "比较目标", "value": {"question": "高新技术企业的目标是多少家？", "regions": ["聊城", "临沂"]}},
}


def compare_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["对比"])

    @router.post(
        "/v1/compare",
        summary="比较地区",
        description=(
            "同一个问题逐个地区作答，各自只依据该地区的文件，一个地区一行。`values`、`conditions`、`departments` "
            "是答案所依据的条款中的原文；没有收录或没有写明的，`status` 为 `refused`，`code` 说明原因。"
            "问题里不要写地区。"
        ),
        response_description="一个地区一行的表",
        responses=problems.responses(404, 413, 422, 500, 503),
    )
    async def compare_regions(
        request: Annotated[CompareRequest, Body(openapi_examples=_EXAMPLES)],
    ) -> RegionComparison:
        return await state.calls.answer(
            compare, state.serving.current, request.question, request.regions, request.as_of
        )

    return router
