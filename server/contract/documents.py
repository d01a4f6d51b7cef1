"""Documents, their clauses, and the text these were read from."""

from __future__ import annotations

from pydantic import Field

from server.contract.base import DocStatus, Wire
from server.contract.stated import ClauseName


class DocumentInfo(Wire):
    """Metadata of a document. What the text does not state is null."""

    id: str
    title: str
    doc_number: str | None
    issuer: str | None
    region: str | None
    adcode: str | None
    doc_type: str
    status: DocStatus
    issued_on: str | None
    published_on: str | None
    effective_from: str | None
    effective_until: str | None
    comment_until: str | None
    source_file: str
    source_sha256: str
    clause_count: int


class DocumentDetail(Wire):
    """`GET /v1/documents/{id}`."""

    snapshot: str
    document: DocumentInfo


class DocumentList(Wire):
    """`GET /v1/documents`: ``documents`` are those from ``offset`` on, ``total`` how many fit the filters."""

    snapshot: str
    documents: list[DocumentInfo]
    total: int
    limit: int
    offset: int


class ClauseNode(Wire):
    """A node of the clause tree, in document order; ``parent_id`` links it."""

    id: str
    parent_id: str | None
    kind: str
    level: int
    label: str
    heading: str
    title: str
    path: list[str]
    text: str
    start: int
    end: int
    departments: dict[str, list[str]] = {}


class ClauseList(Wire):
    """`GET /v1/documents/{id}/clauses`."""

    snapshot: str
    document: DocumentInfo
    clauses: list[ClauseNode]


class ClauseInContext(Wire):
    """One clause with what stands around it. ``previous`` and ``next`` are under the same parent, in reading order."""

    snapshot: str
    document: DocumentInfo
    clause: ClauseNode
    parent: ClauseName | None
    previous: ClauseNode | None
    next: ClauseNode | None
    children: list[ClauseName]


class SourcePiece(Wire):
    """A run of the source text; ``start`` is its place there. Plain text: never to be read as HTML."""

    text: str
    start: int
    marked: bool = Field(description="是否为要突出显示的一段")


class SourceText(Wire):
    """`GET /v1/documents/{id}/source`: the text all offsets count in. The pieces joined are ``[first, last)`` of it."""

    snapshot: str
    document: DocumentInfo
    length: int = Field(description="全文的字符数")
    first: int = Field(description="返回部分的起点")
    last: int = Field(description="返回部分的终点（不含）")
    start: int | None = Field(description="突出显示部分的起点；没有要求突出显示时为 null")
    end: int | None = Field(description="突出显示部分的终点（不含）")
    pieces: list[SourcePiece]
