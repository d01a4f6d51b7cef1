"""What readers say of answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.base import Question, Wire

Rating = Literal["up", "down"]
Reason = Literal["wrong", "incomplete", "wrong_clause", "outdated", "not_understood", "other"]
ClauseId = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class FeedbackRequest(Wire):
    """`POST /v1/feedback`."""

    answer_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)] = Field(
        description="回答的 id"
    )
    question: Question
    rating: Rating
    reason: Reason | None = Field(
        default=None,
        description="答案有误/不完整/条款不对/已过时/没听懂问题/其他",
    )
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = Field(
        default="", description="说明"
    )
    correction: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000)] = Field(
        default="", description="应当怎样回答"
    )
    answer: Annotated[str, StringConstraints(max_length=20_000)] = Field(default="", description="当时的答案")
    citations: list[ClauseId] = Field(default=[], max_length=50, description="当时引用的条款 id")
    snapshot: Annotated[str, StringConstraints(max_length=100)] = Field(default="", description="当时的知识库快照")


class FeedbackReceipt(Wire):
    """The feedback is on disk."""

    number: int
    at: str


class FeedbackEntry(FeedbackRequest):
    """One piece of feedback as kept. ``at`` is UTC in ISO 8601."""

    number: int
    at: str


class FeedbackList(Wire):
    """`GET /v1/feedback`, newest first; ``total`` is how many fit the filters."""

    entries: list[FeedbackEntry]
    total: int
    limit: int
    offset: int
