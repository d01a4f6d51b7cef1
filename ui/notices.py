"""What a reader must know before using an answer, a line each. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from server.contract import Notice


def notice_lines(notices: Iterable[Notice]) -> str:
    """The notices in their order, each once."""
    told = dict.fromkeys((notice.code, notice.message) for notice in notices)
    return "".join(
        f'<p class="pq-notice pq-notice-{escape(code)}" role="note">{escape(message)}</p>' for code, message in told
    )
