"""What a snapshot says of itself, and the checks that follow from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, ValidationError

from index.embedding.encoder import Encoder
from index.errors import IndexCorrupt, IndexMismatch
from index.settings import Bm25Settings

FORMAT = 4
"""Version of the files of a snapshot. To be raised whenever they, or the terms ``tokenize`` makes, change."""

FILE_NAME = "manifest.json"
REBUILD = "请运行 policyqa index build 重新建立索引"


class FileRecord(BaseModel):
    """Size and SHA-256 of a file when it was written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: NonNegativeInt
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """The record of the file at ``path``."""
        with path.open("rb") as file:
            return cls(bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


class Counts(BaseModel):
    """How much there is of what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: NonNegativeInt
    documents: NonNegativeInt
    clauses: NonNegativeInt
    chunks: NonNegativeInt


class SegmentName(BaseModel):
    """A segment that a snapshot has documents of; ``sha256`` is that of its record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^\d{8}T\d{6}$")]
    sha256: str


Stretch = tuple[NonNegativeInt, NonNegativeInt, NonNegativeInt]
"""The number of a segment, and of what is meant the first in it and the one after the last."""


class Manifest(BaseModel):
    """The ``manifest.json`` of a snapshot. ``files`` has every other file, by its path in the snapshot.

    Its library is ``sources`` and ``documents`` of ``segments``, one stretch after another; a document of a segment
    that no stretch has was taken out or replaced.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    model: str
    """Name of the encoder the vectors come from."""
    dim: PositiveInt
    metric: str
    library_sha256: str
    counts: Counts
    created_at: str
    """UTC, ISO 8601."""
    bm25: Bm25Settings
    segments: tuple[SegmentName, ...]
    sources: tuple[Stretch, ...]
    documents: tuple[Stretch, ...]
    failures: tuple[tuple[str, str], ...]
    """Files that could not be taken, each with the reason."""
    files: dict[str, FileRecord]

    @classmethod
    def read(cls, directory: Path) -> Self:
        """The manifest of the snapshot in ``directory``.

        Raises:
            IndexCorrupt: it is absent or damaged.
            IndexMismatch: it was written by a version of this program with other files.
        """
        path = directory / FILE_NAME
        try:
            text = path.read_bytes()
            version = _Version.model_validate_json(text).format
            if version != FORMAT:
                raise IndexMismatch(f"索引格式为第 {version} 版，本程序用第 {FORMAT} 版，{REBUILD}")
            return cls.model_validate_json(text)
        except (OSError, ValidationError) as error:
            raise IndexCorrupt(f"索引清单缺失或损坏：{path}。请回退到其他快照，或{REBUILD[1:]}") from error

    def write(self, directory: Path) -> None:
        """Write ``manifest.json`` into ``directory``."""
        (directory / FILE_NAME).write_text(self.model_dump_json(), encoding="utf-8")

    def is_of(self, encoder: Encoder) -> bool:
        """Whether the vectors come from this very ``encoder``."""
        return (self.model, self.dim) == (encoder.name, encoder.dim)

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises ``IndexMismatch`` unless the vectors come from this very ``encoder``."""
        if encoder.name != self.model:
            raise IndexMismatch(
                f"索引由向量模型 {self.model} 建立，当前模型为 {encoder.name}：{REBUILD}，或改回原来的模型"
            )
        if encoder.dim != self.dim:
            raise IndexMismatch(f"索引的向量为 {self.dim} 维，当前模型 {encoder.name} 为 {encoder.dim} 维：{REBUILD}")


class _Version(BaseModel):
    """Just the format, which has to be known before the rest can be read."""

    format: int


def check_files(files: Mapping[str, FileRecord], directory: Path) -> None:
    """Compare every file with its record; raises ``IndexCorrupt`` for one absent or altered."""
    for name, record in files.items():
        path = directory / name
        try:
            intact = path.stat().st_size == record.bytes and FileRecord.of(path) == record
        except OSError as error:
            raise IndexCorrupt(f"索引文件缺失：{path}。请回退到其他快照，或{REBUILD[1:]}") from error
        if not intact:
            raise IndexCorrupt(f"索引文件被截断或改动：{path}。请回退到其他快照，或{REBUILD[1:]}")


def records_of(directory: Path) -> dict[str, FileRecord]:
    """The records of all files below ``directory``, by path."""
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): FileRecord.of(path) for path in files}
