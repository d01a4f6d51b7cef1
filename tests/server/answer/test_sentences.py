"""Sentences and parts are spans of the clause, nothing made up and nothing lost."""

from __future__ import annotations

import pytest

from ingest.normalize import fold
from server.answer.holdings import Holdings
from server.answer.sentences import parts, sentences, without_roles
from tests.library import source_text
from tests.server.answer.small_clauses import clause_of


def test_sentences_of_every_clause_are_verbatim_and_in_order(holdings: Holdings) -> None:
    sources = {source.name: source_text(source.name) for source in holdings.library.sources}
    for clause in holdings.library.clauses:
        source = sources[holdings.documents[clause.document_id].source_file]
        end = 0
        for sentence in sentences(clause):
            assert sentence.text
            assert sentence.span.cut(clause.text) == sentence.text
            assert sentence.source_span().cut(source) == sentence.text
            assert sentence.span.start >= end
            end = sentence.span.end
            for quantity in sentence.quantities:
                assert quantity.span.cut(sentence.text) == quantity.text


def test_a_clause_is_cut_at_full_stops_and_semicolons() -> None:
    clause = clause_of("对首次通过的，给予10万元；对复审通过的，给予5万元。由市科技局负责！好吗？")
    assert [s.text for s in sentences(clause)] == [
        "对首次通过的，给予10万元；",
        "对复审通过的，给予5万元。",
        "由市科技局负责！",
        "好吗？",
    ]


def test_label_and_heading_are_no_sentence(holdings: Holdings) -> None:
    [clause] = [c for c in holdings.library.clauses if c.heading == "壮大技术经纪人队伍"]
    first = sentences(clause)[0]
    assert first.text.startswith("鼓励技术市场协会")


def test_no_sentence_is_a_bracket_of_departments(holdings: Holdings) -> None:
    [clause] = [c for c in holdings.library.clauses if c.heading == "着力提升农业科技水平"]
    assert all("牵头单位" not in without_roles(s.text) for s in sentences(clause))
    assert all("配合单位" not in without_roles(s.text) for s in sentences(clause))


@pytest.mark.parametrize(
    "text", ["对省级的，给予50万元，每年最高100万元。", "没有逗号", "a,b，c", "落户的，由市、县（市、区）承担35%。"]
)
def test_parts_put_together_are_the_sentence(text: str) -> None:
    assert "".join(span.cut(text) for span in parts(text)) == text


def test_closing_departments_are_taken_off() -> None:
    assert without_roles("给予5万元。（牵头单位：市科技局；配合单位：市财政局）") == "给予5万元。"
    assert without_roles("给予5万元。(责任单位:市科技局)") == "给予5万元。"
    assert without_roles("鼓励首台（套）应用") == "鼓励首台（套）应用"
    assert fold("（") == "("


def test_a_comma_between_thousands_divides_nothing() -> None:
    text = "小学每生每学年1,170元，初中1，876元，第1,2条"
    assert [span.cut(text) for span in parts(text)] == ["小学每生每学年1,170元，", "初中1，876元，", "第1,", "2条"]
