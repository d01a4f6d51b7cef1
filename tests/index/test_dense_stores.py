"""One contract for every dense store, against exact search in NumPy."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.settings import DenseSettings
from index.stores.dense import DenseStore
from index.stores.faiss_store import FaissStore


def unit_rows(count, dim, seed):
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def oracle(rows, vector, k, allowed=None):
    """All inner products, in double precision, sorted."""
    scores = rows.astype(np.float64) @ vector.astype(np.float64)
    positions = np.arange(len(rows)) if allowed is None else np.asarray(allowed)
    return sorted(positions.tolist(), key=lambda position: (-scores[position], position))[:k], scores


class DenseStoreContract:
    """What ``DenseStore`` promises; a store's test class inherits it and names the type."""

    store_type: type[DenseStore]

    def filled(self, rows):
        store = self.store_type(rows.shape[1])
        store.add(rows)
        return store

    @given(
        count=st.integers(1, 200),
        dim=st.integers(8, 48),
        k=st.integers(1, 250),
        share=st.floats(0, 1),
        seed=st.integers(0, 2**32 - 1),
    )
    @settings(max_examples=60, deadline=None)
    def test_equals_exact_search_with_any_mask(self, count, dim, k, share, seed):
        rows = unit_rows(count, dim, seed)
        vector = unit_rows(1, dim, seed + 1)[0]
        allowed = np.flatnonzero(np.random.default_rng(seed).random(count) < share)
        store = self.filled(rows)
        for mask in (None, allowed):
            positions, scores = store.search(vector, k, mask)
            expected, exact = oracle(rows, vector, k, mask)
            assert positions.tolist() == expected
            assert scores == pytest.approx(exact[positions], abs=1e-5)

    def test_one_row_in_a_hundred_admitted_is_not_starved(self):
        rows = unit_rows(5000, 32, seed=3)
        vector = unit_rows(1, 32, seed=4)[0]
        # The fifty that are least like the query: none is among the first thousand of an unfiltered search.
        allowed = np.sort(np.argsort(rows @ vector)[:50])
        positions, _ = self.filled(rows).search(vector, 20, allowed)
        assert positions.tolist() == oracle(rows, vector, 20, allowed)[0]
        unfiltered, _ = self.filled(rows).search(vector, 1000)
        assert not set(unfiltered.tolist()) & set(allowed.tolist())

    def test_equal_scores_go_by_position(self):
        rows = np.tile(unit_rows(1, 16, seed=5), (3000, 1))
        positions, _ = self.filled(rows).search(rows[0], 5)
        assert positions.tolist() == [0, 1, 2, 3, 4]
        positions, _ = self.filled(rows).search(rows[0], 3, np.array([2000, 7, 900, 8]))
        assert positions.tolist() == [7, 8, 900]

    def test_the_order_and_repetition_of_allowed_do_not_matter(self):
        rows = unit_rows(10, 16, seed=6)
        positions, _ = self.filled(rows).search(rows[4], 10, np.array([9, 4, 4, 1]))
        assert positions.tolist() == oracle(rows, rows[4], 3, [1, 4, 9])[0]

    def test_nothing_in_or_nothing_allowed_finds_nothing(self):
        vector = unit_rows(1, 16, seed=7)[0]
        assert [part.tolist() for part in self.store_type(16).search(vector, 5)] == [[], []]
        store = self.filled(unit_rows(4, 16, seed=8))
        assert store.search(vector, 5, np.empty(0, np.int64))[0].tolist() == []
        assert store.search(vector, 0)[0].tolist() == []

    def test_wrong_shapes_and_positions_are_refused(self):
        store = self.filled(unit_rows(4, 16, seed=9))
        with pytest.raises(ValueError, match="形状"):
            store.add(unit_rows(2, 15, seed=9))
        with pytest.raises(ValueError, match="形状"):
            store.search(unit_rows(1, 15, seed=9)[0], 1)
        for outside in (-1, 4):
            with pytest.raises(ValueError, match="位置"):
                store.search(unit_rows(1, 16, seed=9)[0], 1, np.array([0, outside]))

    @pytest.mark.parametrize("count", [0, 1, 300])
    def test_saved_and_opened_it_answers_the_same(self, tmp_path, count):
        rows = unit_rows(count, 24, seed=10)
        vector = unit_rows(1, 24, seed=11)[0]
        self.filled(rows).save(tmp_path)
        opened = self.store_type.open(tmp_path)
        assert (len(opened), opened.dim, opened.metric) == (count, 24, "inner_product")
        for allowed in (None, np.arange(0, count, 3)):
            assert opened.search(vector, 7, allowed)[0].tolist() == oracle(rows, vector, 7, allowed)[0]

    def test_a_file_cut_short_or_absent_is_reported(self, tmp_path):
        with pytest.raises(IndexCorrupt):
            self.store_type.open(tmp_path)
        self.filled(unit_rows(50, 16, seed=12)).save(tmp_path)
        for path in tmp_path.iterdir():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(IndexCorrupt):
            self.store_type.open(tmp_path)


