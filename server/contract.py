"""The wire contract: the same JSON in REST, batch CLI, MCP and UI. Unknown request keys are refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_QUESTION_CHARS = 2_000

RefusalCode = Literal["region_not_covered", "topic_not_found", "value_not_stated", "off_topic"]
Mode = Literal["extractive", "generative", "auto"]
DocStatus = Literal["draft", "in_force", "expired", "repealed", "informational", "unknown"]


class Wire(BaseModel):
    """Base of everything on the wire."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(Wire):
    """One earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=20_000)]


class RequestFilters(Wire):
    """Limits on where to look; empty lists mean no limit."""

    regions: list[str] = Field(default=[], description="地区名称或行政区划代码，如 日照、371100")
    documents: list[str] = Field(default=[], description="文件 id")
    doc_types: list[str] = Field(default=[], description="文种：政策/意见/通知/总结/要点/解读/公告/法规/其他")
    status: list[DocStatus] = Field(default=[], description="效力状态")
    as_of: date | None = Field(default=None, description="以哪一天为准判断是否有效")


Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION_CHARS)]


class AskRequest(Wire):
    """`POST /v1/ask`."""

    question: Question
    history: list[Turn] = Field(default=[], max_length=50)
    filters: RequestFilters = RequestFilters()
    mode: Mode = "auto"
    top_k: int = Field(default=8, ge=1, le=50)
    stream: bool = False


class Citation(Wire):
    """An original clause an answer stands on. ``quote`` is a verbatim part of ``text``, [start, end) of the source."""

    marker: int
    document_id: str
    document_title: str
    doc_number: str | None
    issuer: str | None
    region: str | None
    doc_status: DocStatus
    source_file: str
    clause_id: str
    clause_label: str
    clause_path: list[str]
    text: str
    quote: str
    start: int
    end: int
    scores: dict[str, float | list[str]]


class Notice(Wire):
    """Something the reader must know before acting."""

    code: Literal["draft", "expired", "repealed", "informational", "figures_differ", "partial"]
    message: str


class Refusal(Wire):
    """Why there is no answer, and what can be asked instead."""

    code: RefusalCode
    message: str
    covered_regions: list[str] = []
    suggestions: list[str] = []


class Understood(Wire):
    """How the question was read."""

    regions: list[str] = []
    facets: list[str] = []
    rewritten_question: str = ""
    terms: list[str] = []


class AskResponse(Wire):
    """The answer, or the refusal, with its proof."""

    id: str
    snapshot: str
    status: Literal["answered", "refused"]
    mode: str
    answer: str
    citations: list[Citation] = []
    notices: list[Notice] = []
    refusal: Refusal | None = None
    follow_ups: list[str] = []
    understood: Understood = Understood()
    timings_ms: dict[str, float] = {}


class SearchRequestBody(Wire):
    """`POST /v1/search`."""

    query: Question
    filters: RequestFilters = RequestFilters()
    top_k: int = Field(default=10, ge=1, le=200)


class SearchHit(Wire):
    """A clause found."""

    clause_id: str
    document_id: str
    document_title: str
    clause_label: str
    clause_path: list[str]
    source_file: str
    text: str
    start: int
    end: int
    score: float
    scores: dict[str, float]
    matched_terms: list[str] = []


class SearchResponse(Wire):
    """Clauses, best first."""

    snapshot: str
    hits: list[SearchHit]


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


class DocumentList(Wire):
    """`GET /v1/documents`."""

    snapshot: str
    documents: list[DocumentInfo]


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


FactKind = Literal["result", "target", "promise", "limit", "stated"]


class FactInfo(Wire):
    """A figure a clause states. ``quote`` is the sentence it stands in, verbatim, [start, end) of the source."""

    clause_id: str
    clause_label: str
    clause_path: list[str]
    kind: FactKind = Field(description="已达到/目标/给付/限额或期限/其他")
    subject: str = Field(description="数值所说的事物，原文；没有写明的为空")
    condition: str = Field(description="数值适用的条件，原文；没有的为空")
    value: str = Field(description="数值，原文")
    qualifiers: list[str] = Field(description="最高、累计等限定，原文")
    year: int | None
    question: str | None = Field(description="以该数值为答案的完整问句；原文不足以拟出的为 null")
    quote: str
    start: int
    end: int


class FactList(Wire):
    """`GET /v1/documents/{id}/facts`."""

    snapshot: str
    document: DocumentInfo
    facts: list[FactInfo]


class Health(Wire):
    """`GET /healthz`."""

    status: Literal["ok", "degraded"]
    reasons: list[str] = []
    snapshot: str | None
    documents: int
    clauses: int


class Problem(Wire):
    """RFC 9457 problem document, with a machine-readable ``code``."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] = []
