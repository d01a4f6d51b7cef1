"""The clerk's slip (办事员便签): one sentence to say aloud, and what it stands on."""

from __future__ import annotations

from pydantic import Field

from server.contract.asking import AskResponse, Notice
from server.contract.base import DocStatus, Question, Wire
from server.contract.stated import Stated


class SlipRequest(Wire):
    """`POST /v1/slip`: an answer as `POST /v1/ask` gave it, whole."""

    question: Question
    response: AskResponse


class SlipClause(Wire):
    """A clause as a clerk names it."""

    clause_id: str
    label: str = Field(description="口头说法，如 第14条 完善风险投资体系和机制")
    document_id: str
    document_title: str
    doc_number: str | None
    issuer: str | None
    doc_status: DocStatus
    status_name: str
    quote: str


class Slip(Wire):
    """``spoken`` has no brackets, markers or marks; its figures are those of the clause. What is not stated is null."""

    question: str
    answered: bool
    spoken: str
    more: int = Field(description="答案还有几句没有念出")
    clause: SlipClause | None
    departments: Stated | None
    phone: Stated | None
    notices: list[Notice]
    date: str = Field(description="出具日期，YYYY-MM-DD")
    snapshot: str
    answer_id: str
