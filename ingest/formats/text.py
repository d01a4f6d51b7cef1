"""Plain text and Markdown: bytes to characters in the encodings official documents come in."""

from __future__ import annotations

import codecs

from ingest.errors import EmptyFile, Undecodable
from ingest.formats.source_text import SourceText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROL_LIMIT = 0.01
_BROKEN_LIMIT = 0.01


def read(data: bytes, name: str) -> SourceText:
    """The text of a plain-text or Markdown file.

    Raises:
        EmptyFile, Undecodable: as :func:`decode`.
    """
    return SourceText(data, decode(data, name))


def decode(data: bytes, name: str) -> str:
    """The text of ``data``, without byte-order mark: UTF-8, UTF-16 or GB18030.

    Raises:
        EmptyFile: there is no text in it.
        Undecodable: it is not text in these encodings (binary data decodes as GB18030 by accident, so text
            with many control or unassigned characters is refused too), or UTF-8 with broken places (which would
            decode as GB18030 into nonsense).
    """
    if not data.strip():
        raise EmptyFile(f"{name}：文件是空的，请检查后重新提供")
    marked = next(((mark, encoding) for mark, encoding in _BOMS if data.startswith(mark)), None)
    encodings = [marked[1]] if marked else _guesses(data)
    body = data.removeprefix(marked[0]) if marked else data
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _mostly_utf8(body):
                raise Undecodable(f"{name}：UTF-8 文本在第 {error.start + 1} 字节处损坏，请重新导出") from error
            continue
        if not text.strip("\ufeff\x00 \t\r\n\f\v"):
            raise EmptyFile(f"{name}：文件中没有文字，请检查后重新提供")
        if not _looks_binary(text):
            return text
    raise Undecodable(f"{name}：不是 UTF-8、UTF-16 或 GB18030 编码的文本，无法解码，请另存为 UTF-8 文本")


def _guesses(data: bytes) -> list[str]:
    if b"\x00" not in data:
        return ["utf-8", "gb18030"]
    # Text of any 8-bit encoding has no NUL; UTF-16 has one in every ASCII character, spaces and line ends included.
    little = data[1::2].count(0) >= data[::2].count(0)
    return ["utf-16-le" if little else "utf-16-be"]


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(c > "\x7f" for c in text) - broken
    return beyond_ascii >= 10 and broken <= max(4, _BROKEN_LIMIT * beyond_ascii)


def _looks_binary(text: str) -> bool:
    odd = sum(
        1 for c in text if (c < " " and c not in "\t\n\r\f\v") or "\ud800" <= c <= "\uf8ff" or c in "\ufffd\ufffe\uffff"
    )
    return odd > _CONTROL_LIMIT * len(text)
