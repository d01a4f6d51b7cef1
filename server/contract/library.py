"""Changes of the library: the jobs that carry them out, corrections by hand, and snapshots."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.base import DocStatus, Wire

JobKind = Literal["upload", "replace", "delete", "correct", "activate"]
JobStatus = Literal["queued", "running", "done", "failed"]
JobStage = Literal["received", "parsing", "embedding", "switching", "done", "failed"]
DocTypeName = Literal["政策", "意见", "通知", "总结", "要点", "解读", "公告", "法规", "其他"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n\x00]*$")]


class JobFile(Wire):
    """A file of an upload, and what became of it."""

    name: str
    bytes: int
    status: Literal["waiting", "taken", "rejected"]
    reason: str | None = Field(default=None, description="未能收录的原因")
    documents: list[str] = Field(default=[], description="由该文件得到的文件 id")


class Job(Wire):
    """A change of the library. It is stored durably before it is answered with, and is carried out after a restart."""

    id: str
    kind: JobKind = Field(description="上传、替换、删除、更正、切换快照")
    subject: str = Field(description="所改动的文件 id、文件名或快照名")
    status: JobStatus
    stage: JobStage = Field(description="已接收、解析、向量化、切换、完成、失败")
    done: int = Field(description="向量化已完成的段数")
    total: int = Field(description="需要向量化的段数；此前为 0")
    files: list[JobFile] = Field(default=[], description="上传的各文件")
    notes: list[str] = Field(default=[], description="需要留意的事，如未沿用的更正")
    reason: str | None = Field(default=None, description="失败原因")
    snapshot: str | None = Field(default=None, description="生效后的快照")
    created_at: str
    finished_at: str | None = None


class DocumentCorrection(Wire):
    """`PATCH /v1/documents/{id}`. Only the fields given are changed; null says that the text does not state it."""

    title: Line = Field(default="", description="标题")
    doc_type: DocTypeName = Field(default="其他", description="文种")
    status: DocStatus = Field(default="unknown", description="效力")
    doc_number: Line | None = Field(default=None, description="文号")
    issuer: Line | None = Field(default=None, description="发文机关")
    region: Line | None = Field(default=None, description="地区名称或行政区划代码")
    issued_on: date | None = Field(default=None, description="成文日期")
    published_on: date | None = Field(default=None, description="发布日期")
    effective_from: date | None = Field(default=None, description="施行日期")
    effective_until: date | None = Field(default=None, description="失效日期")


class SnapshotInfo(Wire):
    """One state of the library."""

    name: str
    current: bool
    usable: bool = Field(description="文件清单可读；不可读的不能启用")
    created_at: str | None
    documents: int | None
    clauses: int | None


class SnapshotList(Wire):
    """`GET /v1/snapshots`, newest first."""

    current: str
    snapshots: list[SnapshotInfo]
