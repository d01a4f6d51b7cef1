"""企业匹配: what fits an enterprise, each condition with its verdict and its words. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import ClauseMatch, MatchAmount, MatchCondition, MatchResponse
from ui.citations import status_badge
from ui.notices import notice_lines
from ui.quoted import clause_steps, place_button, quoted
from ui.refusal import refusal_box

PENDING = '<p class="pq-pending" role="status">正在逐条核对条件<i></i><i></i><i></i></p>'
_FITS = {"fits": "符合", "unknown": "还要核实", "not_met": "不符合"}
_VERDICTS = {"met": ("✓", "满足"), "unknown": ("？", "待核实"), "not_met": ("✕", "不满足")}


def matches(found: MatchResponse) -> str:
    """The clauses by how they fit, counted at the head; or why there are none."""
    if found.refusal is not None:
        return refusal_box(found.refusal, "status")
    if not found.matches:
        return (
            '<div class="pq-box" role="status"><strong>没有找到给支持的条款</strong>'
            f"<p>{escape(found.region)}的收录文件里，没有读出给企业或机构的补助、奖励等支持事项。</p></div>"
        )
    groups = {fit: [match for match in found.matches if match.fit == fit] for fit in _FITS}
    counts = "".join(
        f'<li class="pq-fit-{fit}"><a href="#pq-fit-{fit}"{_opens(fit)}><b>{len(group)}</b> {_FITS[fit]}</a></li>'
        for fit, group in groups.items()
        if group
    )
    notices = notice_lines(notice for match in found.matches for notice in match.notices)
    shown = f"，列出前 {len(found.matches)} 条" if found.total > len(found.matches) else ""
    return (
        '<section class="pq-matches" id="pq-matches-sheet" aria-label="匹配结果" tabindex="-1">'
        '<div class="pq-result-head">'
        f"<h2>{escape(found.region)}：{found.total} 条支持事项{shown}</h2>"
        f'<ul class="pq-counts" aria-label="按符合情况">{counts}</ul>'
        '<div class="pq-actions">'
        '<button type="button" class="pq-action" data-print="pq-matches-sheet">打印</button></div>'
        f"</div>{_not_read(found.not_read)}{notices}"
        + "".join(_group(fit, group) for fit, group in groups.items() if group)
        + "</section>"
    )


def _opens(fit: str) -> str:
    return ' data-open="pq-fit-not_met"' if fit == "not_met" else ""


def _group(fit: str, group: Sequence[ClauseMatch]) -> str:
    items = "".join(_match(match) for match in group)
    name = f'{_FITS[fit]}<span class="pq-count">{len(group)} 条</span>'
    if fit == "not_met":
        return f'<details class="pq-fit" id="pq-fit-{fit}"><summary><h3>{name}</h3></summary>{items}</details>'
    return f'<section class="pq-fit" id="pq-fit-{fit}"><h3>{name}</h3>{items}</section>'


def _match(match: ClauseMatch) -> str:
    amounts = "".join(_amount(amount, match.document_id) for amount in match.amounts)
    conditions = "".join(_condition(condition, match.document_id) for condition in match.conditions)
    listed = f'<ul class="pq-conditions" aria-label="条件">{conditions}</ul>' if conditions else ""
    number = f"<span>{escape(match.doc_number)}</span>" if match.doc_number else ""
    return (
        f'<article class="pq-match pq-match-{match.fit}"><p class="pq-match-head">'
        f'<span class="pq-fit-badge pq-fit-{match.fit}">{_FITS[match.fit]}</span>{status_badge(match.doc_status)}</p>'
        f"<h4>{escape(match.what.text)}{place_button(match.what, match.document_id)}</h4>{amounts}{listed}"
        '<p class="pq-duty"><span>责任单位</span>'
        f"<span>{quoted(match.departments, match.document_id)}</span></p>"
        f'<div class="pq-match-source"><p class="pq-card-facts"><span>{escape(match.document_title)}</span>{number}</p>'
        f"{clause_steps(match.clause_path, match.clause_label)}</div></article>"
    )


def _amount(amount: MatchAmount, document_id: str) -> str:
    steps = f'<span class="pq-steps">算式：{escape(amount.steps)}</span>' if amount.steps else ""
    name = "按填写的数字算得" if amount.computed else "原文标准"
    words = (
        f'<span class="pq-steps">依据：{escape(amount.stated.text)}</span>'
        if amount.computed and amount.stated.text != amount.text
        else ""
    )
    return (
        f'<p class="pq-amount"><span>{name}</span><b>{escape(amount.text)}</b>{steps}{words}'
        f"{place_button(amount.stated, document_id)}</p>"
    )


def _condition(condition: MatchCondition, document_id: str) -> str:
    sign, verdict = _VERDICTS[condition.verdict]
    return (
        f'<li class="pq-verdict-{condition.verdict}">'
        f'<span class="pq-verdict"><i aria-hidden="true">{sign}</i>{verdict}</span>'
        f'<span class="pq-demand">{quoted(condition.stated, document_id)}'
        f'<span class="pq-reason">{escape(condition.reason)}</span></span></li>'
    )


def _not_read(words: Sequence[str]) -> str:
    if not words:
        return ""
    return (
        '<p class="pq-notice" role="note">这些填写没有对上任何条款的用语，没有用来判断：'
        f"{escape('、'.join(words))}。可换成文件里的说法再试。</p>"
    )
