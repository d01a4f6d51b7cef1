from __future__ import annotations

import pytest

from ingest.errors import DamagedFile, EmptyFile, EncryptedFile, ScannedFile, Undecodable
from ingest.formats.pdf import flowed, read
from ingest.formats.pdf_pages import Page, PageLine, PageTable
from ingest.formats.radicals import unified
from tests.ingest.formats import samples

# 16 pt type, text block from 90 to 506 points: 26 characters a full line.
FULL = 26


def line(left: float, top: float, text: str) -> tuple[float, float, str]:
    return (left, top, text)


SENTENCE = (
    "对首次认定的高新技术企业，按照规定程序给予一次性十万元的奖励，由市财政与区县财政各承担一半，确保按时拨付到位。"
)


def two_pages() -> bytes:
    first, middle, last = SENTENCE[: FULL - 2], SENTENCE[FULL - 2 : 2 * FULL - 2], SENTENCE[2 * FULL - 2 :]
    return samples.pdf_bytes(
        [
            [
                line(240, 50, "某市人民政府公报"),
                line(122, 110, "一、支持企业"),
                line(122, 140, first),
                line(90, 170, middle),
                line(290, 800, "- 1 -"),
            ],
            [
                line(240, 50, "某市人民政府公报"),
                line(90, 110, last),
                line(122, 140, "二、支持人才"),
                line(290, 800, "- 2 -"),
            ],
        ]
    )


def test_headers_and_page_numbers_are_taken_out_and_the_sentence_runs_on_over_the_page() -> None:
    source = read(two_pages(), "a.pdf")
    assert source.text == f"一、支持企业\n{SENTENCE}\n二、支持人才"


def test_page_offsets_point_at_the_first_character_of_each_page() -> None:
    source = read(two_pages(), "a.pdf")
    # 一、支持企业 and a line end are 7 characters; page 1 has two lines of the sentence, 24 and 26 characters.
    assert source.pages == (0, 7 + 24 + 26)
    assert source.text[source.pages[1] :].startswith(SENTENCE[50:])


def test_a_clause_after_a_full_line_that_ends_a_sentence_begins_anew() -> None:
    full = "各区县要落实主体责任，加强组织领导，推动政策早见成效。"[:FULL]
    assert len(full) == FULL
    full = full[:-1] + "。"
    source = read(samples.pdf_bytes([[line(90, 100, full), line(90, 130, "（二）加强督导。")]]), "a.pdf")
    assert source.text == f"{full}\n（二）加强督导。"


def test_short_lines_of_like_length_are_not_run_together() -> None:
    source = read(samples.pdf_bytes([[line(90, 100, "一、支持企业"), line(90, 130, "给予10万元。")]]), "a.pdf")
    assert source.text == "一、支持企业\n给予10万元。"


def test_a_ruled_table_is_read_by_rows() -> None:
    rows = [("类别", "金额", "责任单位"), ("平台", "100万元", "科技局"), ("人才", "10万元", "人社局")]
    source = read(samples.pdf_with_table(rows, "奖励标准表"), "a.pdf")
    assert source.text == (
        "奖励标准表\n| 类别 | 金额 | 责任单位 |\n| 平台 | 100万元 | 科技局 |\n| 人才 | 10万元 | 人社局 |"
    )


def test_a_pdf_with_a_password_is_named_encrypted() -> None:
    data = samples.pdf_bytes([[line(90, 100, "正文")]], password="secret")
    with pytest.raises(EncryptedFile, match=r"a\.pdf：PDF 有密码"):
        read(data, "a.pdf")


def test_a_pdf_locked_for_changes_only_is_read() -> None:
    data = samples.pdf_bytes([[line(90, 100, "Readable 2024")]], password="", font="Helvetica")
    assert b"/Encrypt" in data
    assert read(data, "a.pdf").text == "Readable 2024"


def test_fonts_that_do_not_tell_their_characters_are_named() -> None:
    # Locking makes the font's character collection unreadable here, as a font without a Unicode map is.
    data = samples.pdf_bytes([[line(90, 100, "正文可读")]], password="")
    with pytest.raises(Undecodable, match="第 1 页的字体没有文字编码"):
        read(data, "a.pdf")


def test_a_page_that_is_a_picture_is_named_scanned() -> None:
    with pytest.raises(ScannedFile, match="全部页面是扫描图像"):
        read(samples.scanned_pdf(), "a.pdf")


def test_a_page_without_height_is_damage() -> None:
    data = samples.pdf_bytes([[line(90, 100, "正文")]])
    with pytest.raises(DamagedFile, match="第 1 页的页面尺寸不对"):
        read(data.replace(b"[ 0 0 595.2756 841.8898 ]", b"[ 0 0 595.2756 0.000000 ]"), "a.pdf")


def test_pages_with_the_same_text_are_kept() -> None:
    page = [line(90, 200, "承诺书"), line(90, 300, "本单位承诺材料属实。")]
    assert read(samples.pdf_bytes([page, page]), "a.pdf").text.count("本单位承诺材料属实。") == 2


