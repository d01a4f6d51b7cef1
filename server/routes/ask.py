"""``POST /v1/ask``: a question in, an answer with its clauses out, whole or as server-sent events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import TypeAdapter

from server import problems
from server.contract import AskRequest, AskResponse, Citation
from server.pieces import pieces

if TYPE_CHECKING:
    from server.state import ServerState

_CITATIONS = TypeAdapter(list[Citation])
_TEXT = TypeAdapter(str)

_EXAMPLES: dict[str, Example] = {
    "金额": {"summary": "问资金支持", "value": {"question": "首次通过高新技术企业认定，市里给多少补助？"}},
    "限定范围": {
        "summary": "只在意见类文件里找",
        "value": {"question": "技术合同成交额的目标是多少？", "filters": {"doc_types": ["意见"]}},
    },
    "追问": {
        "summary": "带着上文追问",
        "value": {
            "question": "那由哪个部门负责？",
            "history": [
                {"role": "user", "content": "对新设立的创业投资机构怎么奖励？"},
                {"role": "assistant", "content": "按照投资额度给予奖励。[1]"},
            ],
        },
    },
    "流式": {"summary": "以事件流返回", "value": {"question": "科技特派员有什么政策？", "stream": True}},
}

_DESCRIPTION = """\
用一句话提问，返回简短答案和它所依据的**条款原文**。答案中的 `[1]` 对应 `citations` 里 `marker` 为 1 的条款；
`quote` 是条款 `text` 的逐字片段，`start`、`end` 是它在来源文件中的字符位置。

库中没有依据时 `status` 为 `refused`，`refusal` 说明原因、已收录的地区和可以改问的问题。

`"stream": true` 时返回 `text/event-stream`，事件依次为 `citations`（条款数组）、
若干 `token`（答案片段，JSON 字符串）、`done`（完整的响应）。"""


def ask_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["问答"])

    @router.post(
        "/v1/ask",
        summary="提问",
        description=_DESCRIPTION,
        response_model=AskResponse,
        response_description="答案或拒答，附条款原文",
        responses={
            200: {"content": {"text/event-stream": {"schema": problems.EVENT}}},
            **problems.responses(404, 413, 422, 500, 503),
        },
    )
    async def ask(
        request: Annotated[AskRequest, Body(openapi_examples=_EXAMPLES)],
    ) -> AskResponse | EventSourceResponse:
        response = await state.calls.answer(state.serving.current.ask, request)
        # An answer is verified before its first word is sent, so errors are still ordinary problem documents.
        return EventSourceResponse(_events(response)) if request.stream else response

    return router


def _events(response: AskResponse) -> Iterator[bytes]:
    """``citations``, then ``token``… (their texts joined are the answer), then ``done``."""
    yield format_sse_event(event="citations", data_str=_CITATIONS.dump_json(response.citations).decode())
    for piece in pieces(response.answer):
        yield format_sse_event(event="token", data_str=_TEXT.dump_json(piece).decode())
    yield format_sse_event(event="done", data_str=response.model_dump_json())
