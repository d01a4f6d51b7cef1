"""An answer cut for streaming."""

from __future__ import annotations

import re

_PIECE = re.compile(r"\[\d+\]|[A-Za-z0-9.,%]+|.", re.DOTALL)


def pieces(text: str) -> list[str]:
    """``text`` in pieces that joined are ``text``; a number, a word or a marker is never torn apart."""
    found: list[str] = _PIECE.findall(text)
    return found
