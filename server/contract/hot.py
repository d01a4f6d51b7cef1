"""Questions worth asking."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract.base import Wire


class HotQuestion(Wire):
    """A question the library answers with a clause."""

    question: str
    region: str | None
    document_id: str
    clause_id: str
    clause_label: str
    origin: Literal["library", "asked"] = Field(description="由文件内容拟出，或来自提问记录")
    count: int | None = Field(description="提问记录中的次数；由文件内容拟出的为 null")


class HotQuestions(Wire):
    """`GET /v1/hot-questions`: the same for a snapshot each time, unless questions are logged."""

    snapshot: str
    region: str | None
    questions: list[HotQuestion]
