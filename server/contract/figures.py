"""The figures a document states."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract.base import Wire
from server.contract.documents import DocumentInfo

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
