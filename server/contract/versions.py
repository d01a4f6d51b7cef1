"""Versions of a document, and what differs between two."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract.base import Wire


class VersionInfo(Wire):
    """One version of a document; ``version`` is the beginning of its file's SHA-256."""

    version: str
    current: bool
    title: str
    source_file: str
    source_sha256: str
    clause_count: int
    replaced_at: str | None = Field(default=None, description="被替换、删除或因切换快照而退出的时间；现行版本为 null")


class VersionList(Wire):
    """`GET /v1/documents/{id}/versions`: the current one first, then the earlier ones, newest first."""

    document_id: str
    versions: list[VersionInfo]


class DiffSide(Wire):
    """A clause of one of the two; ``text`` is its own text without sub-clauses, [start, end) of the source."""

    clause_id: str
    label: str
    title: str
    path: list[str]
    text: str
    start: int
    end: int


class DiffAmount(Wire):
    """A figure as printed, [start, end) of its source."""

    text: str
    start: int
    end: int


class AmountChange(Wire):
    """A figure that differs: ``old`` is null where it is new, ``new`` where it is gone."""

    measure: str = Field(description="money/percent/count/duration/ratio/year/date")
    old: DiffAmount | None
    new: DiffAmount | None


class ClauseChange(Wire):
    """A clause added, removed, changed in its words, or only moved."""

    kind: Literal["added", "removed", "changed", "moved"]
    moved: bool = Field(default=False, description="在文中的先后位置变了")
    similarity: float | None = Field(default=None, description="两条文字的相似度，0 到 1")
    old: DiffSide | None
    new: DiffSide | None
    amounts: list[AmountChange] = Field(default=[], description="改动的数值，原文")


class DiffDocument(Wire):
    """One of the two documents compared."""

    document_id: str
    version: str
    title: str
    source_file: str
    clause_count: int = Field(description="参与对比的条款数，不含标题、落款等")


class DocumentDiff(Wire):
    """`GET /v1/documents/{id}/diff`: from ``old`` to ``new``, in the order of the new document."""

    old: DiffDocument
    new: DiffDocument
    unchanged: int
    changes: list[ClauseChange]
