"""``/v1/documents/{id}/visibility``: who sees a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path

from server import problems
from server.auth.identity import PUBLIC, Identity, Role, caller
from server.auth.keys import check_name
from server.auth.requires import requires
from server.contract import DocumentVisibility, VisibilityChange
from server.errors import NotAllowed

if TYPE_CHECKING:
    from server.records.audit import Audit
    from server.records.visibility import Visibility
    from server.state import ServerState

DocumentId = Annotated[str, Path(description="文件 id，见“列出文件”", max_length=500)]


def visibility_router(state: ServerState, visibility: Visibility, audit: Audit) -> APIRouter:
    """The routes, bound to ``state``."""
    router = APIRouter(prefix="/v1/documents", tags=["文件库"])

    @router.get(
        "/{document_id:path}/visibility",
        summary="查看谁能看到一份文件",
        description="`public` 为所有人；否则为能看到它的用户组。同一来源文件里的各份文件一致。",
        response_description="可见范围",
        responses=problems.responses(404, 422, 500, 503),
        dependencies=[requires(Role.EDITOR)],
    )
    async def seen_by(document_id: DocumentId) -> DocumentVisibility:
        document = await state.calls.read(state.serving.current.document, document_id)
        return DocumentVisibility(source_file=document.source_file, visibility=visibility.of(document.source_file))

    @router.put(
        "/{document_id:path}/visibility",
        summary="设定谁能看到一份文件",
        description=(
            "`public` 为所有人，`internal` 或其他名称为该用户组的密钥才能看到（管理员总能看到）；立即生效。"
            "作用于整个来源文件；以后以同名文件替换，设定不变。编辑只能设为 `public` 或自己所在的组。"
        ),
        response_description="设定后的可见范围",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def show_to(
        document_id: DocumentId, change: VisibilityChange, who: Annotated[Identity, requires(Role.EDITOR)]
    ) -> DocumentVisibility:
        document = await state.calls.read(state.serving.current.document, document_id)
        check_name(change.visibility)
        if not who.sees(change.visibility):
            raise NotAllowed("只能设为 public 或自己所在的用户组。")
        await state.calls.read(_put, visibility, audit, document.source_file, change.visibility)
        return DocumentVisibility(source_file=document.source_file, visibility=change.visibility)

    return router


def _put(visibility: Visibility, audit: Audit, source_file: str, seen: str) -> None:
    before = visibility.of(source_file)
    visibility.put(source_file, seen)
    audit.note(caller().name, "visibility", source_file, f"{before} → {seen}" if before != PUBLIC else seen)
