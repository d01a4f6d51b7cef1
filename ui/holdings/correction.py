"""What is known of a document, to correct by hand: the form, and what of it was changed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import get_args

from server.contract import DocTypeName, DocumentCorrection, DocumentInfo
from ui.citations import STATUS_LABELS

_LINES = {"title": "标题", "doc_number": "文号", "issuer": "发文机关", "region": "地区（名称或行政区划代码）"}
_DATES = {
    "issued_on": "成文日期",
    "published_on": "发布日期",
    "effective_from": "施行日期",
    "effective_until": "失效日期",
}


def correction_form(document: DocumentInfo) -> str:
    """A form that holds what is known of ``document``; the page's script hands over the fields that were changed."""
    lines = "".join(_input(name, label, getattr(document, name), "text") for name, label in _LINES.items())
    dates = "".join(_input(name, label, getattr(document, name), "date") for name, label in _DATES.items())
    types = {name: name for name in get_args(DocTypeName)}
    return (
        f'<form class="pq-form pq-correction" data-document="{escape(document.id)}" aria-label="更正文件信息">'
        f"{lines}{_select('doc_type', '文种', types, document.doc_type)}"
        f"{_select('status', '效力', STATUS_LABELS, document.status)}{dates}"
        '<p class="pq-quiet">留空表示原文没有写明。更正在重新建库后仍然有效；文件内容被替换后不再沿用。</p>'
        '<div class="pq-form-foot"><button class="pq-action pq-strong">保存更正</button></div></form>'
    )


def correction_of(changed: Mapping[str, str]) -> DocumentCorrection:
    """The correction a form's ``changed`` fields come to. Raises :class:`pydantic.ValidationError`."""
    return DocumentCorrection.model_validate({name: value.strip() or None for name, value in changed.items()})


def _input(name: str, label: str, value: str | None, kind: str) -> str:
    limits = 'maxlength="200"' if kind == "text" else 'min="1900-01-01" max="2199-12-31"'
    required = " required" if name == "title" else ""
    return (
        f'<label class="pq-field pq-field-{name}"><span>{label}</span>'
        f'<input name="{name}" type="{kind}" value="{escape(value or "")}" {limits}{required}'
        ' autocomplete="off"></label>'
    )


def _select(name: str, label: str, choices: Mapping[str, str], value: str) -> str:
    options = "".join(
        f'<option value="{escape(choice)}"{" selected" if choice == value else ""}>{escape(words)}</option>'
        for choice, words in choices.items()
    )
    return f'<label class="pq-field"><span>{label}</span><select name="{name}">{options}</select></label>'
