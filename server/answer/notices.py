"""What a reader must know before acting on an answer: draft, expired, informational, contradicting figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ingest.model import Document, Status
from ingest.normalize import fold
from ingest.numerals import read_integer
from server.answer.holdings import Holdings
from server.contract import Notice

STATUS_NAMES = {
    Status.DRAFT: "征求意见稿",
    Status.IN_FORCE: "现行",
    Status.EXPIRED: "已失效",
    Status.REPEALED: "已废止",
    Status.INFORMATIONAL: "总结/解读",
    Status.UNKNOWN: "效力未载明",
}
_TASKS = re.compile(r"([0-9]+|[一二三四五六七八九十]+)\s*(?:项|条)(?:重点)?(?:任务|政策措施|措施|举措)")


def notices_for(documents: Iterable[Document], as_of: date) -> tuple[Notice, ...]:
    """One notice a document and reason, for the documents an answer cites."""
    found: dict[tuple[str, str], Notice] = {}
    for document in documents:
        notice = _status_notice(document, as_of)
        if notice:
            found.setdefault((notice.code, notice.message), notice)
    return tuple(found.values())


def _status_notice(document: Document, as_of: date) -> Notice | None:
    name = f"《{document.title}》"
    if document.status is Status.DRAFT:
        until = f"，意见反馈截止{_spoken(document.comment_until.value)}" if document.comment_until else ""
        return Notice(code="draft", message=f"{name}是征求意见稿（草案），尚未生效，不能作为申报依据{until}。")
    if document.status is Status.REPEALED:
        return Notice(code="repealed", message=f"{name}已废止。")
    expired = document.effective_until and document.effective_until.value < as_of.isoformat()
    if document.status is Status.EXPIRED or expired:
        until = f"（有效期至{_spoken(document.effective_until.value)}）" if document.effective_until else ""
        return Notice(code="expired", message=f"{name}已过有效期{until}。")
    if document.status is Status.INFORMATIONAL:
        return Notice(code="informational", message=f"{name}是{document.doc_type.value}，仅供参考，不是申报依据。")
    return None


def _spoken(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"


def figures_differ(
    document: Document, counted: int, documents: Sequence[Document], holdings: Holdings
) -> tuple[Notice, ...]:
    """A notice where another document of the same file states another number of tasks than this one numbers."""
    for other in documents:
        if other.source_file != document.source_file or other.id == document.id:
            continue
        for clause in holdings.clauses_of(other.id):
            for match in _TASKS.finditer(fold(clause.text)):
                stated = read_integer(match[1])
                if stated and stated > counted / 2 and stated != counted:
                    message = f"《{other.title}》称“{match.group()}”，与正文编号的{counted}条不一致，以正文为准。"
                    return (Notice(code="figures_differ", message=message),)
    return ()
