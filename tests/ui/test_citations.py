"""Citation cards: what they say, and that no text of a document or a reader becomes markup."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.samples import CLAUSE_TEXT, QUOTE, a_citation
from ui.citations import citation_card, citation_list, highlighted, with_marker_links

ANY_TEXT = st.text(alphabet=st.sampled_from("对创业<>&\"'/投资1[]()=scriptonerror \n"), max_size=60)


class Elements(HTMLParser):
    """The elements and attributes of a piece of HTML, and its text, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.marked = ""
        self._in_mark = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self._in_mark = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marked += data


def test_a_card_states_the_document_and_the_clause() -> None:
    card = citation_card(a_citation(), "t1")
    text = Elements(card).text
    for stated in ("关于支持创新的若干政策", "某政字〔2024〕5号", "某市人民政府", "征求意见稿", "policy.txt"):
        assert stated in text
    assert '<details class="pq-card" id="t1-1">' in card
    summary = card.partition("</summary>")[0]
    assert "<span>二、重点任务</span><span>14. 完善风险投资体系</span>" in summary, "seen without opening the card"


def test_the_quote_is_highlighted_in_the_whole_clause() -> None:
    read = Elements(highlighted(CLAUSE_TEXT, QUOTE))
    assert read.text == CLAUSE_TEXT
    assert read.marked == "对新设立的创业投资机构，按照投资额度给予最高200万元奖励。"


def test_what_the_document_does_not_state_is_left_out() -> None:
    card = citation_card(a_citation(doc_number=None, issuer=None, doc_status="unknown"), "t1")
    assert "None" not in card
    assert "未载明" in card


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("draft", "征求意见稿"),
        ("in_force", "现行"),
        ("expired", "已失效"),
        ("repealed", "已废止"),
        ("informational", "总结解读"),
        ("unknown", "未载明"),
    ],
)
def test_every_status_has_its_badge(status: str, label: str) -> None:
    assert f">{label}</span>" in citation_card(a_citation(doc_status=status), "t1")


def test_only_markers_with_a_citation_become_links() -> None:
    html = with_marker_links("最高200万元。[1] 另见[7]。", "t3", [a_citation()])
    assert re.findall(r'data-open="([^"]+)"[^>]*>(\d+)</a>', html) == [("t3-1", "1")]
    assert html.endswith("另见[7]。")


def test_no_citations_no_section() -> None:
    assert citation_list([], "t1") == ""


@settings(deadline=None)
@given(text=ANY_TEXT, title=ANY_TEXT, source=ANY_TEXT)
def test_no_text_becomes_markup(text: str, title: str, source: str) -> None:
    plain = Elements(citation_card(a_citation(), "t1"))
    read = Elements(
        citation_card(
            a_citation(text=text, quote=text[2:9], document_title=title, source_file=source, issuer=title),
            "t1",
        )
    )
    assert set(read.tags) <= set(plain.tags)
    assert read.attributes <= plain.attributes
    assert text in read.text
    assert title in read.text


@settings(deadline=None)
@given(text=ANY_TEXT, start=st.integers(0, 30), length=st.integers(1, 20))
def test_highlighting_changes_no_character(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    html = highlighted(text, quote)
    assert unescape(re.sub(r"</?mark>", "", html)) == text
    assert Elements(html).marked == quote
