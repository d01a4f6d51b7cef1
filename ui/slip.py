"""办事员便签: what a clerk says and reads out to whoever stands at the desk, on a small sheet to copy or print."""

from __future__ import annotations

from html import escape

from server.contract import Slip
from ui.citations import status_badge
from ui.quoted import NOT_STATED
from ui.source_view import dialog


def slip_window(slip: Slip) -> str:
    """The slip in a window over the page."""
    copied = escape(slip_as_text(slip))
    buttons = (
        f'<button type="button" class="pq-action pq-copy" data-copy="{copied}">复制</button>'
        '<button type="button" class="pq-action" data-print="pq-slip-sheet">打印</button>'
    )
    return dialog("办事员便签", _sheet(slip), name="pq-slip", buttons=buttons)


def slip_as_text(slip: Slip) -> str:
    """The slip as plain text."""
    return "\n".join([slip.spoken, *(f"{name}：{value}" for name, value in _lines(slip))])


def _lines(slip: Slip) -> list[tuple[str, str]]:
    clause = slip.clause
    lines = [("群众所问", slip.question)]
    if clause is not None:
        lines += [
            ("依据条款", clause.label),
            ("文件", clause.document_title),
            ("文号", clause.doc_number or NOT_STATED),
            ("效力", clause.status_name),
            ("责任单位", slip.departments.text if slip.departments else NOT_STATED),
            ("联系电话", slip.phone.text if slip.phone else NOT_STATED),
        ]
    lines += [("注意", notice.message) for notice in slip.notices]
    return [*lines, ("出具日期", slip.date), ("知识库快照", slip.snapshot)]


def _sheet(slip: Slip) -> str:
    rows = "".join(f"<dt>{name}</dt><dd{_faint(value)}>{escape(value)}</dd>" for name, value in _lines(slip))
    more = f'<p class="pq-slip-more">答案另有 {slip.more} 句，见问答页。</p>' if slip.more else ""
    quote = f'<blockquote class="pq-clause">{escape(slip.clause.quote)}</blockquote>' if slip.clause else ""
    badge = status_badge(slip.clause.doc_status) if slip.clause else ""
    return (
        f'<section id="pq-slip-sheet" class="pq-slip-sheet" aria-label="便签">{badge}'
        f'<p class="pq-spoken">{escape(slip.spoken)}</p>{more}{quote}<dl class="pq-facts">{rows}</dl></section>'
    )


def _faint(value: str) -> str:
    return ' class="pq-not-stated"' if value == NOT_STATED else ""
