"""The same question put to several regions."""

from __future__ import annotations

from collections.abc import Sequence

from server.contract import AskRequest, RequestFilters
from server.errors import InvalidRequest
from server.mcp_contract import RegionAnswer, RegionComparison
from server.service import PolicyService
from server.understanding.question import read_question

MAX_REGIONS = 20


def compare(service: PolicyService, question: str, regions: Sequence[str]) -> RegionComparison:
    """A row a region, each answered or refused from that region's documents alone.

    Raises:
        InvalidRequest: fewer than two regions or too many, an unknown one, or a question that names a region itself.
    """
    wanted = list(dict.fromkeys(name.strip() for name in regions))
    if not 2 <= len(wanted) <= MAX_REGIONS:
        raise InvalidRequest(f"请给出 2 到 {MAX_REGIONS} 个不同的地区。")
    holdings = service.holdings
    named = read_question(question, (), holdings.regions, holdings.vocabulary).regions
    if named:
        raise InvalidRequest(f"问题里写了“{named[0].name}”：请把地区从问题里去掉，只写在 regions 里。")
    return RegionComparison(
        snapshot=service.snapshot, question=question, rows=[_row(service, question, name) for name in wanted]
    )


def _row(service: PolicyService, question: str, region: str) -> RegionAnswer:
    response = service.ask(AskRequest(question=question, filters=RequestFilters(regions=[region])))
    return RegionAnswer(
        region="、".join(response.understood.regions) or region,
        status=response.status,
        answer=response.answer,
        citations=response.citations,
        notices=response.notices,
        refusal=response.refusal,
    )
