"""Profiles against the shipped documents, each verdict checked by hand against the clause's words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from server.contract import ClauseMatch, EnterpriseProfile, MatchResponse
from server.errors import InvalidRequest, UnknownRegionFilter
from server.matching.match import match
from server.service import PolicyService


def matched(service: PolicyService, region: str, **profile: Any) -> MatchResponse:
    return match(service, EnterpriseProfile(region=region, **profile))


def saying(found: MatchResponse, words: str) -> ClauseMatch:
    (one,) = [m for m in found.matches if words in m.what.text]
    return one


def test_a_first_application_fits_the_first_recognition_and_not_the_renewal(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["科小"], plans=["首次申报高企"])
    first = saying(found, "首次通过高新技术企业认定的企业")
    assert first.fit == "fits"
    assert [(c.verdict, c.stated.text) for c in first.conditions] == [("met", "首次通过高新技术企业认定的企业")]
    assert [(a.text, a.computed) for a in first.amounts] == [("给予10万元", False)]
    assert first.doc_number == "聊政字〔2023〕11号"
    again = saying(found, "对复审通过认定的企业")
    assert again.fit == "not_met"
    assert "复审" in again.reason


def test_a_renewal_fits_the_renewal_and_the_first_recognition_is_left_open(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["高新技术企业"], plans=["高新技术企业复审"])
    assert saying(found, "对复审通过认定的企业").fit == "fits"
    assert saying(found, "首次通过高新技术企业认定的企业").fit == "unknown"


def test_what_a_clause_demands_besides_is_unknown_not_met(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["科小"], plans=["首次申报高企"])
    failed = saying(found, "受理但未通过认定")
    assert failed.fit == "unknown"
    assert [c.verdict for c in failed.conditions] == ["met", "unknown"]


def test_the_level_of_an_honour_decides(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["高新技术企业"], honours=["省级重点实验室"])
    assert saying(found, "对获批的省级重点实验室").fit == "fits"
    assert saying(found, "对获批的国家级重点实验室").fit == "not_met"
    assert saying(found, "市级技术创新中心、重点实验室").fit == "not_met"
    unleveled = matched(policies, "聊城", types=["高新技术企业"], honours=["重点实验室"])
    assert saying(unleveled, "对获批的省级重点实验室").fit == "unknown"


def test_of_amounts_by_level_only_the_own_one_is_told(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["农业科技园区"], honours=["省级农业科技园区"], plans=[])
    park = saying(found, "新建设的国家级、省级、市级农业科技园区")
    assert [a.text for a in park.amounts] == ["100万元"]


@pytest.mark.parametrize(
    ("spending", "verdict"), [(Decimal(499_999), "not_met"), (Decimal(500_000), "met"), (Decimal(800_000), "met")]
)
def test_a_threshold_is_compared_in_yuan(policies: PolicyService, spending: Decimal, verdict: str) -> None:
    """50万元以上 holds from 500,000 on; the other way to qualify (增长100万元以上) stays unknown."""
    found = matched(policies, "聊城", types=["规模以上工业企业"], rd_spending=spending)
    rule = saying(found, "首次准确填报研发投入统计数据50万元以上")
    verdicts = {
        c.stated.text: c.verdict for c in rule.conditions if "50万元" in c.stated.text and "研发投入" in c.reason
    }
    assert list(verdicts.values()) == [verdict]
    assert rule.fit == "unknown"  # 首次, 准确 and 未享受 no profile can tell


def test_an_amount_is_worked_out_with_its_steps(policies: PolicyService) -> None:
    """4000万元 x 1.5% = 60万元, above the cap of 50万元; 3 x 10万元 = 30万元, below that of 100万元."""
    trade = matched(policies, "聊城", types=["科小"], figures={"年度免税技术交易额": "4000万元"})
    (amount,) = saying(trade, "认定登记的技术合同").amounts
    assert amount.computed
    assert amount.text == "50万元"
    assert "4000万元×1.5%=60万元" in amount.steps
    incubator = matched(
        policies, "聊城", types=["孵化器"], honours=["省级科技企业孵化器"], figures={"培育高新技术企业": "3家"}
    )
    grown = saying(incubator, "每培育1家高新技术企业")
    assert grown.fit == "fits"
    assert [(a.text, a.computed) for a in grown.amounts] == [("30万元", True)]
    assert "3家×10万元=30万元" in grown.amounts[0].steps


def test_a_draft_is_marked_and_a_county_gets_its_citys_clauses_alone(policies: PolicyService) -> None:
    found = matched(policies, "莒县", types=["创投机构"], plans=["新设立创投机构"], as_of=date(2025, 6, 1))
    assert found.region == "莒县"
    assert found.matches[0].fit == "fits"
    assert "最高200万元" in found.matches[0].amounts[0].text
    assert {m.document_id for m in found.matches} == {"rizhao-2025-innovation-ecosystem-draft.2"}
    assert {n.code for m in found.matches for n in m.notices} == {"draft"}


def test_fits_come_first_then_the_open_ones_then_the_others(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["科小"], plans=["首次申报高企"])
    order = [m.fit for m in found.matches]
    assert order == sorted(order, key=["fits", "unknown", "not_met"].index)
    assert set(order) == {"fits", "unknown", "not_met"}
    assert found.total == len(found.matches)
    short = matched(policies, "聊城", types=["科小"], plans=["首次申报高企"], include_not_met=False, limit=2)
    assert [m.fit for m in short.matches] == order[:2]
    assert short.total == sum(fit != "not_met" for fit in order)


def test_without_types_nothing_is_ruled_out_by_silence(policies: PolicyService) -> None:
    found = matched(policies, "聊城")
    assert {m.fit for m in found.matches} == {"unknown"}


def test_what_no_clause_answers_to_is_listed(policies: PolicyService) -> None:
    found = matched(policies, "日照", types=["创投机构"], plans=["种茶"])
    assert found.not_read == ["种茶"]


def test_a_region_not_held_is_refused_and_an_unknown_or_ambiguous_one_rejected(policies: PolicyService) -> None:
    found = matched(policies, "济南")
    assert found.matches == []
    assert found.refusal is not None
    assert found.refusal.code == "region_not_covered"
    assert "聊城市" in found.refusal.covered_regions
    with pytest.raises(UnknownRegionFilter):
        matched(policies, "火星")
    with pytest.raises(InvalidRequest, match="行政区划代码"):
        matched(policies, "鼓楼区")


def test_every_condition_and_amount_stands_in_its_clause(policies: PolicyService) -> None:
    found = matched(policies, "聊城", types=["科小"], rd_spending=Decimal(800_000))
    assert len(found.matches) > 30
    for one in found.matches:
        clause = policies.holdings.clauses[one.clause_id]
        for said in [one.what, *(c.stated for c in one.conditions), *(a.stated for a in one.amounts)]:
            assert said.text in clause.text
        for amount in one.amounts:
            assert amount.computed or amount.text in one.what.text


def test_money_is_bounded_and_never_negative() -> None:
    with pytest.raises(ValidationError):
        EnterpriseProfile(region="聊城", revenue=Decimal(-1))
    with pytest.raises(ValidationError):
        EnterpriseProfile(region="聊城", revenue=Decimal(10) ** 16)
