"""Zip containers (DOCX, XLSX) examined before a library unpacks them."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib

from ingest.errors import DamagedFile, EncryptedFile, SuspiciousArchive

MOST_UNPACKED_BYTES = 256 * 1024 * 1024
MOST_XML_BYTES = 48 * 1024 * 1024
"""All XML parts together: a parsed tree takes some thirty times this in memory."""

MOST_MEMBERS = 5_000
MOST_RATIO = 200
"""Office files pack ten- to fifty-fold; deflate can reach 1,032."""

_RATIO_FROM = 8 * 1024 * 1024
_ENCRYPTED = 0x1
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)
"""What ``zipfile`` raises over bad bytes: its own; each decompressor's (bzip2: OSError, EOFError); an unknown method or
version; a name that is no text, or an offset before the file.
"""


def check_archive(data: bytes, name: str) -> None:
    """Refuse a container that is broken, encrypted, or would unpack to too much.

    The sizes in the directory can lie, but ``zipfile`` never unpacks more of a member than its entry states, so the
    sum of what is stated bounds what will be read.

    Raises:
        DamagedFile: the container is broken or fails its own checksums.
        EncryptedFile: its members are encrypted.
        SuspiciousArchive: too many members, too much unpacked, or XML with a document type (which the Office
            formats forbid and entity bombs need).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members, len(data), name)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(archive.read(member), name)
                elif member.file_size and archive.open(member).read(1) == b"":
                    raise DamagedFile(f"{name}：文件不完整，请重新下载或导出")
    except _DAMAGE as error:
        raise DamagedFile(f"{name}：文件已损坏，打不开，请重新下载或导出") from error


def _check_sizes(members: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedFile(f"{name}：文件有密码，请去掉密码后重新提供")
    unpacked = sum(member.file_size for member in members)
    markup = sum(m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
    if len(members) > MOST_MEMBERS:
        raise SuspiciousArchive(
            f"{name}：压缩包内有 {len(members):,} 个文件，超过 {MOST_MEMBERS:,} 个，不予解压，请核对来源"
        )
    if unpacked > MOST_UNPACKED_BYTES or markup > MOST_XML_BYTES:
        raise SuspiciousArchive(f"{name}：解压后有 {unpacked:,} 字节，超过上限，不予解压，请核对来源或拆分文件")
    if unpacked > _RATIO_FROM and unpacked > MOST_RATIO * packed:
        raise SuspiciousArchive(f"{name}：解压后是原来的 {unpacked // packed} 倍，疑似压缩炸弹，不予解压，请核对来源")


def _check_xml(markup: bytes, name: str) -> None:
    # UTF-16 XML is ASCII with a zero byte between; no Office part has zeros otherwise.
    if _DOCTYPE.search(markup.replace(b"\x00", b"")):
        raise SuspiciousArchive(f"{name}：XML 中带有实体定义，Office 文件不应有，不予解析，请核对来源")
