"""The lines and tables of a page, and the pages that cannot be read."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import DamagedFile, EmptyFile, FileTooLarge, ScannedFile
from ingest.formats import pdf_pages
from ingest.formats.pdf_pages import PageLine, PageTable, pages_of
from tests.ingest.formats import samples

# (left, top, width, height, lines): in points, the origin at the top left.
Ruled = tuple[float, float, float, float, Sequence[str]]


def ruled(cells: Sequence[Ruled], texts: Sequence[tuple[float, float, str]] = ()) -> bytes:
    """A page of 12-point type with cells ruled all around, and texts outside of them."""
    samples.pdf_bytes([])  # has the font registered
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setFont(samples.FONT, 12)
    for left, top, width, height, lines in cells:
        canvas.rect(left, A4[1] - top - height, width, height)
        for number, line in enumerate(lines):
            canvas.drawString(left + 6, A4[1] - top - 16 - 14 * number, line)
    for left, top, text in texts:
        canvas.drawString(left, A4[1] - top, text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pictures(*pages: str | tuple[float, float]) -> bytes:
    """Pages of a text each, or of a picture of that width and height."""
    from PIL import Image

    samples.pdf_bytes([])
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    grey = ImageReader(Image.new("L", (30, 42), 200))
    for page in pages:
        if isinstance(page, str):
            canvas.setFont(samples.FONT, 12)
            canvas.drawString(90, 600, page)
        else:
            canvas.drawImage(grey, 0, 0, *page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def table_of(data: bytes) -> tuple[str, ...]:
    [page] = pages_of(data, "a.pdf")
    [table] = page.parts
    assert isinstance(table, PageTable)
    return table.rows


def test_a_cell_merged_over_rows_is_written_into_each() -> None:
    rows = table_of(
        ruled(
            [
                (90, 100, 120, 24, ["类别"]),
                (210, 100, 120, 24, ["金额"]),
                (90, 124, 120, 48, ["平台"]),
                (210, 124, 120, 24, ["100万元"]),
                (210, 148, 120, 24, ["50万元"]),
            ]
        )
    )
    assert rows == ("| 类别 | 金额 |", "| 平台 | 100万元 |", "| 平台 | 50万元 |")


def test_a_cell_merged_over_columns_stands_in_its_first() -> None:
    rows = table_of(
        ruled(
            [
                (90, 100, 80, 24, ["类别"]),
                (170, 100, 80, 24, ["国家级"]),
                (250, 100, 80, 24, ["省级"]),
                (90, 124, 80, 24, ["平台"]),
                (170, 124, 160, 24, ["同为100万元"]),
            ]
        )
    )
    assert rows == ("| 类别 | 国家级 | 省级 |", "| 平台 | 同为100万元 |  |")


def test_the_lines_of_a_cell_are_one_text_with_spaces_between_latin_words_only() -> None:
    rows = table_of(
        ruled(
            [
                (90, 100, 120, 40, ["主体"]),
                (210, 100, 120, 40, ["English"]),
                (90, 140, 120, 40, ["高新技术", "企业"]),
                (210, 140, 120, 40, ["High tech", "firms"]),
            ]
        )
    )
    assert rows == ("| 主体 | English |", "| 高新技术企业 | High tech firms |")


def test_a_frame_around_a_text_is_no_table() -> None:
    [page] = pages_of(ruled([(90, 100, 300, 24, ["申报条件见下文"])], [(90, 160, "一、条件")]), "a.pdf")
    assert [(type(part), getattr(part, "text", "")) for part in page.parts] == [
        (PageLine, "申报条件见下文"),
        (PageLine, "一、条件"),
    ]


def test_a_ruled_column_alone_is_no_table() -> None:
    column: list[Ruled] = [(90, 100, 300, 24, ["一、申报条件"]), (90, 124, 300, 24, ["二、申报材料"])]
    [page] = pages_of(ruled(column), "a.pdf")
    assert [(type(part), getattr(part, "text", "")) for part in page.parts] == [
        (PageLine, "一、申报条件"),
        (PageLine, "二、申报材料"),
    ]


def test_parts_come_from_top_to_bottom_and_a_tables_text_only_in_it() -> None:
    table = [
        (90, 200, 100, 24, ["类别"]),
        (190, 200, 100, 24, ["金额"]),
        (90, 224, 100, 24, ["平台"]),
        (190, 224, 100, 24, ["9万元"]),
    ]
    [page] = pages_of(ruled(table, [(90, 300, "表后"), (90, 150, "表前")]), "a.pdf")
    above, between, below = page.parts
    assert isinstance(between, PageTable)
    assert isinstance(above, PageLine)
    assert isinstance(below, PageLine)
    assert (above.text, below.text) == ("表前", "表后")
    assert between.rows == ("| 类别 | 金额 |", "| 平台 | 9万元 |")
    assert (page.width, page.height) == pytest.approx(A4)
    assert (between.top, between.bottom) == pytest.approx((200, 248), abs=1)
    assert above.left == pytest.approx(90, abs=1)
    assert above.right == pytest.approx(90 + 2 * 12, abs=1)


def test_characters_printed_twice_for_bold_are_one() -> None:
    [page] = pages_of(ruled([], [(90, 100, "通知"), (90.4, 100, "通知")]), "a.pdf")
    [only] = page.parts
    assert isinstance(only, PageLine)
    assert only.text == "通知"


@pytest.mark.parametrize("matrix", [b"1 0 0 1 90 %b", b"1 0 0 1 %b 600", b"1 0 0 %b 90 600"])
def test_a_text_set_infinitely_far_away_is_left_out_and_the_others_stay(matrix: bytes) -> None:
    beyond = b"1" + b"0" * 400 + b".0"
    content = b"BT /F 12 Tf 1 0 0 1 90 700 Tm (Here) Tj ET BT /F 12 Tf " + matrix % beyond + b" Tm (Far) Tj ET"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    stream = b"<< /Length %d >> stream\n" % len(content) + content + b"\nendstream"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    [read] = pages_of(samples.plain_pdf([page, stream, font]), "a.pdf")
    assert [(part.text, part.left) for part in read.parts if isinstance(part, PageLine)] == [("Here", 90)]


def test_pages_that_are_pictures_are_named_by_their_numbers() -> None:
    with pytest.raises(ScannedFile, match=r"^a\.pdf：第 2、4 页是扫描图像，没有文字"):
        pages_of(pictures("正文", A4, "正文", A4), "a.pdf")


def test_a_picture_of_less_than_half_a_page_is_no_scan() -> None:
    pages = pages_of(pictures("正文", (A4[0], 0.4 * A4[1])), "a.pdf")
    assert [len(page.parts) for page in pages] == [1, 0]
    with pytest.raises(ScannedFile, match="第 2 页"):
        pages_of(pictures("正文", (A4[0], 0.6 * A4[1])), "a.pdf")


def test_pages_without_any_text_or_picture_are_an_empty_file() -> None:
    with pytest.raises(EmptyFile, match=r"^a\.pdf：PDF 中没有文字"):
        pages_of(samples.pdf_bytes([[], []]), "a.pdf")


def test_a_broken_file_is_damage_and_not_a_password() -> None:
    with pytest.raises(DamagedFile, match=r"^a\.pdf：文件已损坏"):
        pages_of(b"%PDF-1.7\n1 0 obj <<", "a.pdf")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_PAGES", 2)
    page = [(90.0, 100.0, "正文")]
    assert len(pages_of(samples.pdf_bytes([page] * 2), "a.pdf")) == 2
    with pytest.raises(FileTooLarge, match=r"^a\.pdf：超过 2 页，请拆分"):
        pages_of(samples.pdf_bytes([page] * 3), "a.pdf")


def test_a_page_of_too_many_objects_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_PAGE_OBJECTS", 5)
    assert len(pages_of(samples.pdf_bytes([[(90, 100, "五个汉字吧")]]), "a.pdf")) == 1
    with pytest.raises(FileTooLarge, match=r"^a\.pdf：第 1 页有 6 个图文对象"):
        pages_of(samples.pdf_bytes([[(90, 100, "这里六个汉字")]]), "a.pdf")
