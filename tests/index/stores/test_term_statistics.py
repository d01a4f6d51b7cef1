"""The sparse vectors give BM25 as bm25s does."""

from __future__ import annotations

import numpy as np
import pytest

from index.errors import IndexCorrupt
from index.settings import Bm25Settings
from index.stores.bm25_store import Bm25Store
from index.stores.milvus.term_statistics import FILE_NAME, TermStatistics, dimension

TEXTS = [["高企", "补助", "补助", "高", "企"], ["高企", "奖励"], [], ["孵化器", "补助"], ["人才"] * 30]


@pytest.mark.parametrize("settings", [Bm25Settings(), Bm25Settings(k1=0.4, b=0.1), Bm25Settings(k1=3, b=1)])
def test_inner_products_and_ceilings_are_those_of_the_keyword_store(tmp_path, settings):
    store = Bm25Store.build(TEXTS, settings)
    TermStatistics.of(TEXTS, settings).save(tmp_path)
    statistics = TermStatistics.open(tmp_path)
    for terms in (["补助"], ["高企", "补助", "补助"], ["人才", "不在"], ["不在"], []):
        query = statistics.query(terms)
        products = [
            sum(weight * query.get(at, 0.0) for at, weight in statistics.passage(text).items()) for text in TEXTS
        ]
        assert products == pytest.approx(store.scores(terms).tolist(), abs=1e-5)
        assert statistics.ceiling(terms) == pytest.approx(store.ceiling(terms), abs=1e-5)


def test_dimensions_are_what_milvus_takes():
    found = {dimension(f"词{number}") for number in range(10_000)}
    assert min(found) >= 0
    assert max(found) < 2**32 - 1
    assert len(found) >= 9_990


def test_a_file_cut_short_or_absent_is_reported(tmp_path):
    with pytest.raises(IndexCorrupt, match="词频"):
        TermStatistics.open(tmp_path)
    TermStatistics.of(TEXTS).save(tmp_path)
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(IndexCorrupt, match="词频"):
        TermStatistics.open(tmp_path)
    np.savez(path, texts=3)
    with pytest.raises(IndexCorrupt, match="词频"):
        TermStatistics.open(tmp_path)
