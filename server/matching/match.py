"""A profile against what the clauses of its region give. No index, no language model: the clauses' words decide."""

from __future__ import annotations

from datetime import date

from ingest.metadata.region import divisions
from ingest.model import Document
from server.answer.benefits.benefit import Benefit
from server.answer.benefits.collection import benefits_in
from server.answer.holdings import Holdings
from server.answer.notices import notices_for
from server.asked_regions import region_codes
from server.contract import ClauseMatch, EnterpriseProfile, Fit, MatchCondition, MatchResponse, Refusal, Verdict
from server.errors import InvalidRequest
from server.matching.amounts import amounts_of
from server.matching.demands import Demands, demands_of
from server.matching.judging import Judge, Judged, names
from server.matching.profile import Trait, traits_of
from server.service import PolicyService
from server.stating import departments_stated, stated
from server.understanding.region import applicable

_FIT: dict[Verdict, Fit] = {"met": "fits", "unknown": "unknown", "not_met": "not_met"}
_ORDER: list[Fit] = ["fits", "unknown", "not_met"]


def match(service: PolicyService, profile: EnterpriseProfile) -> MatchResponse:
    """What ``profile``'s region gives, judged condition by condition; of no other region.

    Raises:
        UnknownRegionFilter: the region is no administrative division.
        InvalidRequest: several divisions have that name.
    """
    holdings = service.holdings
    codes = region_codes(profile.region)
    if len(codes) > 1:
        meant = "、".join(f"{divisions()[code].name}（{code}）" for code in codes)
        raise InvalidRequest(f"“{profile.region}”可以指{meant}，请写全称或行政区划代码。")
    region = divisions()[codes[0]]
    speaking = applicable(region, holdings.regions)
    as_of = profile.as_of or date.today()
    judge = Judge(profile, region.adcode, as_of)
    found = [
        _match(benefit, document, judge, holdings)
        for document in holdings.of_regions(speaking)
        for benefit in benefits_in(document, holdings)
    ]
    wanted = [m for m, _ in found if profile.include_not_met or m.fit != "not_met"]
    # Of the undecided ones, those of which some condition is met are nearest.
    wanted.sort(key=lambda m: (_ORDER.index(m.fit), all(c.verdict != "met" for c in m.conditions)))
    answered = {trait for _, traits in found for trait in traits}
    return MatchResponse(
        snapshot=service.snapshot,
        region=region.name,
        refusal=None if speaking else _not_covered(region.name, holdings),
        matches=wanted[: profile.limit],
        total=len(wanted),
        not_read=[t.words for t in traits_of(profile) if t not in answered],
    )


def _match(benefit: Benefit, document: Document, judge: Judge, holdings: Holdings) -> tuple[ClauseMatch, list[Trait]]:
    """How the profile stands to ``benefit``, and what of the profile its words answer to."""
    clause = benefit.clause
    demands = demands_of(benefit)
    judged, verdict = judge.all(demands, clause, document)
    if _says_nothing(demands):
        verdict = "unknown"
    traits = [j.trait for j in judged if j.trait]
    found = ClauseMatch(
        fit=_FIT[verdict],
        reason=_reason(judged, verdict),
        document_id=document.id,
        document_title=document.title,
        doc_number=document.doc_number.value if document.doc_number else None,
        doc_status=document.status.value,
        clause_id=clause.id,
        clause_label=clause.title,
        clause_path=list(clause.path),
        what=stated(clause, benefit.span),
        conditions=[MatchCondition(verdict=j.verdict, reason=j.reason, stated=stated(clause, j.span)) for j in judged],
        amounts=amounts_of(benefit, judge.profile, traits[0] if traits else None, holdings),
        departments=departments_stated(clause),
        notices=list(notices_for([document], judge.as_of, holdings.library.documents)),
    )
    identity = demands.identity
    return found, [t for t in traits_of(judge.profile) if identity and names(t, identity)]


def _says_nothing(demands: Demands) -> bool:
    return demands.identity is None and not any(way.thresholds or way.rest for way in demands.ways)


def _reason(judged: list[Judged], verdict: Verdict) -> str:
    deciding = [j.reason for j in judged if j.verdict == verdict]
    if deciding:
        return deciding[0]
    return "条款没有写明对象和条件，需核实。" if verdict == "unknown" else "条款没有另外的条件。"


def _not_covered(name: str, holdings: Holdings) -> Refusal:
    covered = [r.name for r in holdings.regions]
    return Refusal(
        code="region_not_covered", message=f"本库未收录{name}的政策文件，无法匹配。", covered_regions=covered
    )
