"""One question put to several regions, as a table."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.asking import Citation, Notice, Refusal, RefusalCode
from server.contract.base import Question, Wire
from server.contract.stated import Stated

MAX_REGIONS = 20
MAX_REGION_CHARS = 50

RegionName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_REGION_CHARS)]


class CompareRequest(Wire):
    """`POST /v1/compare`: ``question`` names no region, ``regions`` are names or codes."""

    question: Question
    regions: list[RegionName] = Field(
        min_length=2, max_length=MAX_REGIONS, description="2 到 20 个地区，名称或行政区划代码"
    )
    as_of: date | None = Field(default=None, description="以哪一天为准判断是否有效")


class RegionAnswer(Wire):
    """One region's row. A column the answer's clauses do not state is empty.

    ``answer`` has its markers, ``short_answer`` none; ``values`` are the figures the answer gives.
    """

    region: str
    status: Literal["answered", "refused"]
    code: RefusalCode | None = Field(description="拒答时的原因代码")
    answer: str
    short_answer: str
    values: list[Stated] = Field(description="答案给出的数值，原文")
    conditions: list[Stated] = Field(description="这些数值适用的条件，原文")
    departments: list[Stated] = Field(description="条款写明的责任单位，原文")
    citations: list[Citation]
    notices: list[Notice]
    refusal: Refusal | None


class RegionComparison(Wire):
    """The same question put to several regions, each answered from its own documents alone."""

    snapshot: str
    question: str
    rows: list[RegionAnswer]
