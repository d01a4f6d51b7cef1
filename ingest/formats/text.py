"""Plain text and Markdown: bytes to characters in the encodings official documents come in."""

from __future__ import annotations

import codecs

from ingest.errors import EmptyFile, Undecodable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_LIMIT = 0.01


def decode(data: bytes, name: str) -> str:
    """The text of ``data``: UTF-8 (with or without BOM), UTF-16, or GB18030.

    Raises:
        EmptyFile: there is no text in it.
        Undecodable: it is not text in these encodings (binary data decodes as GB18030 by accident, so text
            with many control or unassigned characters is refused too).
    """
    if not data.strip():
        raise EmptyFile(f"{name}：文件是空的")
    encodings = [encoding for bom, encoding in _BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise EmptyFile(f"{name}：文件中没有文字")
        if _looks_binary(text):
            continue
        return text
    raise Undecodable(f"{name}：不是 UTF-8、UTF-16 或 GB18030 编码的文本，无法解码")


def _looks_binary(text: str) -> bool:
    odd = sum(
        1 for c in text if (c < " " and c not in "\t\n\r\f\v") or "\ue000" <= c <= "\uf8ff" or c == "\ufffd"
    )
    return odd > _CONTROL_LIMIT * len(text)
