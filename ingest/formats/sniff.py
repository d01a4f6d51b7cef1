"""What a file really is, told from its first bytes and not from its name."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """A kind of content; the value is its name for a person."""

    TEXT = "纯文本"
    HTML = "网页（HTML）"
    PDF = "PDF"
    DOCX = "Word 文档（DOCX）"
    XLSX = "Excel 表格（XLSX）"
    PPTX = "演示文稿（PPTX）"
    OFD = "OFD 版式文件"
    OPEN_DOCUMENT = "OpenDocument 文档"
    ZIP = "ZIP 压缩包"
    ARCHIVE = "压缩包"
    OFFICE_97 = "97–2003 版 Office 文件（DOC/XLS/PPT/WPS）"
    ENCRYPTED_OFFICE = "加密的 Office 文件"
    RTF = "RTF 文档"
    MHTML = "单一文件网页（MHTML）"
    IMAGE = "图片"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MAGIC = (
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG\r\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b\x08", Kind.ARCHIVE),
)
_MEMBERS = (
    ("word/", Kind.DOCX),
    ("xl/", Kind.XLSX),
    ("ppt/", Kind.PPTX),
    ("OFD.xml", Kind.OFD),
    ("META-INF/manifest.xml", Kind.OPEN_DOCUMENT),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head[\s>]|<body[\s>])", re.I | re.S
)
_TAG = re.compile(r"<(?:p|div|table|span|br|h[1-6]|ul|ol|section|article)\b[^>]*>", re.IGNORECASE)
_HEAD = 2048
_PDF_HEAD = 1024
"""Readers accept a PDF header anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13)."""


def sniff(data: bytes) -> Kind:
    """The kind of ``data``; whatever has no signature is taken for text."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        return Kind.PDF
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return Kind.ENCRYPTED_OFFICE if encrypted else Kind.OFFICE_97
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = _head(data)
    if _HTML.match(head):
        return Kind.HTML
    return Kind.MHTML if head.lstrip()[:13].lower() == "mime-version:" else Kind.TEXT


def has_tags(data: bytes) -> bool:
    """Whether there is HTML markup in text that does not begin like a page (a fragment of one)."""
    return _TAG.search(data[: 64 * _HEAD].decode("latin-1")) is not None


def _head(data: bytes) -> str:
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _zip_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        # The directory stands at the end and is gone when a download broke off; the local headers may be left.
        names = re.findall(r"(?:word|xl|ppt)/|OFD\.xml", data.decode("latin-1"))
    return next((kind for start, kind in _MEMBERS if any(n.startswith(start) for n in names)), Kind.ZIP)
