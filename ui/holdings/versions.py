"""The versions of a document, and what differs between two; as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import AmountChange, ClauseChange, DiffSide, DocumentDiff, DocumentInfo, VersionList

_KINDS = {"added": "新增", "removed": "删去", "changed": "修改", "moved": "移动"}


def version_list(versions: VersionList, others: Sequence[DocumentInfo]) -> str:
    """The versions, and a form that chooses what to compare the current one with."""
    current, *earlier = versions.versions
    rows = "".join(
        f"<li><code>{escape(one.version)}</code> {escape(one.source_file)}，{one.clause_count} 条，"
        f"{'现行' if one.current else escape(_day(one.replaced_at)) + ' 退出'}</li>"
        for one in (current, *earlier)
    )
    choices = [(one.version, f"旧版本 {one.version}（{_day(one.replaced_at)} 退出）") for one in earlier]
    choices += [(other.id, f"另一份：{other.title}") for other in others if other.id != versions.document_id]
    return f'<ul class="pq-versions">{rows}</ul>{_form(versions.document_id, choices)}'


def differences(diff: DocumentDiff) -> str:
    """What differs, clause by clause, the figures that changed first."""
    counts = {kind: sum(change.kind == kind for change in diff.changes) for kind in _KINDS}
    said = "，".join(f"{label} {counts[kind]} 条" for kind, label in _KINDS.items() if counts[kind])
    changes = "".join(map(_change, diff.changes))
    return (
        '<section class="pq-diff" aria-label="差别"><p role="status">'
        f"从《{escape(diff.old.title)}》（{escape(diff.old.version)}）"
        f"到《{escape(diff.new.title)}》（{escape(diff.new.version)}）："
        f"{said or '没有差别'}；相同 {diff.unchanged} 条。</p><ol>{changes}</ol></section>"
    )


def _form(document_id: str, choices: Sequence[tuple[str, str]]) -> str:
    if not choices:
        return '<p class="pq-quiet">没有旧版本，库中也没有别的文件，无从对比。</p>'
    options = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in choices)
    return (
        f'<form class="pq-form pq-against" data-document="{escape(document_id)}" aria-label="对比">'
        f'<label class="pq-field pq-field-wide"><span>与哪一份对比（作为旧的一方）</span>'
        f'<select name="against">{options}</select></label>'
        '<div class="pq-form-foot"><button class="pq-action pq-strong">逐条对比</button></div></form>'
    )


def _change(change: ClauseChange) -> str:
    side = change.new or change.old
    title = escape(side.title) if side else ""
    moved = "，位置也变了" if change.moved and change.kind == "changed" else ""
    amounts = "".join(map(_amount, change.amounts))
    listed = f'<ul class="pq-amounts" aria-label="改动的数值">{amounts}</ul>' if amounts else ""
    return (
        f'<li class="pq-change"><p><span class="pq-badge pq-change-{change.kind}">{_KINDS[change.kind]}</span> '
        f"<b>{title}</b>{moved}</p>{listed}"
        f'<div class="pq-sides">{_side("旧", change.old)}{_side("新", change.new)}</div></li>'
    )


def _amount(change: AmountChange) -> str:
    old = f"<del>{escape(change.old.text)}</del>" if change.old else "（原先没有）"
    new = f"<ins>{escape(change.new.text)}</ins>" if change.new else "（已删去）"
    return f"<li>{old} → {new}</li>"


def _side(name: str, side: DiffSide | None) -> str:
    if side is None:
        return f'<div class="pq-side-text pq-quiet">{name}：无</div>'
    return f'<div class="pq-side-text"><span class="pq-quiet">{name}</span><p>{escape(side.text)}</p></div>'


def _day(moment: str | None) -> str:
    return (moment or "")[:10]
