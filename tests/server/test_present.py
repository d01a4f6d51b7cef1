"""Outcomes as they go out: markers, citations and how a clause is called."""

from __future__ import annotations

from datetime import date

import pytest

from index.model import Hit
from ingest.model import Clause, Span
from ingest.pipeline import ingest_paths
from server.answer.holdings import Holdings
from server.answer.naming import spoken_label
from server.answer.outcome import Answered, Quote, Refused, Statement
from server.present import present
from tests.library import CORPUS, source_text

TODAY = date(2025, 5, 20)


@pytest.fixture(scope="module")
def holdings() -> Holdings:
    return Holdings(ingest_paths([CORPUS]))


def headed(holdings: Holdings, heading: str) -> Clause:
    [clause] = [c for c in holdings.library.clauses if c.heading == heading]
    return clause


def quote(clause: Clause, part: str) -> Quote:
    start = clause.text.index(part)
    return Quote(clause, Span(start, start + len(part)))


def test_markers_count_the_quotations_in_the_order_of_their_first_use(holdings: Holdings) -> None:
    clause = headed(holdings, "壮大技术经纪人队伍")
    first, second = quote(clause, "每培养1名技术经纪人给予1000元补助"), quote(clause, "给予最高20万元奖补")
    statements = (Statement("甲。", (second,)), Statement("乙。", (first, second)), Statement("丙。", (first,)))
    shown = present(Answered(statements), holdings, {}, TODAY)
    assert shown.answer == "甲。[1]\n乙。[2][1]\n丙。[2]"
    assert [(c.marker, c.quote) for c in shown.citations] == [(1, second.text), (2, first.text)]
    assert shown.refusal is None


def test_a_citation_points_into_the_source(holdings: Holdings) -> None:
    clause = headed(holdings, "完善风险投资体系和机制")
    outcome = Answered((Statement("最高200万元。", (quote(clause, "给予最高200万元奖励"),)),))
    hit = Hit(clause.id, clause.document_id, "c", 0.9, {"dense": 0.8, "lexical": 3.0, "fused": 0.9}, ("创业投资",))
    [citation] = present(outcome, holdings, {clause.id: hit}, TODAY).citations
    source = source_text("rizhao-2025-innovation-ecosystem-draft.txt")
    assert source[citation.start : citation.end] == "给予最高200万元奖励"
    assert citation.text == clause.text
    assert citation.text in source
    assert (citation.region, citation.doc_status, citation.doc_number) == ("日照市", "draft", None)
    assert citation.scores == {"dense": 0.8, "lexical": 3.0, "fused": 0.9, "matched_terms": ["创业投资"]}


def test_a_refusal_carries_the_covered_regions_and_its_clause(holdings: Holdings) -> None:
    clause = headed(holdings, "用好“柔性引人”机制")
    outcome = Refused("value_not_stated", "原文未载明具体金额。", (quote(clause, "给予奖励支持"),), ("问什么？",))
    shown = present(outcome, holdings, {}, TODAY)
    assert shown.refusal is not None
    assert shown.refusal.code == "value_not_stated"
    assert shown.refusal.covered_regions == ["淄博市", "日照市", "临沂市", "聊城市"]
    assert shown.refusal.suggestions == ["问什么？"]
    assert [c.quote for c in shown.citations] == ["给予奖励支持"]


@pytest.mark.parametrize(
    ("heading", "spoken"),
    [
        ("完善风险投资体系和机制", "第14条 完善风险投资体系和机制"),
        ("壮大技术经纪人队伍", "第20条 壮大技术经纪人队伍"),
        ("增强创业投资培育引导作用", "第18条 增强创业投资培育引导作用"),
    ],
)
def test_a_clause_with_a_number_of_its_own_is_called_by_it(holdings: Holdings, heading: str, spoken: str) -> None:
    assert spoken_label(headed(holdings, heading)) == spoken


def test_a_clause_whose_number_restarts_is_called_as_printed(holdings: Holdings) -> None:
    # The 淄博 opinions count 1., 2., 3. anew in every section: 第1条 would name seven clauses.
    clause = headed(holdings, "加强高能级创新平台建设")
    assert spoken_label(clause) == "1.加强高能级创新平台建设"
