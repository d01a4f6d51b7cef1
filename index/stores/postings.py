"""Which texts say which terms how often: what BM25 counts, without what depends on the whole library."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.stores.layout import Layout
from index.stores.ranking import Positions

TERMS_NAME = "terms.json"
_ARRAYS = ("starts", "texts", "counts", "lengths")


class Postings:
    """For each term the texts that say it, ascending, and how often; for each text its number of terms."""

    def __init__(
        self,
        terms: Sequence[str],
        starts: NDArray[np.int64],
        texts: NDArray[np.int32],
        counts: NDArray[np.unsignedinteger],
        lengths: NDArray[np.int32],
    ) -> None:
        """The texts of term i are ``texts[starts[i]:starts[i + 1]]``, and ``counts`` has their numbers beside them."""
        self._terms = tuple(terms)
        self._at = {term: at for at, term in enumerate(self._terms)}
        self._starts, self._texts, self._counts = starts, texts, counts
        self.lengths = lengths

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> Self:
        """Count ``texts``, each a list of terms, taken one by one: a million of them need not be there at once."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        columns, counts, widths, lengths = [], [], [], []
        for text in texts:
            counted = Counter(text)
            lengths.append(len(text))
            columns.append(np.fromiter((numbers[term] for term in counted), np.int32, len(counted)))
            counts.append(np.fromiter(counted.values(), np.int64, len(counted)))
            widths.append(len(counted))
        rows = np.repeat(np.arange(len(widths), dtype=np.int32), widths)
        taken = _joined(columns, np.int32), rows, _joined(counts, np.int64)
        return cls._sorted(list(numbers), *taken, np.array(lengths, np.int32))

    @classmethod
    def join(cls, pieces: Sequence[Postings], layout: Layout) -> Self:
        """The same as :meth:`of` all texts that ``layout`` takes of ``pieces``, in its order."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        lengths = np.zeros(len(layout), np.int32)
        columns, rows, counts = [], [], []
        for at, piece in enumerate(pieces):
            kept = layout.rows(at)
            kept = np.arange(len(piece), dtype=np.int64) if kept is None else kept
            position = np.full(len(piece), -1, np.int64)
            position[kept] = layout.positions(at, kept)
            lengths[position[kept]] = piece.lengths[kept]
            own = np.fromiter((numbers[term] for term in piece._terms), np.int32, len(piece._terms))
            moved = position[piece._texts]
            columns.append(np.repeat(own, np.diff(piece._starts))[moved >= 0])
            rows.append(moved[moved >= 0].astype(np.int32))
            counts.append(piece._counts[moved >= 0].astype(np.int64))
        joined = (_joined(columns, np.int32), _joined(rows, np.int32), _joined(counts, np.int64))
        return cls._sorted(list(numbers), *joined, lengths)

    @classmethod
    def _sorted(
        cls,
        terms: list[str],
        columns: NDArray[np.int32],
        rows: NDArray[np.int32],
        counts: NDArray[np.int64],
        lengths: NDArray[np.int32],
    ) -> Self:
        """Of (term, text, count) in any order. Terms are put in the order of their code points, without unused ones."""
        frequency = np.bincount(columns, minlength=len(terms))
        used = [at for at in sorted(range(len(terms)), key=terms.__getitem__) if frequency[at]]
        rank = np.zeros(len(terms), np.int64)
        rank[used] = np.arange(len(used))
        order = np.argsort(rank[columns] * max(1, len(lengths)) + rows, kind="stable")
        starts = np.cumsum([0, *frequency[used]], dtype=np.int64)
        kind = np.min_scalar_type(int(counts.max(initial=0)))
        return cls([terms[at] for at in used], starts, rows[order], counts[order].astype(kind), lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def having(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.unsignedinteger]]:
        """The texts that say ``term``, ascending, and how often each does."""
        at = self._at.get(term)
        if at is None:
            return self._texts[:0], self._counts[:0]
        start, end = self._starts[at], self._starts[at + 1]
        return self._texts[start:end], self._counts[start:end]

    def says(self, row: int, term: str) -> bool:
        """Whether a text says ``term``."""
        texts, _ = self.having(term)
        at = int(np.searchsorted(texts, row))
        return at < len(texts) and int(texts[at]) == row

    def total(self, rows: Positions | None = None) -> int:
        """The number of terms of these texts together (``None``: of all)."""
        return int((self.lengths if rows is None else self.lengths[rows]).sum(dtype=np.int64))

    def save(self, directory: Path) -> None:
        """Write the files into ``directory``, which exists."""
        (directory / TERMS_NAME).write_text(json.dumps(self._terms, ensure_ascii=False), encoding="utf-8")
        arrays: tuple[NDArray[Any], ...] = (self._starts, self._texts, self._counts, self.lengths)
        for name, array in zip(_ARRAYS, arrays, strict=True):
            np.save(directory / f"{name}.npy", array)

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Map what ``save`` wrote into memory. Raises ``IndexCorrupt`` when it cannot be read."""
        try:
            terms = json.loads((directory / TERMS_NAME).read_text(encoding="utf-8"))
            starts, texts, counts, lengths = (_mapped(directory / f"{name}.npy") for name in _ARRAYS)
        except (OSError, ValueError, EOFError) as error:
            raise IndexCorrupt(f"关键词索引无法读取：{directory}。请回退到其他快照或重新建立索引") from error
        if not (isinstance(terms, list) and len(starts) == len(terms) + 1 and starts[-1] == len(texts) == len(counts)):
            raise IndexCorrupt(f"关键词索引的条数前后不一：{directory}。请重新建立索引")
        return cls(terms, starts, texts, counts, lengths)


_Kind = TypeVar("_Kind", bound=np.generic)


def _joined(arrays: list[NDArray[_Kind]], kind: type[_Kind]) -> NDArray[_Kind]:
    return np.concatenate([np.empty(0, kind), *arrays])


def _mapped(path: Path) -> NDArray[Any]:
    """The array at ``path``, mapped into memory; as a plain array, which is cheaper to cut than a ``memmap``."""
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return array
