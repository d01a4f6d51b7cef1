"""The library in use, moved to another way of keeping it: vectors are copied, nothing is embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import EncodingFailed, LoadIncomplete
from index.lock import writer_lock
from index.manifest import Manifest
from index.opened import Opened
from index.passage import indexed_text
from index.storage.storage import Storage
from index.verification import Findable

_SEARCHES = 50
_DEPTH = 10
_LEAST_SHARED = Fraction(9, 10)
"""What share of the hits both have to have in common: equal scores may come in any order, and clusters and graphs of
large libraries leave out a few.
"""
_SAME = 1e-3


@dataclass(frozen=True, slots=True)
class Migrated:
    """The snapshot now in use, how many chunks it has, and how many searches were compared."""

    snapshot: str
    chunks: int
    searches: int


class CopiedVectors:
    """An ``Encoder`` that knows the passages of one snapshot, and nothing else."""

    max_tokens: int | None = None

    def __init__(self, held: Findable, manifest: Manifest) -> None:
        self.name = manifest.model
        self.dim = manifest.dim
        self._held = held
        self._position_of = {indexed_text(chunk): at for at, chunk in enumerate(held.library.chunks)}

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), as they are kept. Raises ``EncodingFailed`` for a text that the snapshot has not."""
        if not all(text in self._position_of for text in texts):
            raise EncodingFailed("迁移只复制已有的向量，有一段文字不在原来的快照里")
        vectors = self._held.vectors(np.array([self._position_of[text] for text in texts], np.int64))
        if on_progress:
            on_progress(len(texts))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """No question has a vector here. Raises ``EncodingFailed``."""
        raise EncodingFailed("迁移只复制已有的向量，不能为问题计算向量")

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """No question has a vector here. Raises ``EncodingFailed``."""
        raise EncodingFailed("迁移只复制已有的向量，不能为问题计算向量")


def migrate(home: Path, source: Storage, target: Storage, on_progress: Callable[[int], None] | None = None) -> Migrated:
    """Copy the snapshot in use from ``source`` to ``target`` and use the copy, once counts and searches agree.

    Raises:
        IndexMissing, IndexCorrupt, IndexMismatch: there is nothing that could be copied, or it is not in ``source``.
        LoadIncomplete: the copy does not find what the original finds; the original is in use again.
        IndexBusy, StoreError, OSError: the original stays in use.
    """

    def advance(done: int, total: int) -> None:
        if on_progress and total:
            on_progress(done)

    with writer_lock(home):
        before = Opened.of(home)
        contents = before.contents
        source.check(contents)
        original = source.findable(contents)
        encoder = CopiedVectors(original, contents.manifest)
        name = target.write(contents.library, contents.changes, encoder, home, None, advance)
        copied = target.findable(Opened.of(home, name).contents)
        drawn = _drawn(len(contents.library.chunks))
        flaw = _difference(original, copied, drawn)
        if flaw:
            source.use(home, before.name)
            raise LoadIncomplete(f"迁移后核对不符：{flaw}。已改回原来的快照 {before.name}")
    return Migrated(name, len(contents.library.chunks), len(drawn))


def _drawn(chunks: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(chunks).choice(chunks, min(_SEARCHES, chunks), replace=False))


def _difference(original: Findable, copied: Findable, drawn: NDArray[np.int64]) -> str | None:
    """What tells the two apart, ``None`` where nothing does."""
    if original.count() != copied.count():
        return f"原来有 {original.count()} 段，迁移后有 {copied.count()} 段"
    if not len(drawn):
        return None
    vectors = original.vectors(drawn)
    shares = []
    for at, old, new in zip(
        drawn.tolist(), original.nearest(vectors, _DEPTH), copied.nearest(vectors, _DEPTH), strict=True
    ):
        chunk = original.library.chunks[at].id
        if not new or abs(old[0][1] - new[0][1]) > _SAME:
            return f"条款片段 {chunk} 按自己的向量检索，两边首条的得分不同"
        shares.append(Fraction(len({at for at, _ in old} & {at for at, _ in new}), len(old)))
    share = sum(shares) / len(shares)
    if share < _LEAST_SHARED:
        return f"{len(drawn)} 次检索的结果平均只有 {float(share):.0%} 相同"
    return None
