"""``POST /retrieval``: the door for Dify, which adds this path to the address it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from server.dify_contract import RetrievalRequest, RetrievalResponse
from server.dify_retrieval import retrieve
from server.error_shapes import dify_responses

if TYPE_CHECKING:
    from server.state import ServerState

_EXAMPLES: dict[str, Example] = {
    "全库": {
        "summary": "在全部文件里找",
        "value": {
            "knowledge_id": "default",
            "query": "日照市对新设立的创业投资机构给多少奖励？",
            "retrieval_setting": {"top_k": 3, "score_threshold": 0.2},
        },
    },
    "一个地区": {
        "summary": "只找一个地区的现行文件",
        "value": {
            "knowledge_id": "聊城市",
            "query": "科技型中小企业 研发投入 补助",
            "retrieval_setting": {"top_k": 5, "score_threshold": 0},
            "metadata_condition": {
                "logical_operator": "and",
                "conditions": [{"name": "status", "comparison_operator": "is not", "value": "draft"}],
            },
        },
    },
}

_DESCRIPTION = """\
Dify 外部知识库协议。`knowledge_id` 取 `default`（全库）、地区名称或行政区划代码、或文件 id。

`records` 里每条是一个条款：`content` 第一行注明地区、文件、效力和条款，其后是条款原文；
`metadata` 有文号、条款 id 和来源位置。`score` 是检索排序所用的得分（0～1，语义与关键词加权）。

问题里写明地区的，只返回适用于该地区的条款，该地区未收录则为空。

出错时返回 `{"error_code", "error_msg"}`。"""


def dify_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["兼容 Dify"])

    @router.post(
        "/retrieval",
        summary="Dify 外部知识库检索",
        description=_DESCRIPTION,
        response_description="命中的条款",
        responses=dify_responses(),
    )
    async def retrieval(
        request: Annotated[RetrievalRequest, Body(openapi_examples=_EXAMPLES)],
    ) -> RetrievalResponse:
        return await state.calls.answer(retrieve, state.serving.current, request)

    return router
