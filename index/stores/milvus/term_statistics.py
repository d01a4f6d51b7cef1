"""How often terms occur in a library: what BM25 weighs them by, and what its scores cannot exceed.

BM25 is a product of a part that depends on the text and the library and one that depends on the query's term
(``index.stores.bm25_store`` has the formula), so an inner product of sparse vectors gives it: Milvus then scores with
the statistics of the whole library, where its own function takes those of a segment.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.settings import Bm25Settings

FILE_NAME = "terms.npz"
_LARGEST = 2**32 - 1
"""Milvus takes smaller dimensions only."""


def dimension(term: str) -> int:
    """The dimension of a sparse vector that stands for ``term``.

    Of a million terms some hundred share theirs with another one, which makes the two count as one.
    """
    return zlib.crc32(term.encode("utf-8", "surrogatepass")) % _LARGEST


class TermStatistics:
    """Numbers of texts by term, of ``texts`` texts of ``mean_length`` terms."""

    def __init__(
        self,
        texts: int,
        mean_length: float,
        dimensions: NDArray[np.uint32],
        frequencies: NDArray[np.uint32],
        settings: Bm25Settings | None = None,
    ) -> None:
        """``dimensions`` are ascending; ``frequencies[i]`` texts have the term of ``dimensions[i]``."""
        self.texts = texts
        self.mean_length = mean_length
        self._dimensions = dimensions
        self._frequencies = frequencies
        self._settings = settings or Bm25Settings()

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]], settings: Bm25Settings | None = None) -> Self:
        """Count ``texts``, each a list of terms."""
        having: Counter[int] = Counter()
        count = length = 0
        for terms in texts:
            count += 1
            length += len(terms)
            having.update({dimension(term) for term in terms})
        dimensions = np.array(sorted(having), np.uint32)
        frequencies = np.array([having[at] for at in dimensions.tolist()], np.uint32)
        return cls(count, length / count if count else 0.0, dimensions, frequencies, settings)

    def passage(self, terms: Sequence[str]) -> dict[int, float]:
        """The sparse vector of a text: by dimension, what its term adds to a score for each unit of idf."""
        k1, b = self._settings.k1, self._settings.b
        relative = len(terms) / self.mean_length if self.mean_length else 1.0
        damping = k1 * (1 - b + b * relative)
        return {at: count / (count + damping) for at, count in Counter(map(dimension, terms)).items()}

    def query(self, terms: Sequence[str]) -> dict[int, float]:
        """The sparse vector of a query: the idf of its terms that occur anywhere, as often as they are given."""
        counts = Counter(map(dimension, terms))
        return {at: times * idf for at, times in counts.items() if (idf := self._idf(at)) > 0}

    def ceiling(self, terms: Sequence[str]) -> float:
        """What no text's score for ``terms`` can reach."""
        return sum(self.query(terms).values())

    def _idf(self, at: int) -> float:
        found = int(np.searchsorted(self._dimensions, at))
        if found == len(self._dimensions) or self._dimensions[found] != at:
            return 0.0
        having = int(self._frequencies[found])
        return float(np.log1p((self.texts - having + 0.5) / (having + 0.5)))

    def save(self, directory: Path) -> None:
        """Write the file into ``directory``, which exists."""
        np.savez(
            directory / FILE_NAME,
            texts=self.texts,
            mean_length=self.mean_length,
            dimensions=self._dimensions,
            frequencies=self._frequencies,
            bm25=np.array([self._settings.k1, self._settings.b]),
        )

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Read what ``save`` wrote. Raises ``IndexCorrupt``."""
        path = directory / FILE_NAME
        try:
            with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as read:
                k1, b = read["bm25"].tolist()
                return cls(
                    int(read["texts"]),
                    float(read["mean_length"]),
                    read["dimensions"],
                    read["frequencies"],
                    Bm25Settings(k1=k1, b=b),
                )
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
            raise IndexCorrupt(f"词频文件无法读取：{path}。请回退到其他快照或重新建立索引") from error
