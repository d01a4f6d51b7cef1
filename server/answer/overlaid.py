"""A large look-up table with a few changes laid over it, so that the next one costs what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")

_WHOLE_AGAIN = 8
"""Once an eighth of the table has changed it is made whole: one copy for so many changes."""


class Overlaid(Mapping[str, T]):
    """Read-only; tables made of one another share what is below."""

    def __init__(
        self, below: dict[str, T], above: dict[str, T] | None = None, gone: frozenset[str] = frozenset()
    ) -> None:
        """``below`` without the keys ``gone``, with ``above`` in place of its own."""
        self._below = below
        self._above = above or {}
        self._gone = gone
        self._count = len(below) + sum(k not in below or k in gone for k in self._above) - len(gone)

    def changed(self, gone: Iterable[str], new: dict[str, T]) -> Overlaid[T]:
        """This table without the keys ``gone``, then with ``new``."""
        leaving = frozenset(gone)
        above = {key: value for key, value in self._above.items() if key not in leaving} | dict(new)
        below_gone = self._gone | {key for key in leaving if key in self._below}
        if _WHOLE_AGAIN * (len(above) + len(below_gone)) > len(self._below):
            kept = {key: value for key, value in self._below.items() if key not in below_gone}
            return Overlaid(kept | above)
        return Overlaid(self._below, above, below_gone)

    def __getitem__(self, key: str) -> T:
        if key in self._above:
            return self._above[key]
        if key in self._gone:
            raise KeyError(key)
        return self._below[key]

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._below if key not in self._gone and key not in self._above)
        yield from self._above

    def __len__(self) -> int:
        return self._count
