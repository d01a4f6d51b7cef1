"""Citation cards: the clauses an answer stands on, as HTML. Every text is escaped here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from server.contract import Citation

STATUS_LABELS = {
    "draft": "征求意见稿",
    "in_force": "现行",
    "expired": "已失效",
    "repealed": "已废止",
    "informational": "总结解读",
    "unknown": "未载明",
}
"""What a reader sees for a document's status; 未载明 where its own text does not tell."""

_STATUS_TITLES = {"unknown": "原文没有写明是否现行有效"}
_MARKER = re.compile(r"\[(\d+)\]")


def status_badge(status: str) -> str:
    """A badge naming a document's legal effect."""
    title = _STATUS_TITLES.get(status, "文件效力")
    label = STATUS_LABELS[status]
    return f'<span class="pq-badge pq-badge-{escape(status)}" title="{title}">{label}</span>'


def with_marker_links(answer: str, anchor: str, citations: Sequence[Citation]) -> str:
    """``answer`` escaped, with each ``[n]`` that has a citation turned into a link to its card."""
    known = {citation.marker for citation in citations}

    def link(found: re.Match[str]) -> str:
        number = int(found.group(1))
        if number not in known:
            return found.group()
        target = f"{anchor}-{number}"
        return f'<a class="pq-mark" href="#{target}" data-open="{target}" title="查看依据原文">{number}</a>'

    return _MARKER.sub(link, escape(answer))


def highlighted(text: str, quote: str) -> str:
    """``text`` escaped, with the first occurrence of ``quote`` in ``<mark>``."""
    before, found, after = text.partition(quote) if quote else (text, "", "")
    if not found:
        return escape(text)
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"


def citation_card(citation: Citation, anchor: str) -> str:
    """One expandable card: closed it shows where the clause stands and the quote, open the whole clause."""
    facts = [
        f'<span class="pq-docno">{escape(citation.doc_number)}</span>' if citation.doc_number else "",
        f"<span>{escape(citation.issuer)}</span>" if citation.issuer else "",
    ]
    steps = "".join(f"<span>{escape(step)}</span>" for step in citation.clause_path)
    path = f'<span class="pq-path">{steps}</span>' if steps else ""
    return (
        f'<details class="pq-card" id="{anchor}-{citation.marker}">'
        '<summary><span class="pq-seal" aria-hidden="true">'
        f'{citation.marker}</span><span class="pq-card-head">'
        f'<span class="pq-card-title">{escape(citation.document_title)}</span>'
        f'<span class="pq-card-facts">{status_badge(citation.doc_status)}{"".join(facts)}</span>{path}'
        f'<span class="pq-preview">{escape(citation.quote)}</span>'
        '<span class="pq-more"></span></span></summary>'
        '<div class="pq-card-body">'
        f'<blockquote class="pq-clause" tabindex="0">{highlighted(citation.text, citation.quote)}</blockquote>'
        f'<div class="pq-card-foot"><p class="pq-source">{_source_line(citation)}</p>{_buttons(citation)}</div>'
        "</div></details>"
    )


def citation_list(citations: Sequence[Citation], anchor: str) -> str:
    """All cards of an answer under one heading; empty without citations."""
    if not citations:
        return ""
    cards = "".join(citation_card(citation, anchor) for citation in citations)
    return (
        '<section class="pq-citations"><h3>依据原文'
        f'<span class="pq-count">{len(citations)} 条</span></h3>{cards}</section>'
    )


def _source_line(citation: Citation) -> str:
    return f"<span>来源：{escape(citation.source_file)}</span><span>第 {citation.start}–{citation.end} 字</span>"


def _buttons(citation: Citation) -> str:
    number = f"（{citation.doc_number}）" if citation.doc_number else ""
    copied = f"{citation.text}\n——{citation.document_title}{number}"
    return (
        f'<button type="button" class="pq-action pq-copy" data-copy="{escape(copied)}">复制条款</button>'
        f'<button type="button" class="pq-action" data-source="{escape(citation.document_id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}">打开原文</button>'
    )
