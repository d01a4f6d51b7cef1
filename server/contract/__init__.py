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
from server.contract.card import CardEntry, PolicyCard
from server.contract.comparing import MAX_REGIONS, CompareRequest, RegionAnswer, RegionComparison, RegionName
from server.contract.documents import (
    ClauseInContext,
    ClauseList,
    ClauseNode,
    DocumentDetail,
    DocumentInfo,
    DocumentList,
    SourcePiece,
    SourceText,
)
from server.contract.feedback import FeedbackEntry, FeedbackList, FeedbackReceipt, FeedbackRequest, Rating, Reason
from server.contract.figures import FactInfo, FactKind, FactList
from server.contract.hot import HotQuestion, HotQuestions
from server.contract.matching import (
    ClauseMatch,
    EnterpriseProfile,
    Fit,
    MatchAmount,
    MatchCondition,
    MatchResponse,
    Verdict,
)
from server.contract.searching import SearchHit, SearchRequestBody, SearchResponse
from server.contract.slip import Slip, SlipClause, SlipRequest
from server.contract.state import Health, Problem
from server.contract.stated import ClauseName, Stated

__all__ = [
    "MAX_QUESTION_CHARS",
    "MAX_REGIONS",
    "AskRequest",
    "AskResponse",
    "CardEntry",
    "Citation",
    "ClauseInContext",
    "ClauseList",
    "ClauseMatch",
    "ClauseName",
    "ClauseNode",
    "CompareRequest",
    "DocStatus",
    "DocumentDetail",
    "DocumentInfo",
    "DocumentList",
    "EnterpriseProfile",
    "FactInfo",
    "FactKind",
    "FactList",
    "FeedbackEntry",
    "FeedbackList",
    "FeedbackReceipt",
    "FeedbackRequest",
    "Fit",
    "Health",
    "HotQuestion",
    "HotQuestions",
    "MatchAmount",
    "MatchCondition",
    "MatchResponse",
    "Mode",
    "Notice",
    "PolicyCard",
    "Problem",
    "Question",
    "Rating",
    "Reason",
    "Refusal",
    "RefusalCode",
    "RegionAnswer",
    "RegionComparison",
    "RegionName",
    "RequestFilters",
    "SearchHit",
    "SearchRequestBody",
    "SearchResponse",
    "Slip",
    "SlipClause",
    "SlipRequest",
    "SourcePiece",
    "SourceText",
    "Stated",
    "Turn",
    "Understood",
    "Verdict",
    "Wire",
]
