from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ingest.corpus import walk
from ingest.errors import EmptyFile, Undecodable
from ingest.formats.text import decode
from ingest.pipeline import ingest_file

POLICY = (
    "某市人民政府关于支持科技创新的若干政策\r\n某政发〔2024〕3号\r\n一、支持企业\r\n"
    "（一）对高新技术企业，给予10万元奖励。\r\n（二）对瞪羚企业，给予20万元奖励。\r\n二、附则\r\n本政策自2024年1月1日起施行。\r\n"
)
ENCODED = {
    "utf-8": POLICY.encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + POLICY.encode(),
    "gb18030": POLICY.encode("gb18030"),
    "gb18030 with mark": ("\ufeff" + POLICY).encode("gb18030"),
    "utf-16 little": codecs.BOM_UTF16_LE + POLICY.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + POLICY.encode("utf-16-be"),
    "utf-16 little without mark": POLICY.encode("utf-16-le"),
    "utf-16 big without mark": POLICY.encode("utf-16-be"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(ENCODED[encoding], "a.txt") == POLICY


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_gives_the_same_clause_tree(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "政策.txt"
    path.write_bytes(ENCODED[encoding])
    ((document, clauses),) = ingest_file(walk([path])[0])[1]
    assert document.title == "某市人民政府关于支持科技创新的若干政策"
    assert document.doc_number is not None
    assert document.doc_number.value == "某政发〔2024〕3号"
    assert [c.label for c in clauses if c.label] == ["一、", "（一）", "（二）", "二、"]
    assert [c.id.split(":")[1] for c in clauses if c.label] == ["h1", "h1.g1", "h1.g2", "h2"]


def test_broken_utf8_is_told_and_not_read_as_nonsense() -> None:
    data = bytearray(POLICY.encode())
    data[30] = 0xFF  # the first byte of the eleventh character
    with pytest.raises(Undecodable, match=r"a\.txt：UTF-8 文本在第 31 字节处损坏"):
        decode(bytes(data), "a.txt")


def test_binary_data_is_not_text() -> None:
    with pytest.raises(Undecodable):
        decode(bytes(range(256)) * 8, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \x00", b"\x00" * 64])
def test_files_without_text_are_named_empty(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        decode(data, "a.txt")
