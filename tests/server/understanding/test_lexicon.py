"""The lexicon of ways to say the same thing, against quotes of laws and policies and words that look alike."""

from __future__ import annotations

import re

import pytest

from ingest.metadata.region import divisions, short_name
from ingest.normalize import fold
from server.understanding.lexicon import Concept, load_lexicon
from server.understanding.terms import Term, read_terms
from tests.server.understanding.sayings import OFF_TOPIC, OFFICIAL, ON_TOPIC, PLAIN, TRAPS

_SHARED = {
    "上户口": {"落户", "户籍"},
    "老板": {"企业家", "用人单位"},
    "孕妇": {"女职工", "孕产妇"},
    "劳动监察": {"人力资源社会保障", "劳动保障监察"},
    "拆迁": {"房屋征收", "征收"},
    "疫苗": {"免疫", "疫苗"},
    "退卡": {"返还", "预付卡"},
    "叫停": {"责令改正", "拒不改正"},
    "门票": {"旅游景区", "演出"},
    # A fee is asked about as often as the supply it is paid for.
    "暖气费": {"供热", "热费"},
    "取暖费": {"供热", "热费"},
    "供暖费": {"供热", "热费"},
    "采暖费": {"供热", "热费"},
    "燃气费": {"燃气", "燃气费"},
    "气费": {"燃气", "燃气费"},
    "物业费": {"物业服务", "物业服务费"},
    "水费": {"供水", "水费"},
}
"""Ways of more than one concept, on purpose: the question is read as about both."""


def _concept(name: str) -> Concept:
    [concept] = [c for c in load_lexicon().concepts if c.name == name]
    return concept


def _term(concept: Concept) -> Term:
    return Term(concept.name, concept.ways, concept.kind, concept.inside)


def _named(text: str) -> set[str]:
    return {concept.name for _, concepts in load_lexicon().find(fold(text)) for concept in concepts}


def test_every_concept_has_a_name_of_its_own() -> None:
    names = [concept.name for concept in load_lexicon().concepts]
    assert len(names) == len(set(names))
    assert len(names) >= 800


def test_a_way_belongs_to_one_concept_unless_it_is_shared_on_purpose() -> None:
    shared = {way: {c.name for c in concepts} for way, concepts in load_lexicon().by_way.items() if len(concepts) > 1}
    assert shared == _SHARED


def test_no_concept_lists_a_way_twice_and_its_name_is_one_documents_use() -> None:
    for concept in load_lexicon().concepts:
        ways = (*concept.ways, *concept.asked)
        assert len(ways) == len(set(ways)), concept.name
        assert concept.name in concept.ways


def test_no_way_is_a_single_character_but_the_province() -> None:
    # 省 is read in questions only (省重点实验室), and 节省, 省钱… are passed over.
    assert {way for way in load_lexicon().by_way if len(way) < 2} == {"省"}
    assert "省" in _concept("省级").asked


def test_ways_are_folded_and_in_lower_case_as_the_texts_they_are_looked_for_in() -> None:
    for way in load_lexicon().by_way:
        assert way == fold(way).lower()
        assert not re.search(r"\s|~", way)


def test_no_way_is_the_name_of_a_place_unless_it_is_a_common_word() -> None:
    places = {name for d in divisions().values() for name in (d.name, short_name(d.name))}
    assert {way for way in load_lexicon().by_way if way in places} == {"新建", "延长", "合作", "公安"}


@pytest.mark.parametrize(("name", "quote"), OFFICIAL)
def test_the_name_of_a_concept_is_how_official_texts_say_it(name: str, quote: str) -> None:
    assert name in quote
    assert _term(_concept(name)).said_in(fold(quote).lower())


@pytest.mark.parametrize(("asked", "name", "written"), PLAIN)
def test_what_people_say_meets_what_documents_write(asked: str, name: str, written: str) -> None:
    [term] = [t for t in read_terms(fold(asked)) if t.text == name]
    assert term.said_in(fold(written).lower())


@pytest.mark.parametrize(("text", "name"), TRAPS)
def test_words_that_contain_a_way_by_accident_are_not_that_concept(text: str, name: str) -> None:
    assert name not in _named(text)
    assert not _term(_concept(name)).said_in(fold(text).lower())


def test_a_trap_hides_only_itself() -> None:
    assert "上市" in _named("县级以上市场监管部门支持企业上市")
    assert _term(_concept("上市")).said_in("县级以上市场监管部门支持企业上市")


def test_what_only_askers_say_is_not_looked_for_in_documents() -> None:
    concept = _concept("用人单位")
    assert "老板" in concept.asked
    assert "用人单位" in _named("老板不给签合同")
    assert not _term(concept).said_in("餐饮店老板应当配合检查")


def test_an_office_asked_for_is_no_employer() -> None:
    assert "用人单位" in _named("单位不给交社保")
    assert "用人单位" not in _named("这项工作哪个单位牵头")


@pytest.mark.parametrize("text", ["发到 MAIL@QQ.COM", "PETER 先生", "vcr 录像"])
def test_a_short_latin_way_is_not_read_inside_a_longer_word(text: str) -> None:
    assert not _named(text) & {"人工智能", "私募股权", "创业投资"}


@pytest.mark.parametrize(
    ("text", "name"), [("AI企业", "人工智能"), ("找VC融资", "创业投资"), ("ktv几点关门", "歌舞娱乐场所")]
)
def test_a_latin_way_is_read_in_either_case(text: str, name: str) -> None:
    assert name in _named(text)


def test_ways_are_found_as_an_alternation_of_all_of_them_longest_first_finds_them() -> None:
    # The oracle is the regular-expression engine; Latin ways are left out, as it knows nothing of their edges.
    lexicon = load_lexicon()
    ways = sorted({*lexicon.by_way, *lexicon.traps}, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(way) for way in ways if not re.search("[a-z]", way)))
    texts = [fold(t).lower() for row in (*OFFICIAL, *PLAIN, *TRAPS) for t in row]
    texts += OFF_TOPIC[:-1] + ON_TOPIC
    for text in (t for t in texts if not re.search("[a-z]", t)):
        expected = [(m.start(), m.group()) for m in pattern.finditer(text) if m.group() in lexicon.by_way]
        assert [(said.start(), said.way) for said, _ in lexicon.find(text)] == expected
        assert all(text[said.start() : said.end()] == said.way for said, _ in lexicon.find(text))


def test_words_dropped_as_fillers_are_no_subject_of_policy() -> None:
    lexicon = load_lexicon()
    subjects = {way for c in lexicon.concepts if c.kind == "entities" for way in (*c.ways, *c.asked)}
    assert not lexicon.stop & subjects


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_a_question_about_something_else_names_no_public_matter(question: str) -> None:
    assert [word for word in load_lexicon().domain if word in question] == []


@pytest.mark.parametrize("question", ON_TOPIC)
def test_a_question_of_daily_life_that_law_deals_with_names_a_public_matter(question: str) -> None:
    assert any(word in question for word in load_lexicon().domain)
