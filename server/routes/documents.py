"""``GET /v1/documents``, ``GET /v1/documents/{id}/clauses`` and ``…/facts``: what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path

from server import problems
from server.contract import ClauseList, DocumentList, FactList

if TYPE_CHECKING:
    from server.state import ServerState


def documents_router(state: ServerState) -> APIRouter:
    """The routes, bound to ``state``."""
    router = APIRouter(prefix="/v1/documents", tags=["文件库"])

    @router.get(
        "",
        summary="列出文件",
        description="库中每份文件的标题、文号、发文机关、日期与效力。原文没有写明的一律为 `null`。",
        response_description="全部文件",
        responses=problems.responses(500, 503),
    )
    async def documents() -> DocumentList:
        return await state.calls.read(state.serving.current.documents)

    @router.get(
        "/{document_id:path}/clauses",
        summary="列出一份文件的条款",
        description="按原文顺序列出条款树；`parent_id` 指向上级条款，`start`、`end` 为来源文件中的字符位置。",
        response_description="该文件的条款",
        responses=problems.responses(404, 500, 503),
    )
    async def clauses(
        document_id: Annotated[str, Path(description="文件 id，见“列出文件”")],
    ) -> ClauseList:
        return await state.calls.read(state.serving.current.clauses, document_id)

    @router.get(
        "/{document_id:path}/facts",
        summary="列出一份文件写明的数值",
        description=(
            "按原文顺序列出条款中的金额、目标、期限等数值，各附所在的句子与可以问出它的问句；"
            "供编写测评题目等使用。`start`、`end` 为句子在来源文件中的字符位置。"
        ),
        response_description="该文件写明的数值",
        responses=problems.responses(404, 500, 503),
    )
    async def facts(
        document_id: Annotated[str, Path(description="文件 id，见“列出文件”")],
    ) -> FactList:
        return await state.calls.answer(state.serving.current.facts, document_id)

    return router
