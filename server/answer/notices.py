"""What a reader must know before acting on an answer: draft, expired, informational, contradicting figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ingest.model import DocType, Document, Link, Status
from ingest.normalize import fold
from server.answer.facts.task_counts import tasks_stated
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


def notices_for(documents: Iterable[Document], as_of: date, library: Sequence[Document] = ()) -> tuple[Notice, ...]:
    """One notice a document at most, for the documents an answer cites: its gravest shortcoming on ``as_of``.

    Args:
        as_of: the day the asker acts on: a text not yet in force, out of force or out for comment is told as of then.
        library: the documents held, among which one may have repealed another.
    """
    found: dict[tuple[str, str], Notice] = {}
    for document in documents:
        notice = _status_notice(document, as_of, library)
        if notice:
            found.setdefault((notice.code, notice.message), notice)
    return tuple(found.values())


def _status_notice(document: Document, as_of: date, library: Sequence[Document]) -> Notice | None:
    name, day = titled(document), as_of.isoformat()
    begins = document.effective_from.value if document.effective_from else None
    ends = document.effective_until.value if document.effective_until else None
    if document.status is Status.REPEALED:
        return Notice(code="repealed", message=f"{name}已废止。")
    if by := _repealed_by(document, day, library):
        since = f"（自{spoken_date(by.effective_from.value)}起施行）" if by.effective_from else ""
        return Notice(code="repealed", message=f"{name}已被{titled(by)}{since}废止。")
    if document.status is Status.DRAFT:
        is_call = document.doc_type in (DocType.ANNOUNCEMENT, DocType.NOTICE)
        what = f"{name}{'所附的' if is_call else ''}是征求意见稿（草案）"
        return Notice(code="draft", message=f"{what}，尚未生效，不能作为申报依据{_call(document, day)}。")
    if begins and begins > day:
        return Notice(code="draft", message=f"{name}自{spoken_date(begins)}起施行，截至{spoken_date(day)}尚未生效。")
    issued = document.issued_on or document.published_on
    if not begins and issued and issued.value > day and document.status is not Status.INFORMATIONAL:
        return Notice(
            code="draft", message=f"{name}印发于{spoken_date(issued.value)}，截至{spoken_date(day)}尚未出台。"
        )
    if ends < day if ends else document.status is Status.EXPIRED:
        until = f"（有效期至{spoken_date(ends)}）" if ends else ""
        return Notice(code="expired", message=f"{name}已过有效期{until}。")
    if document.status is Status.INFORMATIONAL:
        return Notice(code="informational", message=f"{name}是{document.doc_type.value}，仅供参考，不是申报依据。")
    return None


def _call(document: Document, day: str) -> str:
    """Until when a draft is, or was, out for comment."""
    if document.comment_until is None:
        return ""
    until = document.comment_until.value
    if until < day:
        return f"；意见征集已于{spoken_date(until)}截止，请核实是否已正式印发"
    return f"，意见反馈截止{spoken_date(until)}"


def _repealed_by(document: Document, day: str, library: Sequence[Document]) -> Document | None:
    """A later document in force on ``day`` that repeals this one by its 文号 or its whole title."""
    own = _begun(document)
    for other in library:
        begun = _begun(other)
        if other.id == document.id or not own or not begun or not own < begun <= day:
            continue
        if other.status in (Status.DRAFT, Status.INFORMATIONAL):
            continue
        if any(link.relation == "repeals" and _names(link, document) for link in other.links):
            return other
    return None


def _begun(document: Document) -> str | None:
    found = document.effective_from or document.issued_on
    return found.value if found else None


def _names(link: Link, document: Document) -> bool:
    if link.doc_number and document.doc_number:
        return fold(link.doc_number) == fold(document.doc_number.value)
    return link.title is not None and fold(link.title).strip() == fold(document.title).strip("《》 ")


def titled(document: Document) -> str:
    """A document's title in its marks; marks inside it become the single ones: 《〈若干政策〉草案解读》."""
    title = document.title
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        return title
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def spoken_date(iso: str) -> str:
    """A date as people write it: 2025年6月9日 for 2025-06-09."""
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
            for stated in tasks_stated(clause.text):
                if stated.count > counted / 2 and stated.count != counted:
                    message = f"{titled(other)}称“{stated.text}”，与正文编号的{counted}条不一致，以正文为准。"
                    return (Notice(code="figures_differ", message=message),)
    return ()
