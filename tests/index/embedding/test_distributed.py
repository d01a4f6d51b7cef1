"""Passages embedded on workers, in this process (``tests/cluster`` has the cluster): the bytes of one encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding.distributed import DistributedEncoder, embedded_folder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.errors import EncodingFailed, ModelMissing
from ingest.checked_file import read_checked, write_checked
from ingest.errors import WorkLost
from tests.cluster.driver import BatchedEncoder
from tests.cluster.stand_in import RayError, stand_in
from tests.library import CORPUS

pytestmark = pytest.mark.slow

# Of 150 lengths, each twice; four texts a batch.
TEXTS = [f"第{'十' * (number % 150)}项给予{number}万元。" for number in range(300)]


class Asked(BatchedEncoder):
    def encode_queries(self, texts):
        return np.stack([self.encode_query(text) for text in texts])


class OneByOne(BatchedEncoder):
    def passage_batches(self, texts):
        return [[row] for row in range(len(texts))]


class Useless(BatchedEncoder):
    def encode_passages(self, texts, on_progress=None):
        raise EncodingFailed("给出了非数值的向量")


def refused():
    raise ModelMissing("这台机器上没有模型")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = embedded_folder(tmp_path)
    assert found == tmp_path / "work" / "embedded"
    return found


def embedded(folder, texts=TEXTS, kind=BatchedEncoder, name="test:hash"):
    """The vectors, and what was heard of the progress."""
    heard = []
    encoder = DistributedEncoder(kind(name), lambda: kind(name), folder)
    return encoder.encode_passages(texts, heard.append), heard


def kept(folder):
    return {path.name: path for path in folder.glob("*/*")}


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


def test_units_of_whole_batches_are_put_together_to_the_bytes_of_one_process(folder, monkeypatch):
    stand_in(monkeypatch)
    vectors, heard = embedded(folder)
    np.testing.assert_array_equal(vectors, BatchedEncoder().encode_passages(TEXTS))
    # 32 batches of four, twice, and the 44 texts that are left; 64 numbers of four bytes each.
    assert heard == [128, 256, 300]
    assert sorted(len(read_checked(path)) for path in kept(folder).values()) == [44 * 256, 128 * 256, 128 * 256]


def test_what_is_there_is_not_given_out_again(folder, monkeypatch):
    with monkeypatch.context() as patched:
        stand_in(patched)
        first, _ = embedded(folder)
        sorted(kept(folder).values(), key=lambda path: path.stat().st_size)[0].unlink()
        again, heard = embedded(folder)
    np.testing.assert_array_equal(again, first)
    assert heard == [300], "256 were there, 44 were not"
    # Nothing is left to do, so no cluster is asked.
    whole = DistributedEncoder(BatchedEncoder(), refused, folder)
    np.testing.assert_array_equal(whole.encode_passages(TEXTS), first)


def test_a_unit_is_known_by_its_model_its_texts_and_how_they_are_cut(folder, monkeypatch):
    stand_in(monkeypatch)
    seen = set()
    for texts, kind, name in [
        (["甲", "乙"], BatchedEncoder, "test:hash"),
        (["甲", "乙"], BatchedEncoder, "test:other"),
        (["甲", "丙"], BatchedEncoder, "test:hash"),
        (["乙", "甲"], BatchedEncoder, "test:hash"),
        (["甲乙", ""], BatchedEncoder, "test:hash"),
        (["甲", "乙"], OneByOne, "test:hash"),
    ]:
        embedded(folder, texts, kind, name)
        assert len(kept(folder).keys() - seen) == 1
        seen |= kept(folder).keys()


@pytest.mark.parametrize("damage", ["torn", "of fewer"])
def test_vectors_that_are_torn_or_too_few_are_made_again(folder, monkeypatch, damage):
    stand_in(monkeypatch)
    texts = TEXTS[:8]
    embedded(folder, texts)
    [path] = kept(folder).values()
    if damage == "torn":
        path.write_bytes(path.read_bytes()[:-4])
    else:
        write_checked(path, read_checked(path)[:-256])
    vectors, heard = embedded(folder, texts)
    np.testing.assert_array_equal(vectors, BatchedEncoder().encode_passages(texts))
    assert heard == [8]


def test_a_worker_loads_its_model_once(folder, monkeypatch):
    stand_in(monkeypatch)
    loaded = []
    DistributedEncoder(BatchedEncoder(), lambda: loaded.append(1) or BatchedEncoder(), folder).encode_passages(TEXTS)
    assert loaded == [1]


@pytest.mark.parametrize(
    ("load", "error", "told"),
    [(refused, ModelMissing, "这台机器上没有模型"), (Useless, EncodingFailed, "给出了非数值的向量")],
)
def test_an_error_of_a_workers_encoder_is_raised_here(folder, monkeypatch, load, error, told):
    stand_in(monkeypatch)
    with pytest.raises(error, match=f"^{told}$"):
        DistributedEncoder(BatchedEncoder(), load, folder).encode_passages(TEXTS[:8])
    assert not folder.exists()


def test_workers_of_another_model_are_told_of_and_write_nothing(folder, monkeypatch):
    stand_in(monkeypatch)
    other = DistributedEncoder(BatchedEncoder("test:wanted"), BatchedEncoder, folder)
    with pytest.raises(WorkLost, match="集群上的向量模型是 test:hash，本机的是 test:wanted"):
        other.encode_passages(TEXTS[:8])
    assert not folder.exists()


def test_vectors_that_workers_wrote_elsewhere_are_told(folder, monkeypatch):
    def elsewhere(rows):
        for row in rows:
            for path in kept(folder).values():
                path.unlink()
            yield row

    stand_in(monkeypatch, elsewhere)
    with pytest.raises(WorkLost, match="一批向量没有写到"):
        embedded(folder)


def test_a_cluster_that_breaks_off_leaves_what_is_done(folder, monkeypatch):
    def cut_off(rows):
        yield next(rows)
        raise RayError("Traceback of the worker\nThe node died.")

    stand_in(monkeypatch, cut_off)
    with pytest.raises(WorkLost, match=r"向量化时集群中断，已完成的保留，重新运行即接着做：The node died\.$"):
        embedded(folder)
    stand_in(monkeypatch)
    vectors, heard = embedded(folder)
    np.testing.assert_array_equal(vectors, BatchedEncoder().encode_passages(TEXTS))
    # 128 were done; another 128, then 44.
    assert heard == [256, 300]


def test_questions_are_embedded_here(folder):
    encoder = DistributedEncoder(Asked(), refused, folder)
    assert (encoder.name, encoder.dim, encoder.max_tokens) == ("test:hash", 64, None)
    np.testing.assert_array_equal(encoder.encode_query("高企"), Asked().encode_query("高企"))
    np.testing.assert_array_equal(encoder.encode_queries(["高企", "人才"])[1], Asked().encode_query("人才"))
