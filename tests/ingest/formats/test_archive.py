"""Damage to an Office container's bytes: refused, or without any effect on what is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import DamagedFile
from ingest.formats.archive import check_archive

NAME = "word/document.xml"
TEXT = "<p>" + "".join(f"第{n}条 给予{n}万元奖励。" for n in range(60)) + "</p>"


def packed(method: int) -> tuple[bytes, range]:
    """A container of one member, and where the member's packed bytes lie (behind a header of 30 bytes and the name)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(NAME, TEXT)
        size = archive.getinfo(NAME).compress_size
    start = 30 + len(NAME)
    return file.getvalue(), range(start, start + size)


@pytest.mark.parametrize(
    "method",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
    ids=["stored", "deflated", "bzip2", "lzma"],
)
def test_a_flipped_byte_of_a_member_is_called_damage_however_it_is_packed(method: int) -> None:
    whole, places = packed(method)
    check_archive(whole, "办法.docx")
    refused = 0
    for at in places:
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            check_archive(bytes(broken), "办法.docx")
        except DamagedFile as error:
            assert str(error) == "办法.docx：文件已损坏，打不开，请重新下载或导出"
            refused += 1
        else:  # padding bits of the packing itself
            with zipfile.ZipFile(io.BytesIO(broken)) as archive:
                assert archive.read(NAME).decode() == TEXT
    assert refused > 0.9 * len(places)


def test_a_way_of_packing_nobody_knows_is_called_damage() -> None:
    whole, _ = packed(zipfile.ZIP_DEFLATED)
    directory = whole.index(b"PK\x01\x02")
    broken = bytearray(whole)
    broken[8], broken[directory + 10] = 99, 99
    with pytest.raises(DamagedFile, match="文件已损坏"):
        check_archive(bytes(broken), "办法.docx")
