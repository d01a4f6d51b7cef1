"""``POST /v1/chat/completions`` and ``GET /v1/models``: the door for clients of the OpenAI API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Path
from fastapi.openapi.models import Example
from fastapi.sse import EventSourceResponse, format_sse_event

from server import problems
from server.contract import AskResponse
from server.error_shapes import openai_responses
from server.openai_chat import ask_request, chunks, completion, model_card
from server.openai_contract import ChatCompletion, ChatRequest, ModelCard, ModelList

if TYPE_CHECKING:
    from server.state import ServerState

_EXAMPLES: dict[str, Example] = {
    "提问": {
        "summary": "问一个问题",
        "value": {
            "model": "policyqa",
            "messages": [{"role": "user", "content": "日照市对新设立的创业投资机构给多少奖励？"}],
        },
    },
    "追问": {
        "summary": "带着上文追问，以事件流返回",
        "value": {
            "model": "policyqa",
            "stream": True,
            "stream_options": {"include_usage": True},
            "messages": [
                {"role": "user", "content": "日照市对新设立的创业投资机构怎么奖励？"},
                {"role": "assistant", "content": "按照投资额度给予奖励。[1]"},
                {"role": "user", "content": "那由哪个部门负责？"},
            ],
        },
    },
    "限定范围": {
        "summary": "只在一个地区的文件里找",
        "value": {
            "model": "policyqa",
            "messages": [{"role": "user", "content": "技术合同成交额的目标是多少？"}],
            "filters": {"regions": ["聊城"]},
        },
    },
}

_DESCRIPTION = """\
兼容 OpenAI 的对话接口：最后一条 `user` 消息是问题，之前的 `user`、`assistant` 消息是上文；`system` 等其他消息不起作用。

正文末尾以列表给出依据（标题、文号、地区、效力、条款、引文）。`choices[0].message.policyqa` 是完整的 `/v1/ask` 响应；
流式时它在 `[DONE]` 之前、带 `finish_reason` 的那一块的 `choices[0].delta.policyqa` 里。

`usage` 是按字符估计的：非 ASCII 字符每个算 1，ASCII 字符每 4 个算 1。`temperature`、`tools` 等参数不起作用。"""


def chat_router(state: ServerState) -> APIRouter:
    """The routes, bound to ``state``."""
    router = APIRouter(tags=["兼容 OpenAI"])

    @router.post(
        "/v1/chat/completions",
        summary="对话",
        description=_DESCRIPTION,
        response_model=ChatCompletion,
        response_description="答案，或事件流",
        responses={
            200: {"content": {"text/event-stream": {"schema": problems.EVENT}}},
            **openai_responses(),
        },
    )
    async def chat_completions(
        chat: Annotated[ChatRequest, Body(openapi_examples=_EXAMPLES)],
    ) -> ChatCompletion | EventSourceResponse:
        response = await state.calls.answer(state.serving.current.ask, ask_request(chat))
        created = int(time.time())
        # An answer is verified before its first word is sent, so errors never come in the middle of a stream.
        if chat.stream:
            return EventSourceResponse(_events(chat, response, created))
        return completion(chat, response, created)

    @router.get(
        "/v1/models",
        summary="列出模型",
        description="只有一个模型 `policyqa`，即本库的问答。",
        response_description="全部模型",
        responses=openai_responses(),
    )
    async def models() -> ModelList:
        return ModelList(data=[ModelCard()])

    @router.get(
        "/v1/models/{model:path}",
        summary="查看一个模型",
        description="模型的名称；没有这个模型时为 404。",
        response_description="模型",
        responses=openai_responses(),
    )
    async def model(model: Annotated[str, Path(description="模型名称，固定为 policyqa", max_length=500)]) -> ModelCard:
        return model_card(model)

    return router


def _events(chat: ChatRequest, response: AskResponse, created: int) -> Iterator[bytes]:
    for chunk in chunks(chat, response, created):
        yield format_sse_event(data_str=chunk.model_dump_json())
    yield format_sse_event(data_str="[DONE]")
