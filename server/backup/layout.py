"""What a backup consists of.

A plain tar file, and behind its end one line with the SHA-256 of all that is before it. The members, in this order:

    current                        the name of the snapshot in use
    records/<table>.jsonl          the rows of a table, one a line
    snapshots/<name>/…             the snapshot in use
    segments/<name>/…              the segments it names
    uploads/…   versions/…         the bytes of uploaded files; earlier versions of documents
    manifest.json                  every member before it with its size and SHA-256
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from index.segment import SEGMENTS
from index.snapshots import CURRENT, SNAPSHOTS
from server.errors import BackupUnusable
from server.library import archive, vault

MANIFEST = "manifest.json"
RECORDS = "records"
FOLDERS = (SNAPSHOTS, SEGMENTS, vault.FOLDER, archive.FOLDER)
"""The folders of a library that a backup has."""

_SEAL = b"policyqa-backup sha256 "
SEAL_BYTES = len(_SEAL) + 64 + 1
_PART = r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,199}"
_NAME = re.compile(
    rf"{CURRENT}|{MANIFEST}|{RECORDS}/[a-z_]+\.jsonl|(?:{'|'.join(map(re.escape, FOLDERS))})(?:/{_PART}){{1,8}}"
)


class Member(BaseModel):
    """A file of the backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """``schema_number`` is that of the records; ``settings`` are those in force then, without secrets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=1, le=1)
    program: str
    created_at: str
    snapshot: str
    schema_number: int
    settings: dict[str, object]
    members: tuple[Member, ...]


def check_name(name: str) -> None:
    """Raises ``BackupUnusable`` for a name that no backup of ours has: one that leads out of the library's folder,
    or to a file that is not a backup's to write.
    """
    if not _NAME.fullmatch(name):
        raise BackupUnusable(f"备份里有不该有的文件名“{name[:100]!r}”，没有恢复任何内容。")


def seal(sha256: str) -> bytes:
    """The last line of a backup."""
    return _SEAL + sha256.encode() + b"\n"


def sealed_with(line: bytes) -> str | None:
    """The SHA-256 in the last line; ``None`` for what is no such line."""
    found = re.fullmatch(re.escape(_SEAL) + rb"([0-9a-f]{64})\n", line)
    return found[1].decode() if found else None
