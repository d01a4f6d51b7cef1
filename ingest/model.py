"""The data ingest produces: frozen values, offsets in characters of the decoded source text.

A source *file* holds one or more logical *documents*; a document is a tree of *clauses*; a clause is cut
into *chunks*, which are what the index embeds and searches. A hit on a chunk always resolves to its clause.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class IssuerBasis(StrEnum):
    """Where the text names a document's issuer."""

    NAMED = "named"
    """As issuer: signature, title, own line, imprint, history, or the data table of the page."""
    PUBLISHER = "publisher"
    """As who put the text out: 某局发布时间：…, or before the time under the title. Nothing names an issuer."""
    INTERPRETER = "interpreter"
    """由某局负责解释. Nothing names an issuer or a publisher."""
    ADDRESS = "address"
    """As addressee of letters (通信地址：某局). Nothing names an issuer, a publisher or an interpreter."""


class DocType(StrEnum):
    """What kind of official document (文种) a text is."""

    POLICY = "政策"
    OPINION = "意见"
    NOTICE = "通知"
    SUMMARY = "总结"
    WORK_PLAN = "要点"
    INTERPRETATION = "解读"
    ANNOUNCEMENT = "公告"
    REGULATION = "法规"
    OTHER = "其他"


class Status(StrEnum):
    """Legal effect (效力) of a document, as far as its own text tells."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPEALED = "repealed"
    INFORMATIONAL = "informational"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """How a department takes part in a clause."""

    LEAD = "牵头单位"
    RESPONSIBLE = "责任单位"
    SUPPORT = "配合单位"


class ClauseKind(StrEnum):
    """What a node of the clause tree is."""

    DIVISION = "division"
    """编/分编/章/节: groups clauses, has no rule of its own."""
    HEADING = "heading"
    """A numbered or unnumbered heading whose text is only a title."""
    ARTICLE = "article"
    """条."""
    ITEM = "item"
    """Any other numbered clause: 一、（一）1.（1）① 一是…"""
    PARAGRAPH = "paragraph"
    """An unnumbered paragraph."""
    FRONT = "front"
    """Title, 文号, 主送机关, signature or date line."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of characters in the decoded source text."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """The characters of ``text`` this span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def moved(self, by: int) -> Span:
        """This span, ``by`` characters further on (or back, below 0)."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A metadata value with the place it was read from."""

    value: T
    span: Span


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division: six-digit ``adcode``, full ``name``, and its ancestors, province first."""

    adcode: str
    name: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another document, by title, by 文号, or both. ``relation``: based_on | interprets | repeals."""

    relation: str
    title: str | None
    doc_number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Department:
    """A department named for a clause, with its role."""

    name: str
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One logical document. A field the text does not state is ``None``, never guessed."""

    id: str
    title: str
    doc_type: DocType
    status: Status
    span: Span
    source_file: str
    source_sha256: str
    doc_number: Found[str] | None = None
    issuers: tuple[Found[str], ...] = ()
    issuer_basis: IssuerBasis = IssuerBasis.NAMED
    region: Region | None = None
    issued_on: Found[str] | None = None
    """成文日期, ISO 8601."""
    published_on: Found[str] | None = None
    effective_from: Found[str] | None = None
    effective_until: Found[str] | None = None
    comment_until: Found[str] | None = None
    links: tuple[Link, ...] = ()

    @property
    def issuer(self) -> str | None:
        """发文机关; several are joined with 、."""
        return "、".join(found.value for found in self.issuers) or None


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of a document's clause tree.

    ``span`` is the node's own text and never overlaps another node's; ``extent`` also covers its descendants.
    """

    id: str
    document_id: str
    parent_id: str | None
    kind: ClauseKind
    level: int
    """Depth in the tree, 1 at the root."""
    label: str
    """The number as printed (``14.``, ``（二）``, ``第三条``), empty for an unnumbered paragraph."""
    heading: str
    """The heading as printed, without its final 。; empty when there is none."""
    title: str
    """Label and heading as printed, or the opening words of an unnumbered paragraph."""
    path: tuple[str, ...]
    """Titles from the root down to this node."""
    text: str
    """``extent`` of the source, verbatim."""
    span: Span
    extent: Span
    ordinal: int | None = None
    """Value of the label's number."""
    unique_ordinal: bool = False
    """Whether no other clause of the document has the same mark and number (so 第N条 names it)."""
    departments: tuple[Department, ...] = ()

    @property
    def departments_by_role(self) -> dict[Role, list[str]]:
        """The names of the departments, in the order of the text, by role."""
        named: dict[Role, list[str]] = {}
        for department in self.departments:
            named.setdefault(department.role, []).append(department.name)
        return named


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded and searched; ``span`` lies in the clause ``clause_id``."""

    id: str
    clause_id: str
    document_id: str
    prefix: str
    """Region, title and path: searched with the text, never displayed."""
    text: str
    span: Span
    plain: str = ""
    """``text`` without the markup in it, which is what is searched; empty where there is none."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One ingested file: ``text`` is what all offsets refer to."""

    name: str
    sha256: str
    text: str
    furniture: tuple[Span, ...] = ()
    """Navigation, copyright lines and the like: in no clause."""
    plain: str = ""
    """``text`` with the markup in it blanked, as long as ``text``; empty where there is none."""
    pages: tuple[int, ...] = ()
    """Offsets at which the pages begin, the first page's first; empty where the format has no fixed pages."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything ingested, in source order."""

    sources: tuple[SourceFile, ...] = ()
    documents: tuple[Document, ...] = ()
    clauses: tuple[Clause, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    failures: tuple[tuple[str, str], ...] = field(default=())
    """(file name, one-line reason) of every file that could not be taken."""

    def of_documents(self, ids: frozenset[str]) -> Library:
        """These documents with what belongs to them; of files that could not be taken, none."""
        documents = tuple(d for d in self.documents if d.id in ids)
        files = {d.source_file for d in documents}
        return Library(
            sources=tuple(s for s in self.sources if s.name in files),
            documents=documents,
            clauses=tuple(c for c in self.clauses if c.document_id in ids),
            chunks=tuple(c for c in self.chunks if c.document_id in ids),
        )
