"""``GET /v1/documents/{id}/versions`` and ``…/diff``: what a document was before, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from fastapi.openapi.models import Example

from server import problems
from server.contract import DocumentDiff, VersionList
from server.library.comparison import difference, versions_of

if TYPE_CHECKING:
    from server.library.archive import Archive
    from server.state import ServerState

_DOCUMENT = Path(description="文件 id，见“列出文件”", max_length=500)
_AGAINST: dict[str, Example] = {
    "旧版本": {"summary": "与自己的旧版本对比", "value": "3f9a1c0b7d2e"},
    "另一份文件": {"summary": "与库中另一份文件对比（征求意见稿与正式稿、上年与本年）", "value": "measures-2024"},
}


def versions_router(state: ServerState, archive: Archive) -> APIRouter:
    """The routes, bound to ``state`` and the ``archive``."""
    router = APIRouter(prefix="/v1/documents", tags=["文件库"])

    @router.get(
        "/{document_id:path}/versions",
        summary="列出文件的版本",
        description="现行版本在前，其后是被替换、删除或因切换快照而退出的版本，从新到旧。",
        response_description="各版本",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def versions(document_id: Annotated[str, _DOCUMENT]) -> VersionList:
        return await state.calls.read(versions_of, document_id, state.serving.current, archive, state.serving.shows)

    @router.get(
        "/{document_id:path}/diff",
        summary="逐条对比两份文件",
        description=(
            "从 `against` 到这份文件，逐条列出新增、删除、修改、移动的条款；按文字相似度与先后次序对应，不只看条款号。"
            "修改的条款列出改动的数值，新旧都是原文；`start`、`end` 为各自来源文件中的位置。没有列出的条款两份相同。"
        ),
        response_description="差别",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def diff(
        document_id: Annotated[str, _DOCUMENT],
        against: Annotated[
            str,
            Query(
                min_length=1,
                max_length=500,
                description="旧的一方：该文件的版本，另一份文件的 id，或“id@版本”",
                openapi_examples=_AGAINST,
            ),
        ],
    ) -> DocumentDiff:
        serving = state.serving
        return await state.calls.answer(difference, document_id, against, serving.current, archive, serving.shows)

    return router
