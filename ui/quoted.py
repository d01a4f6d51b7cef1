"""Words of a clause on a page: the words, and a button that opens the source at them. Every text is escaped here."""

from __future__ import annotations

from html import escape

from server.contract import DocumentInfo, Stated
from ui.citations import status_badge

NOT_STATED = "原文未载明"


def quoted(stated: Stated | None, document_id: str) -> str:
    """``stated`` with the way to its place in the source, or that the text does not state it."""
    if stated is None:
        return f'<span class="pq-not-stated">{NOT_STATED}</span>'
    return f'<span class="pq-quoted">{escape(stated.text)}</span>{place_button(stated, document_id)}'


def place_button(stated: Stated, document_id: str) -> str:
    """A button that opens the source of ``document_id`` at ``stated``."""
    where = escape(f"打开原文：{stated.clause_label or stated.text[:20]}")
    return (
        f'<button type="button" class="pq-place" data-source="{escape(document_id)}" data-start="{stated.start}" '
        f'data-end="{stated.end}" title="{where}" aria-label="{where}">原文</button>'
    )


def clause_steps(path: list[str], label: str) -> str:
    """Where a clause stands in its document, as a list; an unnumbered paragraph has no path."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in path or [label or "未编号的段落"])
    return f'<ol class="pq-path">{steps}</ol>'


def document_facts(document: DocumentInfo) -> str:
    """Status, number, issuer, region, kind and the dates that the document's text states."""
    dates = {
        "成文": document.issued_on,
        "发布": document.published_on,
        "施行": document.effective_from,
        "有效期至": document.effective_until,
        "征求意见至": document.comment_until,
    }
    facts = [document.doc_number, document.issuer, document.region, document.doc_type]
    facts += [f"{name} {day}" for name, day in dates.items() if day]
    return (
        f'<p class="pq-card-facts">{status_badge(document.status)}'
        + "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
        + "</p>"
    )
