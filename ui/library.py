"""The list of what the library holds, and the opening of the page, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import DocumentInfo
from ui.chat import question_chips
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


def example_list(questions: Sequence[str]) -> str:
    """The example questions under the box; empty without any."""
    if not questions:
        return ""
    return f'<div class="pq-examples"><h3>试着问</h3>{question_chips(questions)}</div>'


def library_list(documents: Sequence[DocumentInfo]) -> str:
    """The documents, with what their texts state about them."""
    items = "".join(_item(document) for document in documents)
    return (
        '<details class="pq-library" open><summary>本库收录'
        f'<span class="pq-count">{len(documents)} 份文件</span></summary><ul>{items}</ul></details>'
    )


def unreachable(message: str) -> str:
    """What is shown in place of the list when the service does not answer."""
    return f'<div class="pq-box pq-box-failure" role="alert"><p>{escape(message)}</p></div>'


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
