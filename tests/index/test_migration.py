"""A library copied from one way of keeping it to another: nothing is embedded, and a copy that differs is not used."""

from __future__ import annotations

import numpy as np
import pytest

from index.build import build_snapshot
from index.errors import EncodingFailed, IndexBusy, IndexMissing, LoadIncomplete
from index.lock import writer_lock
from index.migration import CopiedVectors, migrate
from index.opened import Opened
from index.snapshots import current_snapshot, list_snapshots
from index.storage.local import LocalStorage
from index.verification import LocalFindable
from ingest.changes import Changes
from tests.index.small_library import THREE_CITIES, HashEncoder, library_of
from tests.index.test_retriever import random_library

ENCODER = HashEncoder()
# THREE_CITIES has five chunks, fewer than the ten that are looked for: every search finds all of them.


class Answering(LocalStorage):
    """Keeps snapshots in files, and reads them back as ``findable`` does."""

    def __init__(self, findable):
        super().__init__()
        self._findable = findable

    def findable(self, contents):
        return self._findable(contents)


class OneFewer(LocalFindable):
    def count(self):
        return super().count() - 1


class Blind(LocalFindable):
    def nearest(self, vectors, k, document=None):
        return [[] for _ in vectors]


class Dimmer(LocalFindable):
    def nearest(self, vectors, k, document=None):
        return [[(at, score - 0.01) for at, score in hits] for hits in super().nearest(vectors, k, document)]


class FirstOnly(LocalFindable):
    def nearest(self, vectors, k, document=None):
        return [hits[:1] for hits in super().nearest(vectors, k, document)]


def test_the_copy_is_in_use_with_the_same_vectors_and_changes_and_the_original_stays(tmp_path):
    library = random_library(seed=11, documents=30)
    changes = Changes(removed=("旧办法.txt",))
    with writer_lock(tmp_path):
        first = LocalStorage().write(library, changes, ENCODER, tmp_path, None)
    heard = []
    moved = migrate(tmp_path, LocalStorage(), LocalStorage(), heard.append)
    assert list_snapshots(tmp_path) == [first, moved.snapshot]
    assert current_snapshot(tmp_path) == moved.snapshot
    assert (moved.chunks, moved.searches) == (len(library.chunks), 50), "fifty of more than fifty are searched for"
    contents = Opened.of(tmp_path).contents
    assert (contents.library, contents.changes) == (library, changes)
    assert (contents.manifest.model, contents.manifest.dim) == ("test:hash", 64)
    expected = ENCODER.encode_passages([chunk.text for chunk in library.chunks])
    np.testing.assert_array_equal(contents.dense.vectors(np.arange(len(library.chunks))), expected)
    assert heard == [0, len(library.chunks)]


@pytest.mark.parametrize(
    ("findable", "flaw"),
    [
        (OneFewer, "原来有 5 段，迁移后有 4 段"),
        (Blind, "条款片段 jia:1@1 按自己的向量检索，两边首条的得分不同"),
        (Dimmer, "条款片段 jia:1@1 按自己的向量检索，两边首条的得分不同"),
        (FirstOnly, "5 次检索的结果平均只有 20% 相同"),
    ],
)
def test_a_copy_that_finds_something_else_is_named_and_the_original_is_used_again(tmp_path, findable, flaw):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    with pytest.raises(LoadIncomplete) as caught:
        migrate(tmp_path, LocalStorage(), Answering(findable))
    assert str(caught.value) == f"迁移后核对不符：{flaw}。已改回原来的快照 {first}"
    assert current_snapshot(tmp_path) == first
    assert Opened.of(tmp_path).contents.library == THREE_CITIES


def test_scores_that_differ_in_the_fifth_digit_and_one_hit_in_twenty_are_the_same_library(tmp_path):
    class Nearly(LocalFindable):
        def nearest(self, vectors, k, document=None):
            found = super().nearest(vectors, k, document)
            return [[(at, score + 1e-5) for at, score in hits[: 10 - i % 2]] for i, hits in enumerate(found)]

    library = random_library(seed=12, documents=20)
    build_snapshot(library, ENCODER, tmp_path)
    moved = migrate(tmp_path, LocalStorage(), Answering(Nearly))
    assert current_snapshot(tmp_path) == moved.snapshot


def test_a_library_without_a_clause_is_moved_too(tmp_path):
    build_snapshot(library_of(), ENCODER, tmp_path)
    moved = migrate(tmp_path, LocalStorage(), LocalStorage())
    assert (moved.chunks, moved.searches) == (0, 0)
    assert current_snapshot(tmp_path) == moved.snapshot


def test_without_a_library_there_is_nothing_to_move(tmp_path):
    with pytest.raises(IndexMissing):
        migrate(tmp_path, LocalStorage(), LocalStorage())
    assert list_snapshots(tmp_path) == []


def test_nobody_else_changes_the_library_meanwhile(tmp_path):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    with writer_lock(tmp_path), pytest.raises(IndexBusy):
        migrate(tmp_path, LocalStorage(), LocalStorage())
    assert list_snapshots(tmp_path) == [first]


@pytest.fixture
def copied(tmp_path):
    build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    contents = Opened.of(tmp_path).contents
    return CopiedVectors(LocalFindable(contents), contents.manifest)


def test_the_vector_of_a_passage_is_the_one_that_is_kept(copied):
    texts = [THREE_CITIES.chunks[at].text for at in (4, 0, 4)]
    np.testing.assert_array_equal(copied.encode_passages(texts), ENCODER.encode_passages(texts))
    assert (copied.name, copied.dim, copied.max_tokens) == ("test:hash", 64, None)


def test_what_the_snapshot_has_not_gets_no_vector(copied):
    with pytest.raises(EncodingFailed, match="有一段文字不在原来的快照里"):
        copied.encode_passages([THREE_CITIES.chunks[0].text, "番茄炒蛋"])
    for ask in (lambda: copied.encode_query("高企"), lambda: copied.encode_queries(["高企"])):
        with pytest.raises(EncodingFailed, match="不能为问题计算向量"):
            ask()
