"""Content words and the lexicon of ways to say the same thing."""

from __future__ import annotations

import pytest

from ingest.metadata.region import find_regions
from ingest.normalize import fold
from server.understanding.lexicon import load_lexicon
from server.understanding.terms import read_terms


@pytest.mark.parametrize(
    ("colloquial", "formal"),
    [
        ("高企", "对首次通过高新技术企业认定的企业"),
        ("科小", "国家科技型中小企业达到1200家以上"),
        ("创投", "对新设立的创业投资机构"),
        ("风投", "对新设立的创业投资机构"),
        ("孵化器", "对获批的国家级科技企业孵化器"),
        ("小巨人", "国家级专精特新“小巨人”企业"),
        ("特派员", "优秀科技特派员"),
        ("头一回", "对首次通过认定的企业"),
        ("老外", "外国人工作许可"),
        ("加计扣除", "对享受研发费用加计扣除政策的企业"),
    ],
)
def test_a_colloquial_word_is_found_in_formal_text(colloquial: str, formal: str) -> None:
    assert any(term.said_in(fold(formal).lower()) for term in read_terms(colloquial) if term.kind != "word")


@pytest.mark.parametrize(("one", "other"), [("高企", "高新技术企业"), ("科小", "科技型中小企业"), ("风投", "创业投资")])
def test_two_ways_to_say_a_thing_are_the_same_term(one: str, other: str) -> None:
    assert read_terms(one) == read_terms(other)


def test_a_term_is_not_said_in_a_text_about_something_else() -> None:
    [term] = read_terms("高企")
    assert not term.said_in("对新设立的创业投资机构，给予最高200万元奖励")


def test_filling_words_are_no_terms() -> None:
    assert read_terms("请问这个能给多少钱呢") == ()


def test_terms_come_once_and_in_order() -> None:
    texts = [term.text for term in read_terms("众创空间和孵化器，众创空间怎么备案")]
    assert texts[0] == "众创空间"
    assert texts.count("众创空间") == 1
    assert texts.index("科技企业孵化器") < texts.index("备案")


def test_words_outside_the_lexicon_are_terms_too() -> None:
    assert "氢能" in [term.text for term in read_terms("氢能项目有什么支持")]


def test_every_nickname_names_one_city() -> None:
    for nickname, name in load_lexicon().nicknames.items():
        [mention] = find_regions(name)
        assert [region.name for region in mention.candidates] == [name], nickname


def test_no_way_to_say_a_thing_is_listed_twice_for_it() -> None:
    for concept in load_lexicon().concepts:
        assert len(set(concept.ways)) == len(concept.ways), concept.name
        assert concept.name in concept.ways
        assert all(way and way == way.strip() for way in concept.ways)
