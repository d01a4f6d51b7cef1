"""Files that cannot be taken: each is named, and the others of the batch are taken."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    ScannedFile,
    SourceRejected,
    SuspiciousArchive,
    TooCostly,
    UnsupportedFormat,
    WrongExtension,
)
from ingest.formats import isolated, read_source
from ingest.pipeline import ingest_paths
from tests.ingest.formats import samples

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
POLICY = "某市支持科技创新若干政策\n一、支持企业。给予10万元奖励。\n"


def word_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("某市支持科技创新若干政策")
    document.add_paragraph("一、支持企业。给予10万元奖励。")
    return samples.docx_bytes(document)


def entity_bomb() -> bytes:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    return samples.with_member(word_bytes(), "word/document.xml", bomb)


def encrypted_zip_member() -> bytes:
    data = bytearray(word_bytes())
    # The encryption bit of every entry in the central directory.
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def zip_with(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


def workbook_without_style_formats() -> bytes:
    """openpyxl prints a line to standard output over this before it fails."""
    data = samples.xlsx_bytes(openpyxl.Workbook())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("xl/styles.xml")
    broken = re.sub(rb"<cellStyleXfs.*?</cellStyleXfs>", b"", styles, flags=re.DOTALL)
    return samples.with_member(data, "xl/styles.xml", broken)


PDF = samples.pdf_bytes([[(90, 100, "正文")]])
REJECTED: dict[str, tuple[bytes, type[SourceRejected], str]] = {
    "空.txt": (b"", EmptyFile, "空.txt：文件是空的"),
    "空.docx": (b"", EmptyFile, "空.docx：文件是空的"),
    "加密.docx": (OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "有密码"),
    "加密条目.docx": (encrypted_zip_member(), EncryptedFile, "有密码"),
    "加密.pdf": (samples.pdf_bytes([[(90, 100, "正文")]], password="x"), EncryptedFile, "有密码"),
    "扫描.pdf": (samples.scanned_pdf(), ScannedFile, "文字识别"),
    "炸弹.docx": (
        samples.with_member(word_bytes(), "word/media/a.bin", bytes(100_000_000)),
        SuspiciousArchive,
        "不予解压",
    ),
    "大炸弹.xlsx": (
        samples.with_member(samples.xlsx_bytes(openpyxl.Workbook()), "xl/b.xml", b" " * 60_000_000),
        SuspiciousArchive,
        "超过上限",
    ),
    "实体.docx": (entity_bomb(), SuspiciousArchive, "实体定义"),
    "其实是PDF.docx": (PDF, WrongExtension, "内容其实是 PDF，请把扩展名改为 .pdf"),
    "其实是Word.pdf": (word_bytes(), WrongExtension, r"内容其实是 Word 文档（DOCX），请把扩展名改为 .docx"),
    "其实是Word.doc": (word_bytes(), WrongExtension, "请把扩展名改为 .docx"),
    "其实是网页.txt": (b"<!DOCTYPE html><html><body><p>x</p></body></html>", WrongExtension, "改为 .html"),
    "其实是文本.html": (POLICY.encode(), WrongExtension, "改为 .txt"),
    "其实是图片.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(100), WrongExtension, "图片"),
    "旧版.docx": (OLE + bytes(600), WrongExtension, "另存为 .docx"),
    "旧版.doc": (OLE + bytes(600), UnsupportedFormat, "另存为 .docx"),
    "版式.ofd": (zip_with("OFD.xml"), UnsupportedFormat, "导出为 PDF"),
    "打包.zip": (zip_with("a.txt"), UnsupportedFormat, "请解压"),
    "无扩展名": (POLICY.encode(), UnsupportedFormat, "（无扩展名）"),
    "断了.docx": (word_bytes()[:-400], DamagedFile, "已损坏"),
    "断了.pdf": (b"%PDF-1.7\n1 0 obj <<", DamagedFile, "已损坏"),
    "没有正文.docx": (samples.with_member(word_bytes(), "word/document.xml", b"<a/>"), DamagedFile, "没有正文部分"),
    "坏.xlsx": (zip_with("xl/workbook.xml"), DamagedFile, "已损坏"),
    "样式残缺.xlsx": (workbook_without_style_formats(), DamagedFile, "已损坏"),
}


@pytest.mark.parametrize("name", REJECTED)
def test_each_is_a_named_error_of_one_line_that_says_what_to_do(name: str, tmp_path: Path) -> None:
    data, error, words = REJECTED[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_source(path)
    message = str(caught.value)
    assert type(caught.value) is error
    assert message.startswith(f"{name}：")
    assert words in message
    assert "\n" not in message


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "巨大.txt"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    with pytest.raises(FileTooLarge, match=r"巨大\.txt：500 MB，超过上限 64 MB"):
        read_source(path)


def test_a_zip_bomb_stays_small_on_disk() -> None:
    assert len(REJECTED["炸弹.docx"][0]) < 200_000


def test_the_rest_of_a_batch_is_taken(tmp_path: Path) -> None:
    for name, (data, _, _) in REJECTED.items():
        if name != "大炸弹.xlsx":
            (tmp_path / name).write_bytes(data)
    (tmp_path / "政策.txt").write_text(POLICY, encoding="utf-8")
    (tmp_path / "政策.docx").write_bytes(word_bytes())
    (tmp_path / "正文.pdf").write_bytes(PDF)
    (tmp_path / ".hidden").write_bytes(b"x")
    library = ingest_paths([tmp_path])
    assert [s.name for s in library.sources] == ["政策.docx", "政策.txt", "正文.pdf"]
    assert sorted(name for name, _ in library.failures) == sorted(REJECTED.keys() - {"大炸弹.xlsx"})
    assert all(reason.startswith(f"{name}：") for name, reason in library.failures)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "MOST_SECONDS", 3.0)
    path = tmp_path / "绕圈.pdf"
    # The resources are a reference to themselves, which the library follows for ever.
    path.write_bytes(
        samples.plain_pdf([b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources 4 0 R >>", b"4 0 R"])
    )
    with pytest.raises(TooCostly, match=r"绕圈\.pdf：读了 3 秒仍未读完"):
        read_source(path)


def test_a_pdf_stream_that_unpacks_to_gigabytes_is_stopped(tmp_path: Path) -> None:
    import zlib

    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(64 * 1024**2)) for _ in range(36)) + packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >> stream\n" % len(packed) + packed + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>"
    path = tmp_path / "炸弹.pdf"
    path.write_bytes(samples.plain_pdf([page, stream]))
    with pytest.raises(TooCostly, match=r"炸弹\.pdf"):
        read_source(path)


def test_a_name_in_an_old_encoding_can_be_shown(tmp_path: Path) -> None:
    import os

    folder = os.fsencode(tmp_path)
    Path(os.fsdecode(folder + b"/" + "政策.txt".encode("gb18030"))).write_text(POLICY, encoding="utf-8")
    library = ingest_paths([tmp_path])
    assert [s.name for s in library.sources] == ["政策.txt"]
