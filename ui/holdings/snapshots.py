"""The snapshots of the library, and going back or forward to one of them; as HTML."""

from __future__ import annotations

from datetime import datetime
from html import escape

from server.contract import SnapshotInfo, SnapshotList
from ui.source_view import dialog


def snapshot_list(held: SnapshotList) -> str:
    """Every snapshot, newest first, with a button that puts it to use."""
    rows = "".join(map(_row, held.snapshots))
    return (
        '<p class="pq-quiet">每次改动产生一个新快照。启用旧快照就是回退：问答立即改用它，以后的改动从它继续，'
        "别的快照仍在这里。</p>"
        f'<ul class="pq-snapshots" aria-label="快照">{rows}</ul>'
    )


def activation_question(snapshot: str) -> str:
    """The question before a snapshot is put to use."""
    buttons = f'<button type="button" class="pq-action pq-strong" data-activated="{escape(snapshot)}">确认启用</button>'
    words = (
        f'<p class="pq-dialog-words">确定要改用快照 {escape(snapshot)} 吗？'
        "所有使用者的问答都会立即改用它；不合适时可以再启用现在这个。</p>"
    )
    return dialog("启用快照", words, buttons=buttons)


def _row(snapshot: SnapshotInfo) -> str:
    said = f"<span>{escape(_facts(snapshot))}</span>"
    if snapshot.current:
        there = '<span class="pq-badge pq-badge-in_force">现用</span>'
    elif snapshot.usable:
        there = (
            f'<button type="button" class="pq-action" data-activate="{escape(snapshot.name)}" '
            f'aria-label="启用 {escape(snapshot.name)}">启用</button>'
        )
    else:
        there = ""
    return f'<li><code>{escape(snapshot.name)}</code><p class="pq-doc-facts">{said}</p>{there}</li>'


def _facts(snapshot: SnapshotInfo) -> str:
    if not snapshot.usable:
        return "已损坏，不能启用"
    made = (
        f"{datetime.fromisoformat(snapshot.created_at).astimezone():%Y-%m-%d %H:%M} 建立，"
        if snapshot.created_at
        else ""
    )
    return f"{made}{snapshot.documents} 份文件，{snapshot.clauses} 条"
