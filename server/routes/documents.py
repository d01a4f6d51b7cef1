"""``GET /v1/documents…``: what the library holds: documents, their clauses, figures, cards and source texts.

Document ids may hold slashes, so ``/v1/documents/{id}`` takes every address below it that no other route takes: it is
the last router of the application (:func:`document_router`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from server import problems
from server.contract import (
    ClauseList,
    DocStatus,
    DocumentDetail,
    DocumentList,
    FactList,
    PolicyCard,
    RegionName,
    SourceText,
)
from server.document_list import list_documents
from server.policy_card import policy_card
from server.source_text import source_file, source_text

if TYPE_CHECKING:
    from server.state import ServerState

_TAG = "文件库"
_MAX_OFFSET = 100_000_000
_DocumentId = Annotated[
    str,
    Path(
        description="文件 id，见“列出文件”",
        max_length=500,
        examples=["rizhao-2025-innovation-ecosystem-draft.2"],
    ),
]
_Place = Annotated[int | None, Query(ge=0, le=_MAX_OFFSET)]


def documents_router(state: ServerState) -> APIRouter:
    """The routes below ``/v1/documents``, bound to ``state``."""
    router = APIRouter(prefix="/v1/documents", tags=[_TAG])

    @router.get(
        "",
        summary="列出文件",
        description=(
            "库中文件的标题、文号、发文机关、日期与效力。原文没有写明的一律为 `null`。"
            "可按地区（含下级）、效力、文种和标题中的词筛选；`total` 为符合条件的总数，用 `limit`、`offset` 翻页。"
        ),
        response_description="符合条件的文件",
        responses=problems.responses(422, 500, 503),
    )
    async def documents(
        region: Annotated[
            list[RegionName], Query(max_length=20, description="地区名称或行政区划代码，可重复", examples=[["日照"]])
        ] = [],  # noqa: B006 - FastAPI reads the default
        status: Annotated[list[DocStatus], Query(max_length=6, description="效力状态，可重复")] = [],  # noqa: B006
        doc_type: Annotated[
            list[RegionName], Query(max_length=9, description="文种，可重复", examples=[["意见"]])
        ] = [],  # noqa: B006
        title: Annotated[
            str, Query(max_length=200, description="标题或文号里的词，空格隔开，须全部出现", examples=["科技强市"])
        ] = "",
        limit: Annotated[int, Query(ge=1, le=1000, description="每页份数")] = 100,
        offset: Annotated[int, Query(ge=0, le=_MAX_OFFSET, description="从第几份起")] = 0,
    ) -> DocumentList:
        return await state.calls.read(
            list_documents,
            state.serving.current,
            regions=region,
            statuses=status,
            doc_types=doc_type,
            title=title,
            limit=limit,
            offset=offset,
        )

    @router.get(
        "/{document_id:path}/clauses",
        summary="列出一份文件的条款",
        description="按原文顺序列出条款树；`parent_id` 指向上级条款，`start`、`end` 为来源文件中的字符位置。",
        response_description="该文件的条款",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def clauses(document_id: _DocumentId) -> ClauseList:
        return await state.calls.read(state.serving.current.clauses, document_id)

    @router.get(
        "/{document_id:path}/facts",
        summary="列出一份文件写明的数值",
        description=(
            "按原文顺序列出条款中的金额、目标、期限等数值，各附所在的句子与可以问出它的问句；"
            "供编写测评题目等使用。`start`、`end` 为句子在来源文件中的字符位置。"
        ),
        response_description="该文件写明的数值",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def facts(document_id: _DocumentId) -> FactList:
        return await state.calls.answer(state.serving.current.facts, document_id)

    @router.get(
        "/{document_id:path}/card",
        summary="政策卡片",
        description=(
            "一份文件给了什么：每一项的对象、条件、标准、期限、责任单位和联系方式，均为条款原文并附位置；"
            "`null` 表示原文未载明。总结、解读只作介绍，不给出任何一项。征求意见稿附截止日期与反馈方式。"
        ),
        response_description="该文件的卡片",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def card(
        document_id: _DocumentId,
        as_of: Annotated[date | None, Query(description="以哪一天为准提示效力，默认今天")] = None,
    ) -> PolicyCard:
        return await state.calls.answer(policy_card, state.serving.current, document_id, as_of)

    @router.get(
        "/{document_id:path}/source",
        summary="查看来源文本",
        description=(
            "条款位置所指的来源文本（非文本格式为提取出的文字），`start`、`end` 之间的一段标为 `marked`。"
            "给出 `context` 时只返回这一段前后各若干字。内容是纯文本，不应当作 HTML 解释。"
        ),
        response_description="分段的来源文本，各段连起来即 `[first, last)`",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def source(
        document_id: _DocumentId,
        start: _Place = None,
        end: _Place = None,
        context: Annotated[int | None, Query(ge=0, le=1_000_000, description="前后各返回多少字")] = None,
    ) -> SourceText:
        return await state.calls.read(source_text, state.serving.current, document_id, start, end, context)

    @router.get(
        "/{document_id:path}/source/text",
        summary="下载来源文本",
        description="同一文本的 UTF-8 纯文本附件。知识库保存的是提取出的文字，不保存原件。",
        response_class=Response,
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "纯文本附件"},
            **problems.responses(404, 422, 500, 503),
        },
    )
    async def source_as_file(document_id: _DocumentId) -> Response:
        found = await state.calls.read(source_file, state.serving.current, document_id)
        return Response(
            found.text.encode("utf-8"),
            media_type="text/plain; charset=utf-8",
            headers={
                # A fixed name: the file's own may hold anything.
                "content-disposition": 'attachment; filename="source.txt"',
                "x-content-type-options": "nosniff",
            },
        )

    return router


def document_router(state: ServerState) -> APIRouter:
    """``GET /v1/documents/{id}``; to be included after every other router below ``/v1/documents``."""
    router = APIRouter(prefix="/v1/documents", tags=[_TAG])

    @router.get(
        "/{document_id:path}",
        summary="查看一份文件",
        description="一份文件的标题、文号、发文机关、日期与效力。",
        response_description="该文件",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def document(document_id: _DocumentId) -> DocumentDetail:
        service = state.serving.current
        return DocumentDetail(snapshot=service.snapshot, document=await state.calls.read(service.document, document_id))

    return router
