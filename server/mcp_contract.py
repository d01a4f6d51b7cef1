"""What the MCP tools answer with besides the wire contract's own values."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract import DocumentInfo, SearchHit, Wire

Verdict = Literal["supported", "unsupported", "nothing_to_check"]


class PolicySearch(Wire):
    """Clauses, best first, each document's status with them; ``note`` says which region asked for is not held."""

    snapshot: str
    hits: list[SearchHit]
    documents: list[DocumentInfo]
    note: str | None = None


class ClaimCheck(Wire):
    """One amount, limit, date, office, grade, quotation or region of a sentence, and the clauses that say it."""

    claim: str
    stands: bool
    clause_ids: list[str]


class SentenceCheck(Wire):
    """A sentence of the text under test."""

    text: str
    verdict: Verdict
    claims: list[ClaimCheck]


class CitationCheck(Wire):
    """Whether every claim of a text stands in the given clauses. The worst of its sentences decides."""

    snapshot: str
    verdict: Verdict
    sentences: list[SentenceCheck]
    note: str = Field(
        default="核对的是金额、数量、比例、限定词（最高、累计等）、日期、单位名称、等级、条款号、引文和所说的地区；"
        "不含这些内容的说法（如肯定与否定、适用对象）不在核对之列。"
    )
