"""政策卡片: what a document gives, entry by entry, each field in its own words. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import CardEntry, DocumentInfo, DocumentList, Notice, PolicyCard, Stated
from ui.citations import status_badge
from ui.quoted import NOT_STATED, clause_steps, document_facts, place_button, quoted

PENDING = '<p class="pq-pending" role="status">正在整理卡片<i></i><i></i><i></i></p>'
NOTHING_CHOSEN = '<p class="pq-empty pq-choose-first">选一份文件，看它给什么、给谁、找谁办。</p>'


def policy_card(card: PolicyCard) -> str:
    """The document's head and its entries, as a sheet that can be printed."""
    document = card.document
    entries = "".join(_entry(entry, number, card) for number, entry in enumerate(card.entries, start=1))
    count = f"{len(card.entries)} 项支持" if card.entries else "没有支持事项"
    return (
        f'<article class="pq-policy" id="pq-policy-sheet" aria-label="{escape(document.title)}" tabindex="-1">'
        f'<header class="pq-policy-head"><h2>{escape(document.title)}</h2>{document_facts(document)}'
        f'<p class="pq-policy-source"><span>{count}</span><span>来源：{escape(document.source_file)}</span></p>'
        '<div class="pq-actions"><button type="button" class="pq-action" data-print="pq-policy-sheet">打印</button>'
        f'<button type="button" class="pq-action" data-source="{escape(document.id)}">'
        f"打开原文</button></div>{_notices(card.notices)}{_general(card)}</header>"
        f"{entries or _nothing_given(document)}</article>"
    )


def document_picker(found: DocumentList, chosen: str) -> str:
    """The documents to choose from; ``chosen`` is the id of the one shown."""
    if not found.documents:
        return '<p class="pq-empty" role="status">没有符合的文件。请换个词，或放宽地区和效力。</p>'
    items = "".join(_choice(document, chosen) for document in found.documents)
    left = found.total - len(found.documents)
    more = (
        f'<button type="button" class="pq-link" data-more="{len(found.documents)}">再列一些（还有 {left} 份）</button>'
        if left > 0
        else ""
    )
    return f'<p class="pq-count" role="status">{found.total} 份文件</p><ul class="pq-picker">{items}</ul>{more}'


def _choice(document: DocumentInfo, chosen: str) -> str:
    here = ' aria-current="true"' if document.id == chosen else ""
    facts = [document.region, document.doc_type, document.doc_number]
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return (
        f'<li><button type="button" class="pq-pick" data-card="{escape(document.id)}"{here}>'
        f'<span class="pq-doc-title">{escape(document.title)}</span>'
        f'<span class="pq-doc-facts">{status_badge(document.status)}{line}</span></button></li>'
    )


def _entry(entry: CardEntry, number: int, card: PolicyCard) -> str:
    document = card.document.id
    contact = quoted(entry.contact, document)
    if entry.contact is None and card.contacts:
        contact = f'<span class="pq-not-stated">本条{NOT_STATED}，可用上面的通用联系方式</span>'
    fields = {
        "对象": quoted(entry.recipient, document),
        "条件": quoted(entry.condition, document),
        "标准": quoted(entry.standard, document),
        "期限": quoted(entry.time_limit, document),
        "责任单位": quoted(entry.departments, document),
        "联系方式": contact,
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in fields.items())
    return (
        f'<section class="pq-entry" aria-labelledby="pq-entry-{number}">'
        f"{clause_steps(entry.clause_path, entry.clause_label)}"
        f'<h3 id="pq-entry-{number}"><span class="pq-seal" aria-hidden="true">{number}</span>'
        f"<span>{escape(entry.what.text)}{place_button(entry.what, document)}</span></h3>"
        f'<dl class="pq-fields">{rows}</dl></section>'
    )


def _general(card: PolicyCard) -> str:
    """What holds for the whole document."""
    lines: list[tuple[str, Sequence[Stated]]] = [
        ("施行与有效期", [card.validity] if card.validity else []),
        ("征求意见截止", [card.comment_until] if card.comment_until else []),
        ("反馈意见", card.feedback),
        ("通用联系方式", card.contacts),
    ]
    rows = "".join(
        f"<div><dt>{name}</dt><dd>"
        + "".join(f"<p>{quoted(value, card.document.id)}</p>" for value in values)
        + "</dd></div>"
        for name, values in lines
        if values
    )
    return f'<dl class="pq-fields pq-general">{rows}</dl>' if rows else ""


def _notices(notices: Sequence[Notice]) -> str:
    return "".join(
        f'<p class="pq-notice pq-notice-{escape(notice.code)}" role="note">{escape(notice.message)}</p>'
        for notice in notices
    )


def _nothing_given(document: DocumentInfo) -> str:
    return (
        '<div class="pq-box"><strong>这份文件里没有读出支持事项</strong>'
        f"<p>原文没有写明给谁什么补助、奖励或其他支持；{escape(document.doc_type)}的其他内容请看原文。</p></div>"
    )
