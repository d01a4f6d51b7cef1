"""A document at a glance: what it gives, to whom, on which conditions, and whom to ask."""

from __future__ import annotations

from pydantic import Field

from server.contract.asking import Notice
from server.contract.base import Wire
from server.contract.documents import DocumentInfo
from server.contract.stated import Stated


class CardEntry(Wire):
    """One thing a document gives. A field is the clause's own words; null where they do not state it (原文未载明)."""

    clause_id: str
    clause_label: str
    clause_path: list[str]
    heading: str = Field(description="条款的标题，没有标题的为空")
    what: Stated = Field(description="给什么：所在的句子或分句，原文")
    recipient: Stated | None = Field(description="对象")
    condition: Stated | None = Field(description="条件")
    standard: Stated | None = Field(description="标准：金额、比例或支持方式")
    time_limit: Stated | None = Field(description="期限")
    departments: Stated | None = Field(description="责任单位")
    contact: Stated | None = Field(description="联系方式")


class PolicyCard(Wire):
    """`GET /v1/documents/{id}/card`. Entries in reading order; a document that gives nothing has none."""

    snapshot: str
    document: DocumentInfo
    status_name: str = Field(description="效力的中文名称")
    notices: list[Notice]
    validity: Stated | None = Field(description="施行日期与有效期的原文")
    comment_until: Stated | None = Field(description="征求意见截止的原文")
    feedback: list[Stated] = Field(description="征求意见的反馈方式，原文")
    contacts: list[Stated] = Field(description="全文通用的联系方式，原文")
    entries: list[CardEntry]
