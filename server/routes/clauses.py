"""``GET /v1/clauses/{id}``: one clause with what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path

from server import problems
from server.clauses import clause_in_context
from server.contract import ClauseInContext

if TYPE_CHECKING:
    from server.state import ServerState


def clauses_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["文件库"])

    @router.get(
        "/v1/clauses/{clause_id:path}",
        summary="查看一个条款",
        description="条款原文、所在文件，以及它的上级、下级和前后条款。",
        response_description="该条款及其上下文",
        responses=problems.responses(404, 422, 500, 503),
    )
    async def clause(
        clause_id: Annotated[
            str,
            Path(
                description="条款 id，见答案的引用、检索结果或文件的条款列表",
                max_length=500,
                examples=["liaocheng-2023-strong-city-opinions:h2.n1"],
            ),
        ],
    ) -> ClauseInContext:
        return await state.calls.read(clause_in_context, state.serving.current, clause_id)

    return router
