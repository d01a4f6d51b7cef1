"""Where a heading ends and its clause begins, at the very lengths where it turns."""

import pytest

from ingest.clauses.heading import heading_of, is_sentence, is_unnumbered_heading
from ingest.clauses.markers import read_mark
from ingest.normalize import Line, lines, without_markup


def line_of(text: str) -> Line:
    (line,) = lines(text)
    return without_markup(line)


def heading(text: str) -> str | None:
    line = line_of(text)
    mark = read_mark(line.folded)
    assert mark is not None
    span = heading_of(line, mark)
    return span.cut(text) if span else None


@pytest.mark.parametrize("text", ["序言", "前　言", "总 则", "附则", "附录", "# 支持平台", "###### 支持平台"])
def test_headings_without_a_number(text):
    assert is_unnumbered_heading(line_of(text))


@pytest.mark.parametrize("text", ["支持平台", "附则一", "总则如下"])
def test_what_is_no_heading_without_a_number(text):
    assert not is_unnumbered_heading(line_of(text))


@pytest.mark.parametrize("end", list("。！？；;!?:：,，"))
def test_a_line_that_ends_like_a_sentence_is_one(end):
    assert is_sentence(line_of("总则" + end).folded)


def test_a_line_of_more_than_sixty_characters_is_a_sentence():
    assert not is_sentence("长" * 60)
    assert is_sentence("长" * 61)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  一、加大奖补  ", "加大奖补"),
        ("一、加大奖补：", "加大奖补"),
        ("一、奖", "奖"),
        ("一、：", None),
        ("一、", None),
        ("　　第一章　总　则", "总　则"),
        ("一、X: ", "X"),
        ("一、方案X", "方案X"),
    ],
)
def test_the_heading_is_all_of_a_short_line(text, expected):
    assert heading(text) == expected


@pytest.mark.parametrize("end", list("。！？；;!?,，"))
def test_a_short_line_that_ends_like_a_sentence_is_no_heading(end):
    assert heading("一、给予奖补" + end) is None


@pytest.mark.parametrize(("length", "expected"), [(48, True), (49, False)])
def test_a_line_of_up_to_48_characters_is_a_heading(length, expected):
    text = "长" * length
    assert (heading("一、" + text) == text) is expected


def test_all_of_a_long_line_is_the_heading_of_a_division_and_of_an_appendix():
    text = "长" * 49
    assert heading(f"第一章 {text}  ") == text
    assert heading(f"附件：{text}") == f"：{text}"
    assert heading("第一章 甲。乙") == "甲。乙"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 【立法目的】为了规范，制定本法。", "立法目的"),
        ("　　第一条　（适用范围）本法适用于本市。", "适用范围"),
        ("第一条 [定义]本法所称企业。", "定义"),
        ("第一条 为了规范（目的），制定本法。", None),
        ("第一条 为了规范。制定本法。", None),
        ("第一条 立法目的", "立法目的"),
        ("一、（试行）奖励平台。", None),
    ],
)
def test_the_heading_of_an_article_stands_in_brackets(text, expected):
    assert heading(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.平台奖补。对新认定的平台给予50万元。", "平台奖补"),
        ("1." + "长" * 48 + "。给予50万元。", "长" * 48),
        ("1." + "长" * 49 + "。给予50万元。", None),
        ("1.奖。给予50万元。", "奖"),
        ("1.平台奖补。见附表", "平台奖补"),
        ("1.。给予50万元。", None),
        ("1.给予平台50万元奖补。", None),
        ("1.平台：国家级。给予50万元。", None),
        ("1.平台；团队。给予50万元。", None),
        ("1.X级平台。给予50万元。", "X级平台"),
        ("1.有效期三年。到期另定。", None),
        ("1.自2024年1月1日起施行。到期另定。", None),
    ],
)
def test_the_first_sentence_is_the_heading_of_an_item(text, expected):
    assert heading(text) == expected
