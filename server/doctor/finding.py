"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One check: ``what`` was looked at, whether it is in order, and what was seen (with the mend where it is not)."""

    what: str
    ok: bool
    detail: str


def in_order(what: str, seen: str) -> Finding:
    """``what`` is as it should be."""
    return Finding(what, True, seen)


def to_mend(what: str, seen: str, mend: str) -> Finding:
    """``what`` keeps the service from working; ``mend`` is what the administrator does about it."""
    return Finding(what, False, f"{seen}。处理：{mend}")
