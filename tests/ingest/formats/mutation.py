"""Broken files made from good ones: what a fuzz feeds to the readers."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import AnyStr

import docx
import openpyxl
from hypothesis import strategies as st
from lxml import etree

from ingest.formats import SourceText, delimited, html, pdf, spreadsheet, text, word
from tests.ingest.formats import samples
from tests.ingest.formats.test_html import PAGE
from tests.ingest.formats.test_text import ENCODED

_PIECES = (
    b"", b"\x00", b"\xff", b"<", b">", b"&", b'"', b"'", b"|", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"0", b"-1", b"1",
    b"999999999", b"4294967296", b"</w:p>", b"<w:tbl>", b"<w:p>", b"<w:r><w:t>", b'w:val="x"', b"%1%2%3", b"<table>",
    b"<tr><td rowspan=99999 colspan=99999>", b"</div>", b"<ol start=99999>", b"<script>", b"<!DOCTYPE a [", b"&lol;",
    b"endstream", b"endobj", b"/Filter", b"/FlateDecode", b"/Length 1", b"1 0 R", b"<<", b">>", b"[", b"]", b"(", b"\\",
    b"xref", b"trailer", b"/Kids [2 0 R]", b"/Type /Page", b"/Encrypt 1 0 R", b'ref="A1:XFD1048576"', b't="s"',
    b"<c r='ZZ99999999'>", b"<v>1e999</v>", b'numFmtId="14"', b"\xe4\xb8\x80", b"\xd2\xbb", b"\xed\xa0\x80",
    b"<w:numId>",
)  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A reader with good files of its format."""

    read: Callable[[bytes, str], SourceText]
    name: str
    seeds: Callable[[], tuple[bytes, ...]]


@cache
def _word() -> tuple[bytes, ...]:
    document = samples.numbered_document([("chineseCounting", "%1、"), ("decimal", "%2.")])
    document.add_heading("支持科技创新若干政策", 1)
    samples.numbered(document.add_paragraph("总体要求"), 0)
    samples.inserted_and_deleted(samples.numbered(document.add_paragraph("奖励"), 1), "20万元", "10万元")
    samples.content_control(document, "由科技局负责。")
    table = document.add_table(3, 2)
    for number in range(6):
        table.cell(number // 2, number % 2).text = f"格{number}"
    table.cell(1, 0).merge(table.cell(2, 0))
    plain = docx.Document()
    plain.add_paragraph("一、支持企业。")
    return samples.slim(document), samples.slim(plain)


@cache
def _sheets() -> tuple[bytes, ...]:
    book = openpyxl.Workbook()
    book.active.append(["政策清单", None])
    book.active.merge_cells("A1:B1")
    book.active.append(["政策", "比例"])
    book.active.append(["甲", 0.5])
    book.active["B3"].number_format = "0%"
    book.create_sheet("二").append([1, True])
    return (samples.xlsx_bytes(book),)


@cache
def _pdfs() -> tuple[bytes, ...]:
    page = [(90.0, 100.0, "一、支持企业"), (90.0, 130.0, "给予10万元。")]
    table = samples.pdf_with_table([("类别", "金额"), ("平台", "100万元")], "奖励标准表")
    return (
        samples.pdf_bytes([page, page]),
        table,
        samples.pdf_bytes([[(90.0, 100.0, "Plan 2024")]], password="", font="Helvetica"),
    )


FORMATS = {
    "txt": Format(text.read, "a.txt", lambda: tuple(ENCODED.values())),
    "md": Format(text.read, "a.md", lambda: ("# 政策\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n".encode(),)),
    "csv": Format(delimited.read, "a.csv", lambda: ('奖励,,\n类别,金额,备注\n"甲,乙",10,"一""二"\n'.encode(),)),
    "html": Format(html.read, "a.html", lambda: (PAGE.format(charset="utf-8").encode(),)),
    "docx": Format(word.read, "a.docx", _word),
    "xlsx": Format(spreadsheet.read, "a.xlsx", _sheets),
    "pdf": Format(pdf.read, "a.pdf", _pdfs),
}


@st.composite
def broken(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """One of ``seeds`` changed: its bytes, its characters where it is text, or a part of it where it is a zip."""
    data = draw(st.sampled_from(seeds))
    if data.startswith(b"PK") and draw(st.integers(0, 7)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
            member = draw(st.sampled_from(names))
            content = archive.read(member)
        change = _reshaped(content) if draw(st.integers(0, 3)) else _edited(content, _PIECES)
        return samples.with_member(data, member, draw(change))
    encoding = next((e for e in ("utf-8", "gb18030") if _decodes(data, e)), None)
    if encoding and draw(st.integers(0, 3)):
        pieces = tuple(piece.decode("latin-1") for piece in _PIECES)
        return draw(_edited(data.decode(encoding), pieces)).encode(encoding)
    return draw(_edited(data, _PIECES))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@st.composite
def _edited(draw: st.DrawFn, data: AnyStr, pieces: tuple[AnyStr, ...]) -> AnyStr:
    """``data`` with places cut, filled with ``pieces`` or other places, or repeated."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((0, 1, 1, 2, 8, 64, 1024)))
        before, within, after = data[:start], data[start : start + length], data[start + length :]
        change = draw(st.integers(0, 9))
        if change < 5:
            data = before + draw(st.sampled_from(pieces)) + after
        elif change < 6:
            data = before
        elif change < 8:
            data = before + within * draw(st.integers(2, 5)) + after
        else:
            other = draw(st.integers(0, len(data)))
            data = before + data[other : other + length] + within + after
    return data


_VALUES = (
    "",
    "0",
    "1",
    "-1",
    "9",
    "99",
    "99999999",
    "x",
    "%1%9",
    "continue",
    "restart",
    "true",
    "一",
    "decimal",
    "s",
    "A1:XFD9",
)


@st.composite
def _reshaped(draw: st.DrawFn, markup: bytes) -> bytes:
    """Well-formed XML with elements dropped, doubled or moved, and values exchanged: what a parser lets through."""
    root = etree.fromstring(markup)
    for _ in range(draw(st.integers(1, 6))):
        elements = list(root.iter("*"))
        chosen, other = (elements[draw(st.integers(0, len(elements) - 1))] for _ in range(2))
        change = draw(st.integers(0, 5))
        if change == 0 and chosen is not root:
            chosen.getparent().remove(chosen)
        elif change == 1:
            other.append(copy.deepcopy(chosen))
        elif change == 2 and chosen.attrib:
            chosen.set(draw(st.sampled_from(sorted(chosen.attrib))), draw(st.sampled_from(_VALUES)))
        elif change == 3 and chosen.attrib:
            del chosen.attrib[draw(st.sampled_from(sorted(chosen.attrib)))]
        elif change == 4:
            chosen.text = draw(st.sampled_from(_VALUES))
        else:
            chosen.tag = other.tag
        if len(elements) > 5_000:
            break
    return etree.tostring(root)
