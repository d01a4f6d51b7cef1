"""What went wrong, where the thing asked for would stand. Every text is escaped here."""

from __future__ import annotations

from html import escape


def failure(message: str) -> str:
    """``message`` in a box that readers of screens say at once."""
    return f'<div class="pq-box pq-box-failure" role="alert"><p>{escape(message)}</p></div>'
