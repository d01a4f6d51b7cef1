"""Terms are checked against lists written by hand."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import query_terms, tokenize, words


def test_words_characters_and_pairs_of_a_clause():
    assert tokenize("给予补助，10家") == [
        *["给予", "补助", "10"],
        *["给", "予", "补", "助", "给予", "予补", "补助", "家"],
    ]


def test_single_characters_are_looked_for_only_where_there_is_nothing_else():
    assert query_terms("给予补助，10家") == ["给予", "补助", "10", "给予", "予补", "补助"]
    assert query_terms("税？") == ["税"]
    assert query_terms("？！") == []


def test_a_number_that_names_a_clause_counts_five_times():
    assert query_terms("税法第3条").count("第3条") == 5
    assert query_terms("〔2023〕11号").count("〔2023〕11号") == 5
    assert query_terms("补助3万元").count("3万元") == 1


def test_full_width_and_half_width_forms_are_one():
    assert tokenize("ＡＩ　２００万元，增长３．１％") == tokenize("ai 200万元,增长3.1%")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("最高200万元", "200万元"),
        ("增长3.1%", "3.1%"),
        ("不少于1,500万元", "1500万元"),
        ("规模达到2.5亿", "2.5亿"),
        ("聊政字〔2023〕11号", "〔2023〕11号"),
        ("鲁政办发［2023］第011号", "〔2023〕11号"),
        ("淄政字(2023) 11 号", "〔2023〕11号"),
    ],
)
def test_figures_and_document_numbers_stay_whole(text, term):
    assert term in tokenize(text)
    assert term in words(text)


@pytest.mark.parametrize(
    "text",
    ["第十八条 本法", "依照第18条", "第 18 条", "18. 增强创业投资", "六、人才｜18. 增强创业投资", "总则\n18、附则"],
)
def test_the_number_of_a_clause_is_one_term_however_written(text):
    assert "第18条" in tokenize(text)
    assert "第18条" in words(text)


@pytest.mark.parametrize("text", ["增长18.5%", "18.5万元", "投入18. 5", "第十八届", "共18条"])
def test_other_numbers_are_no_clauses(text):
    assert "第18条" not in tokenize(text)


def test_a_figure_is_no_part_of_a_longer_one():
    assert "5万元" not in tokenize("最高15万元")
    assert "5万元" not in tokenize("最高0.5万元")


def test_words_leave_out_single_characters_and_punctuation():
    assert words("对企业，给予 R&D 补助！") == ["企业", "给予", "r", "d", "补助"]


@given(st.text())
def test_no_term_is_blank_or_bare_punctuation(text):
    for term in tokenize(text):
        assert term.strip() == term
        assert any(unicodedata.category(character)[0] in "LN" for character in term), term


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30))
def test_every_han_character_and_pair_is_a_term(text):
    terms = tokenize(text)
    for character in text:
        assert character in terms
    for pair in pairwise(text):
        assert "".join(pair) in terms
