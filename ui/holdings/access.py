"""Who sees a document, and taking it out of the library; as HTML."""

from __future__ import annotations

from html import escape

from server.contract import CallerInfo, DocumentInfo, DocumentVisibility
from ui.source_view import dialog

READERS_ONLY = (
    '<p class="pq-quiet" role="note">上传、更正、可见范围和删除需要编辑权限，当前密钥是读者。'
    "需要改动文件时，请联系管理员换用编辑的密钥。</p>"
)


def visibility_form(document_id: str, visibility: DocumentVisibility, caller: CallerInfo) -> str:
    """A form with the groups the caller may choose."""
    groups = {"public": "所有人", "internal": "内部（internal 组）"} if caller.role == "admin" else {"public": "所有人"}
    for group in (*caller.groups, visibility.visibility):
        groups.setdefault(group, "内部（internal 组）" if group == "internal" else f"用户组 {group}")
    options = "".join(
        f'<option value="{escape(group)}"{_selected(group == visibility.visibility)}>{escape(words)}</option>'
        for group, words in groups.items()
    )
    return (
        f'<form class="pq-form pq-visibility" data-document="{escape(document_id)}" aria-label="可见范围">'
        f'<label class="pq-field pq-field-wide"><span>谁能看到 {escape(visibility.source_file)}（整个来源文件）</span>'
        f'<select name="visibility">{options}</select></label>'
        '<div class="pq-form-foot"><button class="pq-action pq-strong">设定</button></div></form>'
    )


def delete_button(document: DocumentInfo) -> str:
    """Asks first, see :func:`delete_question`."""
    return (
        '<p class="pq-quiet">删除后，问答不再引用这份文件；旧快照和版本存档里仍有它。</p>'
        f'<button type="button" class="pq-action pq-danger" data-delete="{escape(document.id)}">删除这份文件…</button>'
    )


def delete_question(document: DocumentInfo) -> str:
    """The question before a document is deleted."""
    buttons = (
        f'<button type="button" class="pq-action pq-danger" data-deleted="{escape(document.id)}">确认删除</button>'
    )
    words = (
        f'<p class="pq-dialog-words">确定要从文件库中删除《{escape(document.title)}》吗？'
        f"它由 {escape(document.source_file)} 读出，有 {document.clause_count} 条。再次上传同一文件可以恢复。</p>"
    )
    return dialog("删除文件", words, buttons=buttons)


def _selected(is_so: bool) -> str:
    return " selected" if is_so else ""
