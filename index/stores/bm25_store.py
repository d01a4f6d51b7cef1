"""Keyword scores by BM25 over postings that may lie in several pieces, with the statistics of the whole.

The formula is Lucene's exact one (Kamphuis et al., *Which BM25 Do You Mean?*, ECIR 2020): the sum over the
query's terms of
``ln(1 + (N - df + 0.5) / (df + 0.5)) · tf / (tf + k1 · (1 - b + b · length / mean length))``.
N, df and the mean length are those of all pieces together, without the texts taken out: the scores are the same
however the texts are spread over pieces. ``docs/decisions/0017-segments.md`` says why they are worked out on asking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.settings import Bm25Settings
from index.stores.layout import Layout, Run
from index.stores.postings import Postings
from index.stores.ranking import Positions, Scores, best


class Bm25Store:
    """Texts, given as lists of terms, under positions 0…n-1; scored against a list of query terms.

    Statistics (df, mean length) are those of the whole library whatever filter a search has, so scores of
    differently filtered searches can be compared. A term given twice counts twice.
    """

    def __init__(self, pieces: Sequence[Postings], layout: Layout, settings: Bm25Settings | None = None) -> None:
        """Over the texts that ``layout`` takes of ``pieces``."""
        self._pieces = tuple(pieces)
        self._layout = layout
        self._settings = settings or Bm25Settings()

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], settings: Bm25Settings | None = None) -> Self:
        """Index ``texts``, each a list of terms, in one piece."""
        return cls._whole(Postings.of(texts), settings)

    @classmethod
    def _whole(cls, postings: Postings, settings: Bm25Settings | None) -> Self:
        return cls([postings], Layout([Run(0, 0, len(postings))], [len(postings)]), settings)

    def __len__(self) -> int:
        return len(self._layout)

    @cached_property
    def _kept(self) -> tuple[NDArray[np.bool_] | None, ...]:
        """Of each piece which texts are there; ``None``: all."""
        masks: list[NDArray[np.bool_] | None] = []
        for at, piece in enumerate(self._pieces):
            rows = self._layout.rows(at)
            mask = None
            if rows is not None:
                mask = np.zeros(len(piece), bool)
                mask[rows] = True
            masks.append(mask)
        return tuple(masks)

    @cached_property
    def _norms(self) -> tuple[NDArray[np.float32], ...]:
        """Of each piece ``k1 · (1 - b + b · length / mean length)`` of its texts."""
        total = sum(piece.total(self._layout.rows(at)) for at, piece in enumerate(self._pieces))
        mean = total / len(self) if total else 1.0
        k1, b = self._settings.k1, self._settings.b
        return tuple((k1 * (1 - b + b / mean * piece.lengths)).astype(np.float32) for piece in self._pieces)

    def _frequency(self, term: str) -> int:
        """In how many texts ``term`` occurs."""
        found = 0
        for piece, kept in zip(self._pieces, self._kept, strict=True):
            texts, _ = piece.having(term)
            found += len(texts) if kept is None else int(np.count_nonzero(kept[texts]))
        return found

    def _idf(self, term: str) -> float:
        """0 for a term that occurs nowhere."""
        found = self._frequency(term)
        return float(np.log1p((len(self) - found + 0.5) / (found + 0.5))) if found else 0.0

    def scores(self, terms: Sequence[str]) -> Scores:
        """The score (≥ 0) of every text, in order of position."""
        weights = {term: count * idf for term, count in Counter(terms).items() if (idf := self._idf(term))}
        summed = [np.zeros(len(piece), np.float32) for piece in self._pieces]
        for piece, norms, scores in zip(self._pieces, self._norms, summed, strict=True):
            for term, weight in weights.items():
                texts, counts = piece.having(term)
                if len(texts):
                    said = counts.astype(np.float32)
                    scores[texts] += np.float32(weight) * (said / (said + norms[texts]))
        runs = (summed[run.piece][run.start : run.end] for run in self._layout.runs)
        return np.concatenate([np.empty(0, np.float32), *runs])

    def ceiling(self, terms: Sequence[str]) -> float:
        """What no text's score for ``terms`` can reach: the sum of the idf of those that occur anywhere."""
        return float(sum(count * self._idf(term) for term, count in Counter(terms).items()))

    def search(self, terms: Sequence[str], k: int, allowed: Positions | None = None) -> tuple[Positions, Scores]:
        """The best ``k`` of the ``allowed`` texts that have any of the ``terms``, best first."""
        scores = self.scores(terms)
        positions = np.arange(len(self)) if allowed is None else np.unique(allowed)
        positions = positions[scores[positions] > 0]
        return best(positions, scores[positions], k)

    def matched(self, terms: Sequence[str], position: int) -> tuple[str, ...]:
        """Those ``terms`` that occur in the text at ``position``, each once, in the order given."""
        pieces, rows = self._layout.locate(np.array([position], np.int64))
        piece, row = self._pieces[int(pieces[0])], int(rows[0])
        return tuple(term for term in dict.fromkeys(terms) if piece.says(row, term))

    def save(self, directory: Path) -> None:
        """Write the postings, in one piece, into ``directory``, which exists."""
        Postings.join(self._pieces, self._layout).save(directory)

    @classmethod
    def open(cls, directory: Path, settings: Bm25Settings | None = None) -> Self:
        """Map what ``save`` wrote into memory. Raises ``IndexCorrupt`` when it cannot be read."""
        return cls._whole(Postings.open(directory), settings)
