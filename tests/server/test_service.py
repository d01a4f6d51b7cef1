"""The service over the shipped documents: its lists, its filters and its errors."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from index.build import build_snapshot
from index.retriever import Retriever
from ingest.pipeline import ingest_paths
from server.contract import AskRequest, RequestFilters, SearchRequestBody
from server.errors import DocumentNotFound, InvalidRequest, UnknownRegionFilter
from server.service import PolicyService
from tests.library import CORPUS, Built, source_text

DRAFT = "rizhao-2025-innovation-ecosystem-draft.2"
LIAOCHENG = "liaocheng-2023-strong-city-opinions"


def ask(policies: PolicyService, question: str, **filters: object):
    return policies.ask(AskRequest(question=question, filters=RequestFilters(**filters)))


def test_the_documents_are_listed_with_what_they_say_of_themselves(policies: PolicyService) -> None:
    listed = {d.title: d for d in policies.documents().documents}
    assert {d.source_file for d in listed.values()} == {path.name for path in CORPUS.glob("*.txt")}
    draft = listed["关于加快构建一流科技创新生态 培育发展新质生产力的若干政策(征求意见稿)"]
    assert (draft.status, draft.region, draft.adcode, draft.doc_type) == ("draft", "日照市", "371100", "政策")
    assert (draft.doc_number, draft.comment_until) == (None, "2025-06-09")
    liaocheng = listed["聊城市人民政府关于加快推进新时代科技强市建设的实施意见"]
    assert (liaocheng.doc_number, liaocheng.issued_on) == ("聊政字〔2023〕11号", None)
    assert (liaocheng.status, liaocheng.issuer) == ("in_force", "聊城市人民政府")
    linyi = listed["临沂市人民政府关于加快推进新时代科技强市建设的实施意见"]
    assert (linyi.doc_number, linyi.issued_on) == ("临政字〔2023〕104号", "2023-08-15")
    zibo = listed["淄博市人民政府关于高质量推进创新型城市建设的意见"]
    assert (zibo.doc_number, zibo.issued_on) == ("淄政发〔2022〕4号", "2022-07-17")
    assert listed["2021年全市科技工作总结"].status == "informational"


def test_the_clauses_of_a_document_are_its_text(policies: PolicyService) -> None:
    listed = policies.clauses(LIAOCHENG)
    source = source_text(listed.document.source_file)
    assert listed.document.clause_count == len(listed.clauses)
    known: set[str] = set()
    for node in listed.clauses:
        assert source[node.start : node.end] == node.text
        assert node.parent_id is None or node.parent_id in known
        known.add(node.id)
    numbered = [n.label for n in listed.clauses if n.label.rstrip(".").isdigit()]
    assert numbered == [f"{number}." for number in range(1, 25)]
    [first] = [n for n in listed.clauses if n.label == "1."]
    assert first.heading == "加快培育高新技术企业"
    assert first.departments == {"牵头单位": ["市科技局"], "配合单位": ["市财政局", "市税务局"]}


def test_an_unknown_document_is_told(policies: PolicyService) -> None:
    with pytest.raises(DocumentNotFound, match="no-such-id"):
        policies.clauses("no-such-id")
    with pytest.raises(DocumentNotFound):
        ask(policies, "高企补多少", documents=["no-such-id"])


@pytest.mark.parametrize("name", ["火星", "999999", "日照和聊城", "日照的", " "])
def test_an_unknown_region_filter_is_told(policies: PolicyService, name: str) -> None:
    with pytest.raises(UnknownRegionFilter):
        ask(policies, "高企补多少", regions=[name])


def test_an_unknown_kind_of_document_is_told_with_the_known_ones(policies: PolicyService) -> None:
    with pytest.raises(InvalidRequest, match=r"判决书.*意见"):
        ask(policies, "高企补多少", doc_types=["判决书"])


@pytest.mark.parametrize("name", ["聊城", "聊城市", "371500"])
def test_a_region_filter_stands_for_the_region_in_the_question(policies: PolicyService, name: str) -> None:
    response = ask(policies, "首次认定高企给多少补助", regions=[name])
    assert "10万元" in response.answer
    assert {c.region for c in response.citations} == {"聊城市"}


def test_a_region_filter_outside_the_library_is_refused(policies: PolicyService) -> None:
    response = ask(policies, "首次认定高企给多少补助", regions=["青岛"])
    assert response.refusal is not None
    assert response.refusal.code == "region_not_covered"
    assert response.citations == []


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("日照对创投机构奖励多少", {"status": ["in_force"]}),
        ("日照草案哪天截止征求意见", {"status": ["in_force"]}),
        ("日照的若干政策生效了吗", {"status": ["in_force"]}),
        ("日照草案第14条讲什么", {"status": ["in_force"]}),
        ("淄博2021年高新技术企业有多少家", {"doc_types": ["意见"]}),
        ("淄博创新型城市意见的文号是什么", {"doc_types": ["总结"]}),
        ("日照对创投机构奖励多少", {"regions": ["聊城"]}),
        ("日照若干政策正文共有多少条", {"regions": ["聊城"]}),
        ("日照和聊城对孵化器各给多少", {"regions": ["聊城"]}),
        ("日照对创投机构奖励多少", {"documents": [LIAOCHENG]}),
        ("临沂这份意见的文号", {"documents": [LIAOCHENG]}),
        ("高企补多少", {"documents": [DRAFT]}),
    ],
)
def test_nothing_outside_the_filters_is_cited(
    policies: PolicyService, question: str, filters: dict[str, list[str]]
) -> None:
    documents = {d.id: d for d in policies.documents().documents}
    for citation in ask(policies, question, **filters).citations:
        document = documents[citation.document_id]
        assert document.status in filters.get("status", [document.status])
        assert document.doc_type in filters.get("doc_types", [document.doc_type])
        assert document.id in filters.get("documents", [document.id])
        assert (document.region or "").removesuffix("市") in filters.get(
            "regions", [(document.region or "").removesuffix("市")]
        )


def test_a_search_obeys_its_filters_and_its_length(policies: PolicyService) -> None:
    found = policies.search(SearchRequestBody(query="高新技术企业", filters=RequestFilters(regions=["临沂"]), top_k=3))
    assert len(found.hits) == 3
    for hit in found.hits:
        assert hit.document_id.startswith("linyi")
        assert source_text(hit.source_file)[hit.start : hit.end] == hit.text
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    nothing = policies.search(
        SearchRequestBody(query="高新技术企业", filters=RequestFilters(regions=["临沂"], doc_types=["公告"]))
    )
    assert nothing.hits == []


def test_a_county_as_a_filter_means_the_documents_of_its_city(policies: PolicyService) -> None:
    found = policies.search(SearchRequestBody(query="高新技术企业", filters=RequestFilters(regions=["茌平"])))
    assert found.hits
    assert {hit.source_file for hit in found.hits} == {f"{LIAOCHENG}.txt"}
    response = ask(policies, "每培养一名技术经纪人补助多少", regions=["茌平"])
    assert "1000元" in response.answer


def test_a_search_finds_the_clause_that_speaks_of_it(policies: PolicyService) -> None:
    found = policies.search(SearchRequestBody(query="技术经纪人 培训 补助", filters=RequestFilters(regions=["聊城"])))
    assert "壮大技术经纪人队伍" in found.hits[0].clause_label


def test_the_same_question_gets_the_same_answer_under_another_id(policies: PolicyService) -> None:
    def content(question: str) -> dict[str, object]:
        return policies.ask(AskRequest(question=question)).model_dump(exclude={"id", "timings_ms"})

    questions = ["聊城首次认定高企补多少", "日照孵化器给多少", "临沂一年培训多少技术经纪人", "青岛补多少"]
    alone = [content(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(content, questions * 3))
    assert together == alone * 3
    assert len({policies.ask(AskRequest(question=questions[0])).id for _ in range(5)}) == 5


def test_what_was_understood_is_shown(policies: PolicyService) -> None:
    response = policies.ask(AskRequest(question="聊成的高企首次认定补多少"))
    assert response.understood.regions == ["聊城市"]
    assert "amount" in response.understood.facets
    assert "高新技术企业" in response.understood.terms
    assert response.snapshot == policies.snapshot
    assert response.timings_ms["total"] > 0


def test_health_counts_what_is_served(policies: PolicyService) -> None:
    health = policies.health()
    assert (health.status, health.reasons, health.documents) == ("ok", [], 9)
    listed = policies.documents().documents
    assert health.clauses == sum(d.clause_count for d in listed)


@pytest.fixture(scope="module")
def lapsed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> PolicyService:
    """A library of a measure that held until the end of 2024, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("lapsed")
    text = (
        "聊城市人民政府关于支持孵化器的若干措施\n聊政字〔2020〕9号\n"
        "一、支持孵化器。对新备案的省级科技企业孵化器，给予80万元补助。\n"
        "二、附则。本措施自2021年1月1日起施行，有效期至2024年12月31日。\n聊城市人民政府\n2020年12月1日\n"
    )
    (folder / "corpus").mkdir()
    (folder / "corpus" / "measures.txt").write_text(text, encoding="utf-8")
    (folder / "corpus" / "broken.txt").write_bytes(bytes(range(256)) * 40)
    build_snapshot(ingest_paths([folder / "corpus"]), built.encoder, folder / "home")
    return PolicyService(Retriever.open(folder / "home", built.encoder))


@pytest.mark.parametrize(("as_of", "expected"), [(date(2024, 12, 31), []), (date(2025, 1, 1), ["expired"])])
def test_an_answer_from_a_lapsed_document_says_so(lapsed: PolicyService, as_of: date, expected: list[str]) -> None:
    response = ask(lapsed, "聊城省级孵化器备案给多少补助", as_of=as_of)
    assert "80万元" in response.answer
    assert [notice.code for notice in response.notices] == expected


def test_a_file_left_out_degrades_the_health(lapsed: PolicyService) -> None:
    health = lapsed.health()
    assert health.status == "degraded"
    assert len(health.reasons) == 1
    assert "broken.txt" in health.reasons[0]
