"""Positions 0…n-1 of a whole that lies in several pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.stores.ranking import Positions


@dataclass(frozen=True, slots=True)
class Run:
    """Rows ``start`` up to ``end`` of a piece."""

    piece: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Runs of one piece in the order of its rows: where they begin, and what makes a position of a row."""

    rows: Positions | None
    """The rows that the whole has, ascending; ``None``: all."""
    starts: Positions
    shifts: Positions
    in_order: bool
    """Whether a higher row always has a higher position."""


class Layout:
    """The whole is ``runs`` one after another, over pieces of so many rows as ``lengths`` says; no row comes twice."""

    def __init__(self, runs: Sequence[Run], lengths: Sequence[int]) -> None:
        self.runs = tuple(run for run in runs if run.end > run.start)
        self._starts = np.cumsum([0, *(run.end - run.start for run in self.runs)], dtype=np.int64)
        self._piece = np.array([run.piece for run in self.runs], np.int64)
        self._row = np.array([run.start for run in self.runs], np.int64)
        self._pieces = tuple(self._of_piece(piece, length) for piece, length in enumerate(lengths))

    def _of_piece(self, piece: int, length: int) -> _Piece:
        own = np.flatnonzero(self._piece == piece)
        own = own[np.argsort(self._row[own])]
        rows = [np.arange(self.runs[i].start, self.runs[i].end, dtype=np.int64) for i in own.tolist()]
        held = sum(len(r) for r in rows)
        kept = None if held == length else np.concatenate([np.empty(0, np.int64), *rows])
        in_order = bool(np.all(np.diff(own) > 0))
        return _Piece(kept, self._row[own], self._starts[own] - self._row[own], in_order)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def rows(self, piece: int) -> Positions | None:
        """The rows of a piece that the whole has, ascending; ``None`` when it has all."""
        return self._pieces[piece].rows

    def is_in_order(self, piece: int) -> bool:
        """Whether the rows of a piece stand in the whole in their own order, though others may stand between them."""
        return self._pieces[piece].in_order

    def positions(self, piece: int, rows: Positions) -> Positions:
        """The positions of rows of a piece that the whole has."""
        if not len(rows):
            return np.empty(0, np.int64)
        own = self._pieces[piece]
        found: Positions = rows + own.shifts[np.searchsorted(own.starts, rows, side="right") - 1]
        return found

    def split(self, positions: Positions) -> Iterator[tuple[int, Positions]]:
        """Pieces with their rows among ``positions``, which ascend."""
        cuts = np.searchsorted(positions, self._starts)
        found: dict[int, list[Positions]] = {}
        for at in np.flatnonzero(cuts[1:] > cuts[:-1]).tolist():
            rows = positions[cuts[at] : cuts[at + 1]] + (self._row[at] - self._starts[at])
            found.setdefault(self.runs[at].piece, []).append(rows)
        for piece, rows in found.items():
            yield piece, rows[0] if len(rows) == 1 else np.sort(np.concatenate(rows))

    def locate(self, positions: Positions) -> tuple[Positions, Positions]:
        """The piece, and the row in it, of each of ``positions``, whatever their order."""
        at = np.searchsorted(self._starts, positions, side="right") - 1
        return self._piece[at], positions - self._starts[at] + self._row[at]
