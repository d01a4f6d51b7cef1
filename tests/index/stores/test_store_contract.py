"""One contract for every store of chunks: whatever it is asked, it answers as exact search over all rows does."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from index.model import Filters
from index.stores.chunk_store import ChunkStore, Condition, Found, Row
from index.stores.milvus.connection import Connection
from index.stores.milvus.store import MilvusStore
from index.stores.milvus.term_statistics import TermStatistics
from index.tokens import tokenize
from tests.index.stores.chunk_stores import FileStore, OracleStore

pytestmark = pytest.mark.slow

DIM = 24
QUERIES = ("首次认定高企补助多少", "孵化器最高200万元", "技术合同登记", "3.1%", "沪")
Make = Callable[[Sequence[Row]], ChunkStore]
_numbers = count()


def rows_made(seed: int, documents: int = 12) -> list[Row]:
    """Chunks of a dozen documents in four regions (and one in none), with ids that try the quoting."""
    rng = random.Random(seed)
    noise = np.random.default_rng(seed)
    words = ["高企", "认定", "补助", "奖励", "孵化器", "200万元", "技术合同", "登记", "3.1%", "人才", "首次"]
    rows = []
    for number in range(documents):
        document = f"文件'{number}\" or \\ %in (x)"
        region = ("370100", "370200", "370300", "370400", "")[number % 5]
        for part in range(rng.randint(3, 9)):
            vector = noise.normal(size=DIM).astype(np.float32)
            rows.append(
                Row(
                    id=f"{document}:{part}",
                    document=document,
                    region=region,
                    doc_type=("意见", "通知")[number % 2],
                    status=("in_force", "draft", "expired")[number % 3],
                    text="，".join(rng.choices(words, k=rng.randint(3, 12))) + "。",
                    vector=vector / np.linalg.norm(vector),
                )
            )
    return rows


ROWS = rows_made(seed=1)
DOCUMENTS = sorted({row.document for row in ROWS})
CONDITIONS = {
    "none": Condition(),
    "region": Condition(Filters(regions=("370200",))),
    "two regions": Condition(Filters(regions=("370100", "370400"))),
    "type and status": Condition(Filters(doc_types=("通知",), status=("draft", "expired"))),
    "documents": Condition(Filters(documents=(DOCUMENTS[3], DOCUMENTS[7]))),
    "shown only": Condition(only=frozenset(DOCUMENTS[:2])),
    "hidden": Condition(hidden=frozenset(DOCUMENTS[2:9])),
    "hidden in a region": Condition(Filters(regions=("370300",)), hidden=frozenset(DOCUMENTS[:8])),
    "ids": Condition(ids=(ROWS[5].id, ROWS[40].id, "不存在")),
    "nothing": Condition(Filters(regions=("110000",))),
    "nobody's": Condition(only=frozenset()),
}


@pytest.fixture(params=["oracle", "faiss", "milvus"])
def make(request: pytest.FixtureRequest, tmp_path) -> Make:
    """Makes stores that hold the rows given."""

    def made(rows: Sequence[Row]) -> ChunkStore:
        if request.param == "milvus":
            settings = request.getfixturevalue("milvus").settings(batch_size=7)
            statistics = TermStatistics.of([tokenize(row.text) for row in rows])
            store = MilvusStore(Connection(settings), f"contract_{next(_numbers)}", settings, statistics)
            store.create(DIM)
            request.addfinalizer(store.drop)
        else:
            store = OracleStore() if request.param == "oracle" else FileStore(tmp_path / str(next(_numbers)))
        store.upsert(rows)
        return store

    return made


def same(found: Found, expected: Found) -> None:
    """Equal scores in order; the ids of those that are told apart by them, in any order among equals."""
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-4)
    if expected:
        last = expected[-1][1] + 1e-4  # at the cut any of several equal ones may stand
        assert {key for key, score in found if score > last} == {key for key, score in expected if score > last}
        scores = dict(expected)
        assert all(scores[key] == pytest.approx(score, abs=1e-4) for key, score in found if key in scores)


def test_searches_counts_and_vectors_equal_the_oracle_under_every_condition(make):
    store, oracle = make(ROWS), OracleStore()
    oracle.upsert(ROWS)
    vectors = np.stack([row.vector for row in rows_made(seed=2)[:4]])
    for name, condition in CONDITIONS.items():
        assert store.count(condition) == oracle.count(condition), name
        for k in (1, 5, 200):
            for found, expected in zip(
                store.nearest(vectors, k, condition), oracle.nearest(vectors, k, condition), strict=True
            ):
                same(found, expected)
        for query in QUERIES:
            same(store.worded((query,), 5, condition), oracle.worded((query,), 5, condition))
    same(store.worded(QUERIES, 200), oracle.worded(QUERIES, 200))
    ids = [ROWS[at].id for at in (50, 3, 17)]
    np.testing.assert_allclose(store.vectors(ids), oracle.vectors(ids), atol=1e-6)


def test_putting_in_again_doubles_nothing_and_replaces_what_changed(make):
    store, oracle = make(ROWS), OracleStore()
    moved = replace(ROWS[4], vector=ROWS[20].vector, region="371700", status="repealed")
    for one in (store, oracle):
        one.upsert(ROWS)
        one.upsert([moved])
        one.upsert([moved, ROWS[5]])
    assert store.count() == len(ROWS) == oracle.count()
    for condition in (
        Condition(),
        Condition(Filters(regions=("371700",))),
        Condition(Filters(regions=(ROWS[4].region,), documents=(ROWS[4].document,))),
        Condition(Filters(status=("repealed",))),
    ):
        assert store.count(condition) == oracle.count(condition)
        same(
            store.nearest(ROWS[20].vector[np.newaxis], 3, condition)[0],
            oracle.nearest(ROWS[20].vector[np.newaxis], 3, condition)[0],
        )
    np.testing.assert_allclose(store.vectors([moved.id])[0], ROWS[20].vector, atol=1e-6)


def test_a_document_taken_out_is_found_by_nothing(make):
    store, oracle = make(ROWS), OracleStore()
    oracle.upsert(ROWS)
    for document in (DOCUMENTS[0], DOCUMENTS[5], "不存在的文件"):
        store.delete_document(document)
        oracle.delete_document(document)
    assert store.count() == oracle.count() < len(ROWS)
    vector = ROWS[0].vector[np.newaxis]
    same(store.nearest(vector, 200)[0], oracle.nearest(vector, 200)[0])
    gone = Condition(only=frozenset({DOCUMENTS[0], DOCUMENTS[5]}))
    assert store.count(gone) == 0
    assert store.nearest(vector, 5, gone) == [[]]
    assert store.worded(QUERIES, 5, gone) == []
    # Its words may weigh otherwise now; what has them is the same.
    assert {key for key, _ in store.worded(QUERIES, 200)} == {key for key, _ in oracle.worded(QUERIES, 200)}


def test_nothing_asked_for_is_nothing_found(make):
    store = make(ROWS[:3])
    assert store.nearest(ROWS[0].vector[np.newaxis], 0) == [[]]
    assert store.worded(("？！",), 5) == []
    assert store.worded(("番茄炒蛋",), 5) == []
