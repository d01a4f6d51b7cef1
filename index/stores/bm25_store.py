"""Keyword scores by BM25, from the bm25s library, memory-mapped from disk.

The formula is Lucene's exact one (Kamphuis et al., *Which BM25 Do You Mean?*, ECIR 2020): the sum over the
query's terms of
``ln(1 + (N - df + 0.5) / (df + 0.5)) · tf / (tf + k1 · (1 - b + b · length / mean length))``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import bm25s
import numpy as np

from index.errors import IndexCorrupt
from index.settings import Bm25Settings
from index.stores.ranking import Positions, Scores, best

_COUNT_FILE = "count.json"


class Bm25Store:
    """Texts, given as lists of terms, under positions 0…n-1; scored against a list of query terms.

    Statistics (df, mean length) are those of the whole library whatever filter a search has, so scores of
    differently filtered searches can be compared. A term given twice counts twice.
    """

    def __init__(self, count: int, model: bm25s.BM25 | None) -> None:
        self._count = count
        self._model = model
        """``None`` when there is no term at all, which bm25s cannot index."""

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], settings: Bm25Settings | None = None) -> Self:
        """Index ``texts``, each a list of terms."""
        settings = settings or Bm25Settings()
        vocabulary = {term: at for at, term in enumerate(sorted({term for text in texts for term in text}))}
        if not vocabulary:
            return cls(len(texts), None)
        # Given a set of words, bm25s numbers them in hash order: files would differ from build to build.
        ids = [[vocabulary[term] for term in text] for text in texts]
        model = bm25s.BM25(method="lucene", k1=settings.k1, b=settings.b)
        model.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(len(texts), model)

    def __len__(self) -> int:
        return self._count

    def scores(self, terms: Sequence[str]) -> Scores:
        """The score (≥ 0) of every text, in order of position."""
        ids = [] if self._model is None else self._model.get_tokens_ids(list(terms))
        if self._model is None or not ids:
            return np.zeros(self._count, np.float32)
        scores: Scores = self._model.get_scores_from_ids(ids)
        return scores

    def ceiling(self, terms: Sequence[str]) -> float:
        """What no text's score for ``terms`` can reach: the sum of the idf of those that occur anywhere."""
        if self._model is None:
            return 0.0
        starts = self._model.scores["indptr"]
        columns = [column for term in terms if (column := self._model.vocab_dict.get(term)) is not None]
        found = np.array([starts[column + 1] - starts[column] for column in columns], np.float64)
        return float(np.log1p((self._count - found + 0.5) / (found + 0.5)).sum())

    def search(self, terms: Sequence[str], k: int, allowed: Positions | None = None) -> tuple[Positions, Scores]:
        """The best ``k`` of the ``allowed`` texts that have any of the ``terms``, best first."""
        scores = self.scores(terms)
        positions = np.arange(self._count) if allowed is None else np.unique(allowed)
        positions = positions[scores[positions] > 0]
        return best(positions, scores[positions], k)

    def matched(self, terms: Sequence[str], position: int) -> tuple[str, ...]:
        """Those ``terms`` that occur in the text at ``position``, each once, in the order given."""
        if self._model is None:
            return ()
        starts, texts = self._model.scores["indptr"], self._model.scores["indices"]
        found = []
        for term in dict.fromkeys(terms):
            column = self._model.vocab_dict.get(term)
            if column is None:
                continue
            having = texts[starts[column] : starts[column + 1]]
            at = int(np.searchsorted(having, position))
            if at < len(having) and having[at] == position:
                found.append(term)
        return tuple(found)

    def save(self, directory: Path) -> None:
        """Write the index's files into ``directory``, which exists."""
        counted = {"texts": self._count, "has_terms": self._model is not None}
        (directory / _COUNT_FILE).write_text(json.dumps(counted), encoding="utf-8")
        if self._model is not None:
            self._model.save(directory, show_progress=False)

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Map what ``save`` wrote into memory. Raises ``IndexCorrupt`` when it cannot be read."""
        try:
            counted = json.loads((directory / _COUNT_FILE).read_text(encoding="utf-8"))
            count = int(counted["texts"])
            model = None
            if counted["has_terms"]:
                model = bm25s.BM25.load(directory, mmap=True, show_progress=False)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorrupt(f"关键词索引无法读取：{directory}。请回退到其他快照或重新建立索引") from error
        if model is not None and model.scores["num_docs"] != count:
            raise IndexCorrupt(f"关键词索引的条数前后不一：{directory}。请重新建立索引")
        return cls(count, model)
