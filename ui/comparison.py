"""对比: one question put to several regions, as a table with its clauses below. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import RegionAnswer, RegionComparison, Stated
from ui.answer_text import answer_text
from ui.citations import citation_card, status_badge
from ui.notices import notice_lines
from ui.quoted import NOT_STATED, quoted
from ui.refusal import REFUSAL_TITLES

COLUMNS = ("地区", "答案", "数值", "适用条件", "责任单位")
PENDING = '<p class="pq-pending" role="status">正在逐个地区查找原文<i></i><i></i><i></i></p>'


def comparison(compared: RegionComparison) -> str:
    """The table, what a reader must know before using it, and the clauses of every row."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = "".join(_row(row, number) for number, row in enumerate(compared.rows, start=1))
    notices = notice_lines(notice for row in compared.rows for notice in row.notices)
    answered = sum(row.status == "answered" for row in compared.rows)
    return (
        '<section class="pq-comparison" aria-label="对比结果"><div class="pq-result-head">'
        f'<h2>{escape(compared.question)}</h2><p class="pq-count" role="status">{len(compared.rows)} 个地区，'
        f'{answered} 个有答案</p><div class="pq-actions">'
        '<button type="button" class="pq-action" data-export>导出 Excel</button>'
        '<button type="button" class="pq-action" data-print="pq-comparison-sheet">打印</button></div></div>'
        f'<div id="pq-comparison-sheet"><table class="pq-regions-table"><caption class="pq-unseen">'
        f"{escape(compared.question)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"{notices}{_clauses(compared.rows)}</div></section>"
    )


def documents_of(row: RegionAnswer) -> dict[str, str]:
    """The document id of every clause the row cites."""
    return {citation.clause_id: citation.document_id for citation in row.citations}


def _row(row: RegionAnswer, number: int) -> str:
    badges = "".join(
        status_badge(status) for status in dict.fromkeys(citation.doc_status for citation in row.citations)
    )
    region = f'<th scope="row">{escape(row.region)}<span class="pq-badges">{badges}</span></th>'
    if row.refusal is not None:
        return f'<tr data-code="{escape(row.refusal.code)}">{region}<td colspan="4">{_refused(row, number)}</td></tr>'
    answer = answer_text(row.answer, _anchor(number), row.citations)
    cells = "".join(
        f'<td data-name="{name}">{_stated(values, row)}</td>'
        for name, values in zip(COLUMNS[2:], (row.values, row.conditions, row.departments), strict=True)
    )
    return f'<tr>{region}<td data-name="{COLUMNS[1]}">{answer}</td>{cells}</tr>'


def _refused(row: RegionAnswer, number: int) -> str:
    if row.refusal is None:
        return ""
    marks = "".join(
        f'<a class="pq-mark" href="#{_anchor(number)}-{citation.marker}" '
        f'data-open="{_anchor(number)}-{citation.marker}" title="查看相关条款原文">{citation.marker}</a>'
        for citation in row.citations
    )
    see = f'<p class="pq-see">相关条款{marks}</p>' if marks else ""
    covered = "、".join(row.refusal.covered_regions) if row.refusal.code == "region_not_covered" else ""
    held = f"<p>已收录：{escape(covered)}</p>" if covered else ""
    return (
        f'<div class="pq-refused"><strong>{REFUSAL_TITLES[row.refusal.code]}</strong>'
        f"<p>{escape(row.refusal.message)}</p>{held}{see}</div>"
    )


def _stated(values: Sequence[Stated], row: RegionAnswer) -> str:
    if not values:
        return f'<span class="pq-not-stated">{NOT_STATED}</span>'
    documents = documents_of(row)
    lines = [
        quoted(value, documents[value.clause_id])
        if value.clause_id in documents
        else f'<span class="pq-quoted">{escape(value.text)}</span>'
        for value in values
    ]
    return f'<ul class="pq-stated">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'


def _clauses(rows: Sequence[RegionAnswer]) -> str:
    sections = "".join(
        f'<section class="pq-citations"><h3>{escape(row.region)}<span class="pq-count">'
        f"{'依据原文' if row.refusal is None else '相关条款'} {len(row.citations)} 条</span></h3>"
        + "".join(citation_card(citation, _anchor(number)) for citation in row.citations)
        + "</section>"
        for number, row in enumerate(rows, start=1)
        if row.citations
    )
    return sections


def _anchor(number: int) -> str:
    return f"r{number}"