def page_of(*parts: PageLine | PageTable) -> Page:
    return Page(600.0, 800.0, parts)


def set_at(top: float, text: str, right: float = 506, left: float = 90, size: float = 16) -> PageLine:
    """A line of a page 600 by 800 points, full unless said otherwise."""
    return PageLine(text, left, right, top, top + size)


def test_nothing_but_headers_and_page_numbers_is_an_empty_file() -> None:
    page = [line(240, 50, "某市人民政府公报")]
    with pytest.raises(EmptyFile, match="除页眉页脚外没有文字"):
        read(samples.pdf_bytes([[*page, line(290, 800, f"- {number} -")] for number in (1, 2)]), "a.pdf")


def test_a_blank_page_begins_where_the_text_before_it_ends() -> None:
    source = read(samples.pdf_bytes([[line(90, 200, "甲类。")], [], [line(90, 200, "乙类。")]]), "a.pdf")
    assert source.text == "甲类。\n乙类。"
    # After the three characters of page 1, and after the line end that follows them.
    assert source.pages == (0, 3, 4)


def test_full_lines_run_together_unless_set_apart_by_height_size_or_indent() -> None:
    first = set_at(200, "对首次认定的高新技术企业按照规定")
    for following, joined in [
        (set_at(226, "给予奖励。", right=170), True),
        (set_at(245, "给予奖励。", right=170), False),  # 29 points below the line: more than 1.8 times its height
        (set_at(226, "给予奖励。", right=170, left=122), False),
        (set_at(226, "给予奖励。", right=170, size=10), False),
        (set_at(226, "给予奖励。", right=170, size=19), True),
    ]:
        # The line above them tells where the text block begins.
        text, _ = flowed([page_of(set_at(140, "前一段。"), first, following)])
        assert text == "前一段。\n对首次认定的高新技术企业按照规定" + ("" if joined else "\n") + "给予奖励。"


def test_lines_of_latin_words_run_together_with_a_space() -> None:
    lines = [
        set_at(200, "grants for every enterprise of high"),
        set_at(226, "technology 企业"),
        set_at(252, "2024年", 130),
    ]
    assert flowed([page_of(*lines)])[0] == "grants for every enterprise of high technology 企业2024年"


def test_a_page_of_a_table_alone_has_no_margins_to_join_at() -> None:
    table = PageTable(("| 类别 | 金额 |", "| 平台 | 9万元 |"), 100, 200)
    text, offsets = flowed(
        [page_of(set_at(700, "满行的一句话还没有说完")), page_of(table), page_of(set_at(200, "又一行"))]
    )
    assert text == "满行的一句话还没有说完\n| 类别 | 金额 |\n| 平台 | 9万元 |\n又一行"
    # 11 characters and a line end; then rows of 11 and 12 characters, a line end after each.
    assert offsets == (0, 12, 12 + 12 + 13)


def test_a_table_that_goes_on_over_the_page_leaves_out_its_header() -> None:
    header = "| 类别 | 金额 |"
    first = PageTable(("奖励标准表", header, "| 平台 | 9万元 |"), 300, 700)
    second = PageTable((header, "| 人才 | 8万元 |"), 60, 500)
    assert flowed([page_of(first), page_of(second)])[0] == "\n".join([*first.rows, "| 人才 | 8万元 |"])

    # Of one that has but its header all is kept, as of one with another header, or after a line of text.
    bare = PageTable((header,), 60, 100)
    assert flowed([page_of(first), page_of(bare)])[0] == "\n".join([*first.rows, header])
    other = PageTable(("| 名称 | 数量 |", "| 人才 | 8 |"), 60, 500)
    assert flowed([page_of(first), page_of(other)])[0] == "\n".join([*first.rows, *other.rows])
    apart = flowed([page_of(first), page_of(set_at(150, "另一张表", right=200), PageTable(second.rows, 200, 300))])[0]
    assert apart == "\n".join([*first.rows, "另一张表", *second.rows])


def test_a_table_goes_on_from_one_without_rows_of_columns() -> None:
    plain = PageTable(("说明文字",), 600, 700)
    second = PageTable(("| 类别 | 金额 |", "| 人才 | 8万元 |"), 60, 500)
    assert flowed([page_of(plain), page_of(second)])[0] == "说明文字\n| 类别 | 金额 |\n| 人才 | 8万元 |"


def test_a_page_of_short_lines_only_begins_at_the_leftmost_of_them() -> None:
    before = set_at(700, "对首次认定的高新技术企业按照规定")
    text, _ = flowed([page_of(before), page_of(set_at(150, "给予奖励。", right=170), set_at(180, "完。", right=120))])
    assert text == "对首次认定的高新技术企业按照规定给予奖励。\n完。"


def test_radicals_become_the_ideographs_they_look_like() -> None:
    assert unified("⼀、⼈⺠政府⾼新⻔类⻚") == "一、人民政府高新门类页"
