"""Is every clause found by its own text, and is every vector the model's? Asked of a snapshot, wherever it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.contents import Contents
from index.embedding.encoder import Encoder
from index.passage import indexed_text
from index.stores.ranking import Positions
from index.tokens import tokenize
from ingest.model import Library

SAMPLED = 200
"""How many vectors are made again where not all are."""
LEAST_COSINE = 0.995
"""A text's vector differs by what it is embedded beside (0.9986 was seen); another model's is far below."""
_TIED = 1e-4
_FIRST = 10
_AT_ONCE = 256


class Findable(Protocol):
    """What is read of a snapshot to verify or to copy it. Positions are those of the library's chunks."""

    @property
    def library(self) -> Library:
        """What the snapshot was built from."""
        ...

    def count(self) -> int:
        """How many chunks are held."""
        ...

    def vectors(self, positions: Positions) -> NDArray[np.float32]:
        """Their vectors, a row each."""
        ...

    def nearest(
        self, vectors: NDArray[np.float32], k: int, document: str | None = None
    ) -> list[list[tuple[int, float]]]:
        """For each of ``vectors`` the ``k`` nearest chunks (of ``document`` only, where given) and their cosines."""
        ...

    def unworded(self, document: str, positions: Positions) -> list[int]:
        """Those of ``positions``, chunks of ``document``, that a keyword search for their own terms does not find."""
        ...


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification looked at, and what is wrong: a line of Chinese each."""

    clauses: int
    chunks: int
    embedded_again: int
    problems: tuple[str, ...]


class LocalFindable:
    """``Findable`` over the files of a snapshot on this machine."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._positions = chunks_by_document(contents.library)

    @property
    def library(self) -> Library:
        """What the snapshot was built from."""
        return self._contents.library

    def count(self) -> int:
        """How many vectors there are."""
        return len(self._contents.dense)

    def vectors(self, positions: Positions) -> NDArray[np.float32]:
        """Out of the vectors' file."""
        return self._contents.dense.vectors(positions)

    def nearest(
        self, vectors: NDArray[np.float32], k: int, document: str | None = None
    ) -> list[list[tuple[int, float]]]:
        """One search a row."""
        allowed = None if document is None else self._positions[document]
        found = []
        for vector in vectors:
            positions, cosines = self._contents.dense.search(vector, k, allowed)
            found.append(list(zip(positions.tolist(), cosines.tolist(), strict=True)))
        return found

    def unworded(self, document: str, positions: Positions) -> list[int]:
        """A chunk is found when the keyword index has it under every one of its terms."""
        lost = []
        for position in positions.tolist():
            terms = tuple(dict.fromkeys(tokenize(indexed_text(self.library.chunks[position]))))
            if self._contents.lexical.matched(terms, position) != terms:
                lost.append(position)
        return lost


def chunks_by_document(library: Library) -> dict[str, Positions]:
    """The positions of every document's chunks, ascending; a document without any has none."""
    found: dict[str, list[int]] = {document.id: [] for document in library.documents}
    for position, chunk in enumerate(library.chunks):
        found[chunk.document_id].append(position)
    return {document: np.array(positions, np.int64) for document, positions in found.items()}


def verify_contents(
    findable: Findable,
    encoder: Encoder,
    every: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> Verified:
    """Search for every chunk with its own vector and its own terms within its document, and embed some again.

    A clause is found when each of its chunks is the nearest to its own vector, or as near as the nearest, and a keyword
    search for its terms has it. ``every`` embeds all chunks again, not ``SAMPLED`` of them. ``on_progress`` hears how
    many chunks were looked for.

    Raises:
        RetrievalIndexError: the snapshot cannot be read at all, or the engine does not answer.
    """
    library = findable.library
    problems = [*_count_problems(findable)]
    done = 0
    for document, positions in chunks_by_document(library).items():
        problems += _lost(findable, document, positions)
        done += len(positions)
        if on_progress:
            on_progress(done)
    drawn = _drawn(len(library.chunks), every)
    problems += _strange_vectors(findable, encoder, drawn)
    return Verified(len(library.clauses), len(library.chunks), len(drawn), tuple(problems))


def _count_problems(findable: Findable) -> Iterator[str]:
    expected, held = len(findable.library.chunks), findable.count()
    if held != expected:
        yield f"存储里有 {held} 段，文件库有 {expected} 段"


def _lost(findable: Findable, document: str, positions: Positions) -> Iterator[str]:
    chunks = findable.library.chunks
    unfound = [int(at) for part in _parts(positions) for at in _unfound(findable, document, part, len(positions))]
    unworded = [at for part in _parts(positions) for at in findable.unworded(document, part)]
    for kind, lost in (("向量", unfound), ("关键词", unworded)):
        for clause, _ in groupby(chunks[at].clause_id for at in sorted(lost)):
            yield f"文件 {document} 的条款 {clause}：按它自己的文字用{kind}检索不到"


def _unfound(findable: Findable, document: str, positions: Positions, size: int) -> list[int]:
    vectors = findable.vectors(positions)
    lost = []
    for at, vector, hits in zip(positions.tolist(), vectors, findable.nearest(vectors, _FIRST, document), strict=True):
        if not _is_first(at, hits):
            # Many chunks of the very same text may stand before it.
            [all_hits] = findable.nearest(vector[np.newaxis], size, document)
            if not _is_first(at, all_hits):
                lost.append(at)
    return lost


def _is_first(position: int, hits: Sequence[tuple[int, float]]) -> bool:
    """Whether it is the best hit, or as good as that."""
    return any(at == position and score >= hits[0][1] - _TIED for at, score in hits)


def _drawn(chunks: int, every: bool) -> Positions:
    if every or chunks <= SAMPLED:
        return np.arange(chunks)
    return np.sort(np.random.default_rng(chunks).choice(chunks, SAMPLED, replace=False))


def _strange_vectors(findable: Findable, encoder: Encoder, positions: Positions) -> Iterator[str]:
    for part in _parts(positions):
        chunks = [findable.library.chunks[at] for at in part.tolist()]
        again = encoder.encode_passages([indexed_text(chunk) for chunk in chunks])
        cosines = np.einsum("ij,ij->i", again, findable.vectors(part))
        for chunk, cosine in zip(chunks, cosines.tolist(), strict=True):
            # Written so that NaN fails too.
            if not cosine >= LEAST_COSINE:
                yield f"条款 {chunk.clause_id} 的向量与模型重新算出的不符（余弦 {cosine:.4f}，应 ≥ {LEAST_COSINE}）"


def _parts(positions: Positions) -> Iterator[Positions]:
    for start in range(0, len(positions), _AT_ONCE):
        yield positions[start : start + _AT_ONCE]
