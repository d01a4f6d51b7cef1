"""What a worker embeds, and what is made of it, in this process (``tests/cluster`` has the cluster)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding.distributed import DistributedEncoder, _Embed, _kept, _path, _units, embedded_folder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.errors import EncodingFailed, ModelMissing
from ingest.errors import WorkLost
from tests.cluster.driver import BatchedEncoder
from tests.cluster.stand_in import RayError, stand_in
from tests.library import CORPUS

# Of 150 lengths, each twice; four texts a batch.
TEXTS = [f"第{'十' * (number % 150)}项给予{number}万元。" for number in range(300)]


class Asked(BatchedEncoder):
    def encode_queries(self, texts):
        return np.stack([self.encode_query(text) for text in texts])


def refused():
    raise ModelMissing("这台机器上没有模型")


def units_of(texts=TEXTS, model="test:hash"):
    return list(_units(texts, BatchedEncoder().passage_batches(texts), model))


def row_of(unit, texts=TEXTS):
    return {"key": unit.key, "texts": [texts[row] for row in unit.rows], "batches": list(unit.batches)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = embedded_folder(tmp_path)
    assert found == tmp_path / "work" / "embedded"
    return found


def test_units_are_whole_batches_of_128_texts_and_what_is_left():
    units = units_of()
    assert [len(unit.rows) for unit in units] == [128, 128, 44]
    assert [unit.batches for unit in units] == [(4,) * 32, (4,) * 32, (4,) * 11]
    assert sorted(row for unit in units for row in unit.rows) == list(range(300))
    assert units_of([]) == []


def test_a_unit_is_known_by_its_model_its_texts_and_how_they_are_cut():
    [key] = [unit.key for unit in units_of(["甲", "乙"])]
    assert [unit.key for unit in units_of(["甲", "乙"])] == [key]
    others = [
        next(_units(texts, batches, model)).key
        for texts, batches, model in [
            (["甲", "乙"], [[0, 1]], "test:other"),
            (["甲", "丙"], [[0, 1]], "test:hash"),
            (["乙", "甲"], [[0, 1]], "test:hash"),
            (["甲乙", ""], [[0, 1]], "test:hash"),
            (["甲", "乙"], [[0], [1]], "test:hash"),
        ]
    ]
    assert len({key, *others}) == 6


def test_the_planned_batches_one_by_one_give_the_bytes_of_all_at_once():
    encoder = load_encoder(EmbeddingSettings())
    [document, *_] = sorted(CORPUS.glob("*.txt"))
    texts = [line for line in document.read_text("utf-8").splitlines() if len(line) > 10][:40]
    batches = encoder.passage_batches(texts)
    assert sorted(row for batch in batches for row in batch) == list(range(len(texts)))
    together = encoder.encode_passages(texts)
    apart = np.empty_like(together)
    for batch in batches:
        apart[batch] = encoder.encode_passages([texts[row] for row in batch])
    np.testing.assert_array_equal(apart, together)


def test_what_workers_wrote_is_put_together_to_the_bytes_of_one_process(folder):
    worker = _Embed(BatchedEncoder, "test:hash", folder)
    told = [worker(row_of(unit)) for unit in units_of()]
    assert told == [{"count": n, "model": "test:hash", "error": "", "message": ""} for n in (128, 128, 44)]
    heard = []
    encoder = DistributedEncoder(BatchedEncoder(), refused, folder)
    vectors = encoder.encode_passages(TEXTS, heard.append)
    np.testing.assert_array_equal(vectors, BatchedEncoder().encode_passages(TEXTS))
    assert heard == [], "nothing was left to do"


def test_vectors_that_are_cut_short_or_of_another_number_are_not_kept(folder):
    [unit] = units_of(TEXTS[:8])
    _Embed(BatchedEncoder, "test:hash", folder)(row_of(unit))
    np.testing.assert_array_equal(
        _kept(folder, unit.key, 8, 64)[0], BatchedEncoder().encode_passages(TEXTS[:8])[unit.rows[0]]
    )
    assert _kept(folder, unit.key, 9, 64) is None
    assert _kept(folder, unit.key, 8, 32) is None
    path = _path(folder, unit.key)
    path.write_bytes(path.read_bytes()[:-4])
    assert _kept(folder, unit.key, 8, 64) is None


def test_a_worker_with_another_model_tells_its_name_and_writes_nothing(folder):
    [unit] = units_of(TEXTS[:8])
    told = _Embed(BatchedEncoder, "test:wanted", folder)(row_of(unit))
    assert (told["count"], told["model"], told["error"]) == (8, "test:hash", "")
    assert not folder.exists()


def test_a_worker_tells_what_its_encoder_fails_with_and_loads_it_once(folder):
    [unit] = units_of(TEXTS[:8])
    told = _Embed(refused, "test:hash", folder)(row_of(unit))
    assert (told["model"], told["error"], told["message"]) == ("", "ModelMissing", "这台机器上没有模型")

    class Useless(BatchedEncoder):
        def encode_passages(self, texts, on_progress=None):
            raise EncodingFailed("给出了非数值的向量")

    loaded = []
    worker = _Embed(lambda: loaded.append(1) or Useless(), "test:hash", folder)
    for _ in range(2):
        told = worker(row_of(unit))
        assert (told["model"], told["error"], told["message"]) == (
            "test:hash",
            "EncodingFailed",
            "给出了非数值的向量",
        )
    assert loaded == [1]
    assert not folder.exists()


def test_vectors_that_workers_wrote_elsewhere_are_told(folder, monkeypatch):
    [first, *rest] = units_of()
    _Embed(BatchedEncoder, "test:hash", folder)(row_of(first))
    given = []

    def elsewhere(self, units, texts):
        given.extend(unit.key for unit in units)
        yield from (len(unit.rows) for unit in units)

    monkeypatch.setattr(DistributedEncoder, "_spread", elsewhere)
    heard = []
    with pytest.raises(WorkLost, match="一批向量没有写到"):
        DistributedEncoder(BatchedEncoder(), BatchedEncoder, folder).encode_passages(TEXTS, heard.append)
    assert given == [unit.key for unit in rest], "what is there is not given out"
    # 128 were there; another 128, then 44.
    assert heard == [256, 300]


def test_questions_are_embedded_here(folder):
    encoder = DistributedEncoder(Asked(), refused, folder)
    assert (encoder.name, encoder.dim, encoder.max_tokens) == ("test:hash", 64, None)
    np.testing.assert_array_equal(encoder.encode_query("高企"), Asked().encode_query("高企"))
    np.testing.assert_array_equal(encoder.encode_queries(["高企", "人才"])[1], Asked().encode_query("人才"))


def test_what_is_missing_is_given_out_and_told_unit_by_unit(folder, monkeypatch):
    stand_in(monkeypatch)
    [first, *_] = units_of()
    _Embed(BatchedEncoder, "test:hash", folder)(row_of(first))
    heard = []
    vectors = DistributedEncoder(BatchedEncoder(), BatchedEncoder, folder).encode_passages(TEXTS, heard.append)
    np.testing.assert_array_equal(vectors, BatchedEncoder().encode_passages(TEXTS))
    # 128 were there; another 128, then 44.
    assert heard == [256, 300]


def test_an_error_of_a_workers_encoder_is_raised_here(folder, monkeypatch):
    stand_in(monkeypatch)
    with pytest.raises(ModelMissing, match="这台机器上没有模型"):
        DistributedEncoder(BatchedEncoder(), refused, folder).encode_passages(TEXTS[:8])


def test_workers_of_another_model_are_told_of(folder, monkeypatch):
    stand_in(monkeypatch)
    other = DistributedEncoder(BatchedEncoder("test:wanted"), BatchedEncoder, folder)
    with pytest.raises(WorkLost, match="集群上的向量模型是 test:hash，本机的是 test:wanted"):
        other.encode_passages(TEXTS[:8])


def test_a_cluster_that_breaks_off_leaves_what_is_done(folder, monkeypatch):
    def cut_off(rows):
        yield next(rows)
        raise RayError("Traceback of the worker\nThe node died.")

    stand_in(monkeypatch, cut_off)
    heard = []
    with pytest.raises(WorkLost, match=r"向量化时集群中断，已完成的保留，重新运行即接着做：The node died\.$"):
        DistributedEncoder(BatchedEncoder(), BatchedEncoder, folder).encode_passages(TEXTS, heard.append)
    assert heard == [128]
    stand_in(monkeypatch)
    vectors = DistributedEncoder(BatchedEncoder(), BatchedEncoder, folder).encode_passages(TEXTS)
    np.testing.assert_array_equal(vectors, BatchedEncoder().encode_passages(TEXTS))
