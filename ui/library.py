"""What stands around the conversation: the opening, the kept conversations, what the library holds; as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import DocumentInfo
from ui.citations import status_badge

_DATES = {
    "issued_on": "成文",
    "published_on": "发布",
    "effective_from": "施行",
    "effective_until": "有效期至",
    "comment_until": "征求意见至",
}


WELCOME = (
    '<div class="pq-welcome"><h2>问政策，看原文</h2>'
    "<p>用平常的话提问。先给一句答案，再给出它所依据的条款原文；库中没有依据的，不作答。</p></div>"
)
"""What stands over the question box before the first question."""

CONVERSATIONS = (
    '<section class="pq-conversations"><h2>对话</h2><div class="pq-conversation-buttons">'
    '<button type="button" class="pq-link" data-restart>新对话</button>'
    '<button type="button" class="pq-link" data-export="markdown">导出 Markdown</button>'
    '<button type="button" class="pq-link" data-export="word">导出 Word</button></div>'
    '<ol class="pq-kept" aria-label="以前的对话"></ol>'
    '<p class="pq-empty">问过的对话只存在这个浏览器里，会列在这里。</p></section>'
)
"""The conversations kept in the browser; the page's script fills the list."""


def library_list(documents: Sequence[DocumentInfo]) -> str:
    """The documents, with what their texts state about them."""
    items = "".join(_item(document) for document in documents)
    return (
        '<details class="pq-library" open><summary>本库收录'
        f'<span class="pq-count">{len(documents)} 份文件</span></summary><ul>{items}</ul></details>'
    )


def regions_of(documents: Sequence[DocumentInfo]) -> list[str]:
    """The regions of the documents, each once, in their order."""
    return list(dict.fromkeys(document.region for document in documents if document.region))


def _item(document: DocumentInfo) -> str:
    facts = [document.region, document.doc_type, document.doc_number, document.issuer]
    facts += [f"{label} {getattr(document, name)}" for name, label in _DATES.items() if getattr(document, name)]
    facts.append(f"{document.clause_count} 条")
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return (
        f'<li><span class="pq-doc-title">{escape(document.title)}</span>'
        f'<span class="pq-doc-facts">{status_badge(document.status)}{line}</span></li>'
    )
