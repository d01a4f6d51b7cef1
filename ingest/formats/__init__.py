"""File formats. Each turns bytes into the text all offsets refer to."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ingest.errors import EmptyFile, EncryptedFile, FileTooLarge, SourceRejected, UnsupportedFormat, WrongExtension
from ingest.formats import delimited, html, markdown, text
from ingest.formats.isolated import read_isolated
from ingest.formats.sniff import Kind, has_tags, sniff
from ingest.formats.source_text import SourceText

__all__ = ["MAX_FILE_BYTES", "SUFFIXES", "SourceText", "check_readable", "read_source", "shown_name"]

MAX_FILE_BYTES = 64 * 1024 * 1024

_Reader = Callable[[bytes, str], SourceText]
_FORMATS: dict[str, tuple[Kind, _Reader]] = {
    ".txt": (Kind.TEXT, text.read),
    ".md": (Kind.TEXT, markdown.read),
    ".markdown": (Kind.TEXT, markdown.read),
    ".csv": (Kind.TEXT, delimited.read),
    ".html": (Kind.HTML, html.read),
    ".htm": (Kind.HTML, html.read),
    ".docx": (Kind.DOCX, partial(read_isolated, "word")),
    ".xlsx": (Kind.XLSX, partial(read_isolated, "spreadsheet")),
    ".pdf": (Kind.PDF, partial(read_isolated, "pdf")),
}
_USUAL = {Kind.TEXT: ".txt", Kind.HTML: ".html", Kind.DOCX: ".docx", Kind.XLSX: ".xlsx", Kind.PDF: ".pdf"}
_MENDS = {
    Kind.OFFICE_97: "请用 Office 或 WPS 另存为 .docx 或 .xlsx",
    Kind.OFD: "请用 OFD 阅读软件导出为 PDF",
    Kind.RTF: "请另存为 .docx",
    Kind.OPEN_DOCUMENT: "请另存为 .docx 或 .xlsx",
    Kind.MHTML: "请用浏览器另存为 .html",
    Kind.ZIP: "请解压后提供其中的文件",
    Kind.ARCHIVE: "请解压后提供其中的文件",
    Kind.IMAGE: "请先做文字识别（OCR）",
    Kind.PPTX: "请导出为 PDF",
}
SUFFIXES = frozenset(_FORMATS)


def read_source(path: Path, named: str | None = None) -> SourceText:
    """The text in a file, with its bytes. Messages call it ``named``, where it is not known by its path.

    Raises:
        SourceRejected: the file cannot be taken; which of the family says why (see :mod:`ingest.errors`).
    """
    name = named or shown_name(path.name)
    data = _bytes_of(path, name)
    return _reader_of(data, path.suffix.lower(), name)(data, name)


def check_readable(data: bytes, name: str) -> None:
    """Whether a file of these bytes and this name is of a format that is read, before it is.

    Raises:
        SourceRejected: it is empty, too large, or of another format.
    """
    _check_size(len(data), name)
    _reader_of(data, Path(name).suffix.lower(), name)


def _reader_of(data: bytes, suffix: str, name: str) -> _Reader:
    if not data.strip():
        raise EmptyFile(f"{name}：文件是空的，请检查后重新提供")
    return _reader_for(suffix, data, name)


def shown_name(name: str) -> str:
    """A file name that can be printed and stored: one that is no UTF-8 (unpacked from an old zip) is GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def _check_size(size: int, name: str) -> None:
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(
            f"{name}：{size / 1024**2:,.0f} MB，超过上限 {MAX_FILE_BYTES // 1024**2} MB，请拆分后重新提供"
        )


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        _check_size(path.stat().st_size, name)
        return path.read_bytes()
    except OSError as error:
        raise SourceRejected(f"{name}：读不出来（{error.strerror}），请检查文件和权限") from error


def _reader_for(suffix: str, data: bytes, name: str) -> _Reader:
    kind = sniff(data)
    if kind is Kind.ENCRYPTED_OFFICE:
        raise EncryptedFile(f"{name}：Office 文件有密码，请去掉密码后重新提供")
    if suffix not in _FORMATS:
        if kind in _USUAL and kind is not Kind.TEXT:
            raise WrongExtension(f"{name}：内容其实是 {kind}，请把扩展名改为 {_USUAL[kind]}")
        mend = _MENDS.get(kind, f"请转换为 {'、'.join(sorted(SUFFIXES))} 之一")
        raise UnsupportedFormat(f"{name}：不支持的格式 {suffix or '（无扩展名）'}，{mend}")
    expected, reader = _FORMATS[suffix]
    if kind is expected or (expected is Kind.HTML and kind is Kind.TEXT and has_tags(data)):
        return reader
    if kind in _USUAL:
        raise WrongExtension(f"{name}：扩展名是 {suffix}，内容其实是 {kind}，请把扩展名改为 {_USUAL[kind]}")
    raise WrongExtension(f"{name}：扩展名是 {suffix}，内容其实是 {kind}，{_MENDS[kind]}")
