"""The list of documents to choose from, as HTML."""

from __future__ import annotations

from html import escape

from server.contract import DocumentInfo, DocumentList
from ui.citations import status_badge

SHOWN = 50
"""How many documents are listed at once; a longer list is narrowed by words of the title."""

LOADING = '<p class="pq-quiet" role="status">正在读取文件列表…</p>'
EMPTY_LIBRARY = (
    '<div class="pq-box"><strong>文件库还是空的</strong>'
    "<p>由编辑在下面上传第一份文件，或在服务器上执行 policyqa index build。</p></div>"
)


def document_list(found: DocumentList, title: str, chosen: str | None) -> str:
    """The documents ``found`` for ``title``, the ``chosen`` one marked."""
    if not found.total:
        return _none_found(title) if title else EMPTY_LIBRARY
    shown = len(found.documents)
    count = f"共 {found.total} 份文件"
    if shown < found.total:
        count += f"，列出前 {shown} 份，其余请用标题中的字查找"
    items = "".join(_item(document, document.id == chosen) for document in found.documents)
    return f'<p class="pq-quiet" role="status">{count}</p><ul class="pq-holdings">{items}</ul>'


def document_head(document: DocumentInfo) -> str:
    """What is known of the chosen document."""
    facts = (document.region, document.doc_type, document.doc_number, document.issuer, document.source_file)
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return (
        f'<section class="pq-chosen" aria-label="所选文件"><h2>{escape(document.title)}</h2>'
        f'<p class="pq-doc-facts">{status_badge(document.status)}{line}'
        f"<span>{document.clause_count} 条</span></p></section>"
    )


def _none_found(title: str) -> str:
    return f'<div class="pq-box" role="status"><p>没有标题含“{escape(title)}”的文件。</p></div>'


def _item(document: DocumentInfo, chosen: bool) -> str:
    facts = (document.region, document.doc_type, document.doc_number, document.source_file)
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    mark = ' aria-current="true"' if chosen else ""
    return (
        f'<li><button type="button" class="pq-holding" data-holding="{escape(document.id)}"{mark}>'
        f'<span class="pq-doc-title">{escape(document.title)}</span>'
        f'<span class="pq-doc-facts">{status_badge(document.status)}{line}'
        f"<span>{document.clause_count} 条</span></span></button></li>"
    )
