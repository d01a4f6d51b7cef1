"""Every reading address of the running service through the client that the page uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.client import PolicyClient
from server.client_errors import RequestRejected
from server.contract import AskRequest, CompareRequest, EnterpriseProfile, FeedbackRequest
from tests.library import source_text

LIAOCHENG = "liaocheng-2023-strong-city-opinions"
DRAFT = "rizhao-2025-innovation-ecosystem-draft.2"


@pytest.fixture
def client(service_url: str) -> Iterator[PolicyClient]:
    with PolicyClient(service_url) as opened:
        yield opened


def test_a_document_is_shown_by_its_id_and_an_unknown_one_is_refused(client: PolicyClient) -> None:
    assert client.document(LIAOCHENG).document.doc_number == "聊政字〔2023〕11号"
    with pytest.raises(RequestRejected) as refused:
        client.document("没有这份文件/card/x")
    assert refused.value.problem.code == "document_not_found"


def test_documents_are_narrowed_by_region_status_type_and_words_of_the_title(client: PolicyClient) -> None:
    assert {d.region for d in client.find_documents(regions=["日照"]).documents} == {"日照市"}
    assert client.find_documents(regions=["山东省"]).total == client.documents().total == 9
    assert {d.id for d in client.find_documents(statuses=["draft"]).documents} == {
        "rizhao-2025-innovation-ecosystem-draft.1",
        "rizhao-2025-innovation-ecosystem-draft.2",
    }
    assert {d.id for d in client.find_documents(doc_types=["意见"], title="科技 强市").documents} == {
        LIAOCHENG,
        "linyi-2023-strong-city-opinions",
    }
    assert [d.id for d in client.find_documents(title="聊政字〔2023〕11号").documents] == [LIAOCHENG]


def test_pages_of_documents_joined_are_the_whole_list(client: PolicyClient) -> None:
    whole = [d.id for d in client.documents().documents]
    pages = [client.find_documents(limit=3, offset=at) for at in (0, 3, 6, 9)]
    assert [d.id for page in pages for d in page.documents] == whole
    assert [len(page.documents) for page in pages] == [3, 3, 3, 0]
    assert {page.total for page in pages} == {9}


def test_a_clause_comes_with_its_neighbours(client: PolicyClient) -> None:
    cited = client.ask(AskRequest(question="日照市对新设立的创业投资机构给多少奖励？")).citations[0]
    found = client.clause(cited.clause_id)
    assert found.clause.text == cited.text
    assert found.clause.heading == "完善风险投资体系和机制"
    assert found.parent is not None
    assert found.parent.title == "(四)构建多元赋能的科技创新金融生态"
    assert found.previous is None  # the first below its heading
    assert found.next is not None
    assert found.next.heading == "强化科技财政金融政策协同"


def test_the_source_is_given_with_the_quoted_part_marked(client: PolicyClient) -> None:
    cited = client.ask(AskRequest(question="日照市对新设立的创业投资机构给多少奖励？")).citations[0]
    whole = client.source(cited.document_id, cited.start, cited.end)
    text = source_text(cited.source_file)
    assert "".join(piece.text for piece in whole.pieces) == text
    assert [piece.text for piece in whole.pieces if piece.marked] == [cited.quote]
    near = client.source(cited.document_id, cited.start, cited.end, context=10)
    assert [piece.text for piece in near.pieces] == [
        text[cited.start - 10 : cited.start],
        cited.quote,
        text[cited.end : cited.end + 10],
    ]
    with pytest.raises(RequestRejected, match="请同时给出"):
        client.source(cited.document_id, start=3)


def test_a_comparison_has_a_row_a_region(client: PolicyClient) -> None:
    asked = CompareRequest(question="首次通过高新技术企业认定给多少补助？", regions=["聊城", "日照", "济南"])
    rows = client.compare(asked).rows
    assert [(row.region, row.code) for row in rows] == [
        ("聊城市", None),
        ("日照市", "value_not_stated"),
        ("济南市", "region_not_covered"),
    ]
    assert [value.text for value in rows[0].values] == ["给予10万元"]
    assert [said.text for said in rows[0].conditions] == ["首次通过高新技术企业认定"]
    assert [said.text for said in rows[0].departments] == ["牵头单位：市科技局；配合单位：市财政局、市税务局"]


def test_a_card_a_match_a_slip_and_hot_questions_come_over_the_wire(client: PolicyClient) -> None:
    card = client.card(DRAFT)
    assert card.status_name == "征求意见稿"
    matched = client.match(EnterpriseProfile(region="日照", types=["创业投资机构"], plans=["新设立创投机构"]))
    assert matched.matches[0].fit == "fits"
    assert "最高200万元" in matched.matches[0].amounts[0].text
    question = "聊城市对首次通过高新技术企业认定的企业奖补多少？"
    slip = client.slip(question, client.ask(AskRequest(question=question)))
    assert slip.clause is not None
    assert slip.clause.doc_number == "聊政字〔2023〕11号"
    hot = client.hot_questions("聊城", limit=3)
    assert len(hot.questions) == 3
    assert {q.region for q in hot.questions} == {"聊城市"}


def test_feedback_given_is_listed_newest_first(client: PolicyClient) -> None:
    before = client.feedback().total
    up = client.give_feedback(FeedbackRequest(answer_id="ask-1", question="日照对创投机构奖励多少", rating="up"))
    down = client.give_feedback(
        FeedbackRequest(
            answer_id="ask-2", question="聊城高企补助多少", rating="down", reason="incomplete", citations=["a:1"]
        )
    )
    assert down.number == up.number + 1
    listed = client.feedback()
    assert listed.total == before + 2
    assert [entry.answer_id for entry in listed.entries[:2]] == ["ask-2", "ask-1"]
    assert listed.entries[0].citations == ["a:1"]
    assert client.feedback(rating="down", reason="incomplete").entries[0].number == down.number
