"""When segments are written together into one: often enough that they stay few, seldom enough that it costs little.

Segments are of tiers by their size: up to 512 chunks, then each tier eight times as many as the one below. As soon as
eight segments of one tier would stand side by side, they become one, together with all smaller ones; and a segment of
which more than half was taken out is written anew without it (a log-structured merge, O'Neil et al., 1996). So a
library of N chunks has at most seven segments a tier, and a chunk is written again once or twice a tier on its way up.
``docs/decisions/0017-segments.md`` has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FAN = 8
SMALLEST = 512


@dataclass(frozen=True, slots=True)
class Held:
    """How many chunks a segment has, and how many of them are still in the library."""

    rows: int
    live: int


def tier(rows: int) -> int:
    """0 for a small segment, one more for each eight times as many chunks."""
    found, most = 0, SMALLEST
    while rows > most:
        found, most = found + 1, most * FAN
    return found


def to_merge(segments: Sequence[Held], added: int) -> frozenset[int]:
    """The numbers of the segments to be written again into the new one, beside ``added`` chunks.

    It depends on nothing but these counts.
    """
    chosen = {at for at, held in enumerate(segments) if held.live * 2 < held.rows}
    if not chosen and not added:
        return frozenset()
    while True:
        own = tier(added + sum(segments[at].live for at in chosen))
        beside = {at for at, held in enumerate(segments) if at not in chosen and tier(held.live) == own}
        if len(beside) < FAN - 1:
            return frozenset(chosen)
        chosen |= {at for at, held in enumerate(segments) if tier(held.live) <= own}
