"""The policy card: six fields an entry, each with its place or the word that the text does not state it."""

from __future__ import annotations

from hypothesis import given

from server.contract import CardEntry, DocumentList, Notice, PolicyCard, Stated
from tests.ui.samples import a_document
from tests.ui.test_citations import ANY_TEXT, Elements
from tests.ui.test_comparison import stated
from ui.policy_card import document_picker, policy_card


def an_entry(**changes: Stated | None) -> CardEntry:
    fields: dict[str, Stated | None] = {
        "what": stated("对新设立的创业投资机构给予最高200万元奖励。", 100),
        "recipient": stated("创业投资机构", 105),
        "condition": stated("新设立", 101),
        "standard": stated("最高200万元", 114),
        "time_limit": None,
        "departments": stated("市科技局负责", 140),
        "contact": None,
    }
    return CardEntry.model_validate(
        {"clause_id": "policy/2/14", "clause_label": "14.", "clause_path": ["二、重点任务", "14."], "heading": ""}
        | fields
        | changes
    )


def a_card(*entries: CardEntry, **changes: object) -> PolicyCard:
    values: dict[str, object] = {
        "snapshot": "s1",
        "document": a_document(),
        "status_name": "征求意见稿",
        "notices": [Notice(code="draft", message="尚未生效。")],
        "validity": None,
        "comment_until": None,
        "feedback": [],
        "contacts": [],
        "entries": list(entries),
    }
    return PolicyCard.model_validate(values | changes)


def test_an_entry_has_its_six_fields_with_their_places() -> None:
    html = policy_card(a_card(an_entry()))
    text = Elements(html).text
    for name in ("对象", "条件", "标准", "期限", "责任单位", "联系方式"):
        assert f"<dt>{name}</dt>" in html
    assert text.count("原文未载明") == 2
    for start, end in ((105, 111), (101, 104), (114, 121), (140, 146)):
        assert f'data-source="policy" data-start="{start}" data-end="{end}"' in html
    assert "征求意见稿" in text
    assert "尚未生效。" in text
    assert "1 项支持" in text


def test_a_contact_of_the_whole_document_is_pointed_to_where_an_entry_has_none() -> None:
    text = Elements(policy_card(a_card(an_entry(), contacts=[stated("0633-8773169", 300)]))).text
    assert "0633-8773169" in text
    assert "本条原文未载明，可用上面的通用联系方式" in text


def test_a_document_that_gives_nothing_says_so() -> None:
    text = Elements(policy_card(a_card())).text
    assert "这份文件里没有读出支持事项" in text


@given(text=ANY_TEXT)
def test_no_text_of_a_card_becomes_markup(text: str) -> None:
    def card(words: str) -> str:
        return policy_card(
            a_card(
                an_entry(what=stated(f"给{words}")), document=a_document(title=f"题{words}", source_file=f"{words}.txt")
            )
        )

    plain, read = Elements(card("")), Elements(card(text))
    assert read.tags == plain.tags
    assert read.attributes == plain.attributes
    assert f"题{text}" in read.text


def test_the_list_says_how_many_are_left_and_which_is_shown() -> None:
    documents = [a_document(id=f"d{number}", title=f"文件{number}") for number in range(3)]
    html = document_picker(DocumentList(snapshot="s1", documents=documents, total=10, limit=3, offset=0), "d1")
    assert "还有 7 份" in html
    assert 'data-card="d1" aria-current="true"' in html
    assert html.count("aria-current") == 1


def test_an_empty_search_says_what_to_do() -> None:
    html = document_picker(DocumentList(snapshot="s1", documents=[], total=0, limit=20, offset=0), "")
    assert "没有符合的文件" in html
