"""Checking a text against clauses, sentence by sentence."""

from __future__ import annotations

import pytest

from server.citation_check import check_citations
from server.contract import AskRequest
from server.errors import ClauseNotFound, InvalidRequest
from server.service import PolicyService
from tests.server.doors.golden import ELSEWHERE, HIGH_TECH_MATTER, VENTURE_QUESTION


@pytest.fixture(scope="module")
def venture(policies: PolicyService) -> str:
    """Id of Rizhao's 14."""
    return policies.ask(AskRequest(question=VENTURE_QUESTION)).citations[0].clause_id


@pytest.fixture(scope="module")
def high_tech(policies: PolicyService) -> str:
    """Id of Liaocheng's 1."""
    return policies.ask(AskRequest(question=f"聊城市{HIGH_TECH_MATTER}")).citations[0].clause_id


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("对新设立的创业投资机构，按照投资额度给予最高200万元奖励。[1]", "supported"),
        ("最高奖励两百万元。", "supported"),
        ("日照市给予最高200万元奖励。", "supported"),
        ("市财政局参与分工负责。", "supported"),
        ("文件要求“放宽创投基金存续期要求”。", "supported"),
        ("《关于加快构建一流科技创新生态 培育发展新质生产力的若干政策(征求意见稿)》规定最高200万元。", "supported"),
        ("- 最高200万元\n- 由市科技局等负责", "supported"),
        ("给予最高300万元奖励。", "unsupported"),
        ("给予200万元奖励。", "unsupported"),
        ("每年给予最高200万元奖励。", "unsupported"),
        ("奖励比例为30%。", "unsupported"),
        ("市公安局负责发放。", "unsupported"),
        ("2026年12月31日前申报。", "unsupported"),
        ("文件要求“缩短创投基金存续期”。", "unsupported"),
        ("聊城市给予最高200万元奖励。", "unsupported"),
        (f"{ELSEWHERE}也给予最高200万元奖励。", "unsupported"),
        ("给予最高200万元奖励。给予最高300万元奖励。", "unsupported"),
        ("欢迎来咨询。", "nothing_to_check"),
    ],
)
def test_a_text_stands_as_far_as_its_clause_says_it(
    policies: PolicyService, venture: str, text: str, verdict: str
) -> None:
    assert check_citations(policies, text, [venture]).verdict == verdict


def test_each_claim_names_the_clauses_that_say_it(policies: PolicyService, venture: str, high_tech: str) -> None:
    text = "日照市最高奖励200万元；聊城市补助10万元，由市公安局发放。随时欢迎。"
    check = check_citations(policies, text, [venture, high_tech])
    first, second, third = check.sentences
    stated = {claim.claim: (claim.stands, claim.clause_ids) for claim in (*first.claims, *second.claims)}
    assert stated["日照市"] == (True, [venture])
    assert stated["聊城市"] == (True, [high_tech])
    assert [ids for claim, (_, ids) in stated.items() if "200万元" in claim] == [[venture]]
    assert [ids for claim, (_, ids) in stated.items() if "10万元" in claim] == [[high_tech]]
    assert [stands for claim, (stands, _) in stated.items() if "公安局" in claim] == [False]
    assert [s.verdict for s in check.sentences] == ["supported", "unsupported", "nothing_to_check"]
    assert third.claims == []
    assert check.verdict == "unsupported"


def test_too_little_or_unknown_input_is_named(policies: PolicyService, venture: str) -> None:
    with pytest.raises(InvalidRequest, match="核对的文字"):
        check_citations(policies, " ", [venture])
    with pytest.raises(InvalidRequest, match="条款 id"):
        check_citations(policies, "奖励200万元。", [])
    with pytest.raises(ClauseNotFound, match="nowhere"):
        check_citations(policies, "奖励200万元。", ["nowhere"])
