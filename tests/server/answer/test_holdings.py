"""Look-ups in the shipped documents, against what a reader of them knows."""

from __future__ import annotations

import math

import pytest

from ingest.model import Clause, Document
from server.answer.holdings import Holdings
from server.understanding.terms import Term
from tests.library import source_text

LIAOCHENG = "liaocheng-2023-strong-city-opinions"
LINYI = "linyi-2023-strong-city-opinions"
ZIBO = "zibo-2022-innovative-city-opinions"


def headed(holdings: Holdings, heading: str, document_id: str) -> Clause:
    [clause] = [c for c in holdings.clauses_of(document_id) if c.heading == heading]
    return clause


def test_the_regions_held_are_the_four_cities_by_code(holdings: Holdings) -> None:
    assert [(r.adcode, r.name) for r in holdings.regions] == [
        ("370300", "淄博市"),
        ("371100", "日照市"),
        ("371300", "临沂市"),
        ("371500", "聊城市"),
    ]


def test_documents_are_found_by_region(holdings: Holdings) -> None:
    def files(*adcodes: str) -> set[str]:
        return {document.source_file for document in holdings.of_regions(adcodes)}

    assert files("371500") == {f"{LIAOCHENG}.txt"}
    assert files("370300") == {f"{ZIBO}.txt", "zibo-2021-summary-2022-plan.txt"}
    assert files("371300", "371100") == {f"{LINYI}.txt", "rizhao-2025-innovation-ecosystem-draft.txt"}
    assert files("370200") == set()
    assert files("370000") == set()


def test_a_clause_is_found_by_its_number(holdings: Holdings) -> None:
    assert holdings.numbered(LIAOCHENG, [14])[0].heading == "推进跨区域创新协作"
    assert holdings.numbered(LIAOCHENG, [24])[0].heading == "营造优良环境"
    assert holdings.numbered(LINYI, [18])[0].heading == "增强创业投资培育引导作用"
    assert holdings.numbered(LIAOCHENG, [25]) == []


def test_children_and_siblings_are_those_printed_below_and_beside(holdings: Holdings) -> None:
    nine = headed(holdings, "强化技术改造和装备升级", LIAOCHENG)
    printed = ["加快突破产业关键技术", "鼓励企业加大研发投入", "强化技术改造和装备升级"]
    assert [c.heading for c in holdings.siblings(nine)] == printed
    parent = holdings.clauses[nine.parent_id or ""]
    assert parent.heading.startswith("加强关键技术攻关")
    assert [c.heading for c in holdings.children(parent)] == printed


def test_clauses_come_in_the_order_of_the_text(holdings: Holdings) -> None:
    starts = [c.span.start for c in holdings.clauses_of(LIAOCHENG)]
    assert starts == sorted(starts)
    assert holdings.clauses_of("no such document") == ()


def test_a_place_of_the_source_leads_to_its_clause(holdings: Holdings) -> None:
    document: Document = holdings.documents[LIAOCHENG]
    source = source_text(document.source_file)
    for part, heading in (("每培养1名技术经纪人", "壮大技术经纪人队伍"), ("“多投多奖”", "鼓励企业加大研发投入")):
        start = source.index(part)
        clause = holdings.clause_at(document, type(document.span)(start, start + len(part)))
        assert clause is not None
        assert clause.heading == heading
        assert part in clause.text


def test_the_number_of_documents_that_say_a_term_sets_its_weight(holdings: Holdings) -> None:
    rare = Term("人才飞地", ("人才飞地",), "entities")
    common = Term("创新", ("创新",), "word")
    unknown = Term("番茄炒蛋", ("番茄炒蛋",), "word")
    assert holdings.idf(unknown) >= holdings.idf(rare) > holdings.idf(common) > 0
    units = {chunk.clause_id for chunk in holdings.library.chunks}
    assert holdings.idf(unknown) == pytest.approx(math.log(1 + len(units)))


def test_whether_a_region_speaks_of_a_term(holdings: Holdings) -> None:
    flight = Term("人才飞地", ("人才飞地",), "entities")
    assert holdings.said_in(flight, frozenset({LIAOCHENG}))
    assert not holdings.said_in(flight, frozenset({LINYI}))
    assert holdings.said_in(flight, None)
    assert {holdings.clauses[i].document_id for i in holdings.said(flight)} >= {LIAOCHENG}
