"""The wire contract: the same JSON in REST, batch CLI, MCP and UI. Unknown request keys are refused."""

from server.contract.access import DocumentVisibility, VisibilityChange
from server.contract.asking import (
    AskRequest,
    AskResponse,
    Citation,
    Mode,
    Notice,
    Refusal,
    RefusalCode,
    RequestFilters,
    Turn,
    Understood,
)
from server.contract.base import MAX_QUESTION_CHARS, DocStatus, Question, Wire
from server.contract.documents import ClauseList, ClauseNode, DocumentInfo, DocumentList
from server.contract.figures import FactInfo, FactKind, FactList
from server.contract.searching import SearchHit, SearchRequestBody, SearchResponse
from server.contract.state import Health, Problem, Readiness

__all__ = [
    "MAX_QUESTION_CHARS",
    "AskRequest",
    "AskResponse",
    "Citation",
    "ClauseList",
    "ClauseNode",
    "DocStatus",
    "DocumentInfo",
    "DocumentList",
    "DocumentVisibility",
    "FactInfo",
    "FactKind",
    "FactList",
    "Health",
    "Mode",
    "Notice",
    "Problem",
    "Question",
    "Readiness",
    "Refusal",
    "RefusalCode",
    "RequestFilters",
    "SearchHit",
    "SearchRequestBody",
    "SearchResponse",
    "Turn",
    "Understood",
    "VisibilityChange",
    "Wire",
]
