"""A question, its answer with the proof, or the refusal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.base import DocStatus, Question, Wire

RefusalCode = Literal["region_not_covered", "topic_not_found", "value_not_stated", "off_topic"]
Mode = Literal["extractive", "generative", "auto"]


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
