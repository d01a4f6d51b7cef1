"""``POST /v1/match``: an enterprise's profile against what the clauses of its region give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from server import problems
from server.contract import EnterpriseProfile, MatchResponse
from server.matching.match import match

if TYPE_CHECKING:
    from server.state import ServerState

_EXAMPLES: dict[str, Example] = {
    "首次申报高企": {
        "summary": "聊城一家准备首次申报高新技术企业的科技型中小企业",
        "value": {
            "region": "聊城",
            "types": ["科技型中小企业"],
            "plans": ["首次申报高新技术企业"],
            "rd_spending": 800000,
            "figures": {"年度免税技术交易额": "2000万元"},
        },
    },
    "创投机构": {
        "summary": "打算在日照新设立创业投资机构",
        "value": {"region": "日照", "types": ["创业投资机构"], "plans": ["新设立创业投资机构"]},
    },
}


def match_router(state: ServerState) -> APIRouter:
    """The route, bound to ``state``."""
    router = APIRouter(tags=["企业匹配"])

    @router.post(
        "/v1/match",
        summary="企业匹配",
        description=(
            "按企业画像列出本地区条款中可能适用的支持：每个条件是否满足（`met`/`not_met`/`unknown`）、依据的原文、"
            "金额（能算的附算式）。只依据条款文字判断，不用语言模型；征求意见稿附提示。画像没写的一律按不知道处理；"
            "写了类型而条款面向的类型不在其中的，视为不符合。先列符合的，再列待定的，最后列不符合的。"
        ),
        response_description="适用的条款",
        responses=problems.responses(413, 422, 500, 503),
    )
    async def match_profile(
        profile: Annotated[EnterpriseProfile, Body(openapi_examples=_EXAMPLES)],
    ) -> MatchResponse:
        return await state.calls.answer(match, state.serving.current, profile)

    return router
