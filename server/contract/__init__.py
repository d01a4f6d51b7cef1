"""The wire contract: the same JSON in REST, batch CLI, MCP and UI. Unknown request keys are refused."""

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
from server.contract.library import (
    DocTypeName,
    DocumentCorrection,
    Job,
    JobFile,
    JobKind,
    JobStage,
    SnapshotInfo,
    SnapshotList,
)
from server.contract.searching import SearchHit, SearchRequestBody, SearchResponse
from server.contract.state import Health, Problem
from server.contract.versions import (
    AmountChange,
    ClauseChange,
    DiffAmount,
    DiffDocument,
    DiffSide,
    DocumentDiff,
    VersionInfo,
    VersionList,
)

__all__ = [
    "MAX_QUESTION_CHARS",
    "AmountChange",
    "AskRequest",
    "AskResponse",
    "Citation",
    "ClauseChange",
    "ClauseList",
    "ClauseNode",
    "DiffAmount",
    "DiffDocument",
    "DiffSide",
    "DocStatus",
    "DocTypeName",
    "DocumentCorrection",
    "DocumentDiff",
    "DocumentInfo",
    "DocumentList",
    "FactInfo",
    "FactKind",
    "FactList",
    "Health",
    "Job",
    "JobFile",
    "JobKind",
    "JobStage",
    "Mode",
    "Notice",
    "Problem",
    "Question",
    "Refusal",
    "RefusalCode",
    "RequestFilters",
    "SearchHit",
    "SearchRequestBody",
    "SearchResponse",
    "SnapshotInfo",
    "SnapshotList",
    "Turn",
    "Understood",
    "VersionInfo",
    "VersionList",
    "Wire",
]