class TestFaissStore(DenseStoreContract):
    store_type = FaissStore


CLUSTERED = DenseSettings(exact_up_to=500, probes=6, selective=0.2)


@pytest.fixture(scope="module")
def clustered(tmp_path_factory):
    """6,000 vectors around 300 centres, as saved and opened again, with the vectors."""
    rng = np.random.default_rng(1)
    rows = unit_rows(300, 32, seed=2)[rng.integers(0, 300, 6000)] + 0.1 * rng.normal(size=(6000, 32))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    store = FaissStore(32, CLUSTERED)
    store.add(rows)
    folder = tmp_path_factory.mktemp("clustered")
    store.save(folder)
    return FaissStore.open(folder, CLUSTERED), rows, folder


def test_clusters_find_nearly_what_exact_search_finds_with_exact_scores(clustered):
    store, rows, _ = clustered
    assert store.approximate
    shares = []
    for seed in range(40):
        vector = rows[seed * 100]
        positions, scores = store.search(vector, 20)
        expected, exact = oracle(rows, vector, 20)
        shares.append(len(set(positions.tolist()) & set(expected)) / 20)
        assert scores == pytest.approx(exact[positions], abs=1e-5)
        assert (np.diff(scores) <= 0).all()
    assert np.mean(shares) > 0.95


def test_a_store_of_about_the_size_takes_the_centres_over_and_finds_as_well(clustered, tmp_path):
    old, rows, _ = clustered
    fresh = unit_rows(60, 32, seed=9)
    changed = np.concatenate([rows[200:], fresh])
    store = FaissStore(32, CLUSTERED)
    store.add(changed)
    store.cluster(like=old)
    store.save(tmp_path)
    store = FaissStore.open(tmp_path, CLUSTERED)
    np.testing.assert_array_equal(
        store._clusters.quantizer.reconstruct_n(0, store._clusters.nlist),
        old._clusters.quantizer.reconstruct_n(0, old._clusters.nlist),
    )
    shares = []
    for vector in (*changed[::150], *fresh[::6]):
        positions, scores = store.search(vector, 20)
        expected, exact = oracle(changed, vector, 20)
        shares.append(len(set(positions.tolist()) & set(expected)) / 20)
        assert positions[0] == expected[0]
        assert scores == pytest.approx(exact[positions], abs=1e-5)
    assert np.mean(shares[:-10]) > 0.95


def test_a_store_of_another_size_gets_centres_of_its_own(clustered):
    old, rows, _ = clustered
    store = FaissStore(32, CLUSTERED)
    store.add(rows[:2000])
    store.cluster(like=old)
    assert store._clusters.nlist == round(4 * 2000**0.5) != old._clusters.nlist


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.19])
def test_a_selective_filter_is_searched_exactly(clustered, share):
    store, rows, _ = clustered
    vector = rows[5]
    # The least like the query: no cluster that is looked through has any of them.
    allowed = np.sort(np.argsort(rows @ vector)[: int(share * len(rows))])
    positions, _ = store.search(vector, 30, allowed)
    assert positions.tolist() == oracle(rows, vector, 30, allowed)[0]


def test_a_wide_filter_that_shuts_out_the_near_clusters_does_not_starve(clustered):
    store, rows, _ = clustered
    vector = rows[5]
    allowed = np.sort(np.argsort(rows @ vector)[:4500])
    positions, _ = store.search(vector, 50, allowed)
    assert len(positions) == 50
    assert set(positions.tolist()) <= set(allowed.tolist())


def test_up_to_the_limit_there_are_no_clusters(tmp_path):
    store = FaissStore(16, DenseSettings(exact_up_to=100))
    store.add(unit_rows(100, 16, seed=1))
    store.save(tmp_path)
    assert not FaissStore.open(tmp_path).approximate
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store.json", "vectors.faiss"]


@pytest.mark.parametrize("change", [{"count": 5999}, {"dim": 33}, {"clusters": 7}, {"metric": 1}, {"more": 1}])
def test_arguments_that_the_files_contradict_are_refused(clustered, tmp_path, change):
    _, _, folder = clustered
    shutil.copytree(folder, tmp_path / "copy")
    path = tmp_path / "copy" / "store.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(IndexCorrupt):
        FaissStore.open(tmp_path / "copy")
