"""Dify's contract for an external knowledge base: one request, ``POST {endpoint}/retrieval``.

As documented by Dify ("External Knowledge API"). Unknown request keys are let through.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from server.contract import Question

Text = Annotated[str, StringConstraints(max_length=10_000)]

Operator = Literal[
    "contains", "not contains", "start with", "end with", "is", "is not", "in", "not in",
    "empty", "not empty", "null", "not null", "=", "≠", ">", "<", "≥", "≤", "before", "after",
]  # fmt: skip


class DifyWire(BaseModel):
    """Base of the Dify-shaped values."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class RetrievalSetting(DifyWire):
    """How many records, and from which score on."""

    top_k: int = Field(ge=1, le=200, description="最多返回几条")
    score_threshold: float | None = Field(default=None, ge=0, le=1, description="低于此分的不返回；不填或 0 表示不限")


class Condition(DifyWire):
    """A condition on a document's metadata; with several names it is met where one of these fields meets it."""

    name: Text | list[Text]
    comparison_operator: Operator
    value: Text | float | list[Text] | None = None


class MetadataCondition(DifyWire):
    """Conditions, all (``and``) or any (``or``) of which have to be met."""

    logical_operator: Literal["and", "or"] | None = "and"
    conditions: list[Condition] | None = Field(default=None, max_length=50)


class RetrievalRequest(DifyWire):
    """`POST /retrieval`."""

    knowledge_id: str = Field(min_length=1, max_length=500, description="default、地区名称或代码、或文件 id")
    query: Question
    retrieval_setting: RetrievalSetting
    metadata_condition: MetadataCondition | None = None


class Record(DifyWire):
    """A clause. ``content`` is a line that says where it is from, then the clause verbatim."""

    content: str
    score: float
    title: str
    metadata: dict[str, str | int | float]


class RetrievalResponse(DifyWire):
    """Records, best first."""

    records: list[Record]


class DifyError(DifyWire):
    """An error. ``error_code`` is 1002 (access), 2001 (no such knowledge), else the HTTP status."""

    error_code: int
    error_msg: str
