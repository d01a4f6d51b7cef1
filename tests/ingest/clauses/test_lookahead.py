"""What the lines before and after a line say about the number at its start."""

import pytest

from ingest.clauses.lookahead import Surroundings
from ingest.clauses.markers import read_mark
from ingest.normalize import lines


def around(text: str, index: int = 0) -> Surroundings:
    found = list(lines(text))
    return Surroundings(found, [read_mark(line.folded) for line in found], index)


def test_the_next_number_of_a_kind_is_looked_for_over_paragraphs_and_other_marks():
    text = "一、甲。\n正文。\n（一）乙。\n1.丙。\n三、丁。\n"
    assert around(text).next_number("一、") == 3
    assert around(text).next_number("1.") == 1
    assert around(text).next_number("①") is None
    assert around(text, 4).next_number("一、") is None


def test_the_lines_own_number_is_not_the_next():
    assert around("1.甲。\n").next_number("1.") is None


@pytest.mark.parametrize("division", ["第二章 附则", "第二条 乙。"])
def test_an_item_s_next_number_is_not_looked_for_beyond_an_article_or_chapter(division):
    assert around(f"1.甲。\n{division}\n2.乙。\n").next_number("1.") is None


def test_an_articles_next_number_is_not_looked_for_beyond_a_chapter():
    assert around("第一条 甲。\n第二章 乙\n第三条 丙。\n").next_number("条") is None


def test_a_chapters_next_number_is_looked_for_over_articles_and_items_but_not_over_another_division():
    assert around("第一章 甲\n第一条 甲。\n（一）乙；\n第二章 乙\n").next_number("章") == 2
    assert around("第一章 甲\n第一节 乙\n第二章 丙\n").next_number("章") is None


@pytest.mark.parametrize(("between", "found"), [(59, 2), (60, None)])
def test_numbers_sixty_lines_on_are_still_near(between, found):
    text = "1.甲。\n" + "正文。\n" * between + "2.乙。\n"
    assert around(text).next_number("1.") == found


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("甲\n第一条 乙。\n正文。\n", 0, True),
        ("甲\n第一章 总则\n", 0, True),
        ("甲\n（一）乙。\n第一条 丙。\n", 0, False),
        ("甲\n正文。\n第一条 丙。\n", 0, False),
        ("第一条 甲。\n乙\n", 1, False),
        ("第一条 甲。\n乙\n丙。\n", 1, False),
        ("第一条 甲。\n", 0, False),
    ],
)
def test_whether_the_very_next_line_opens_an_article_or_division(text, index, expected):
    assert around(text, index).next_is_clause() is expected


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("甲\n第二节 乙\n", 2),
        ("甲\n正文。\n第一条 丙。\n第一节 乙\n", 1),
        ("甲\n第二章 乙\n第一节 丙\n", None),
        ("甲\n第二编 乙\n第一节 丙\n", None),
        ("甲\n第一条 乙。\n", None),
    ],
)
def test_the_next_division_within_a_chapter(text, inner):
    mark = around(text).next_division("章")
    assert (mark.number if mark else None) == inner


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("甲；\n（二）乙。\n", 1, True),
        ("甲;\n（二）乙。\n", 1, True),
        ("甲。\n乙；\n（三）丙。\n", 2, True),
        ("甲；\n乙。\n（三）丙。\n", 2, False),
        ("甲。\n（二）乙。\n丙；\n", 1, False),
        ("（二）乙。\n丙；\n", 0, False),
    ],
)
def test_a_line_is_in_a_list_where_the_line_before_ends_with_a_semicolon(text, index, expected):
    assert around(text, index).in_list() is expected
