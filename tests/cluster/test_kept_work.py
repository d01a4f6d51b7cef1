"""What is kept of work that was cut off, without a cluster."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from ingest.checked_file import read_checked, write_checked
from ingest.cluster import ClusterSettings, cluster
from ingest.corpus import CorpusFile, walk
from ingest.errors import RayExtraMissing
from ingest.pipeline import ingest_files
from ingest.records import Records
from tests.running_service import ROOT


@pytest.fixture
def policy(tmp_path: Path) -> CorpusFile:
    path = tmp_path / "办法.txt"
    path.write_text("某市扶持办法\n\n第一条 给予10万元补助。\n第二条 最高200万元。\n", encoding="utf-8")
    [file] = walk([path])
    return file


def test_a_result_is_read_back_as_it_was(policy: CorpusFile, tmp_path: Path) -> None:
    records = Records(tmp_path / "work")
    [taken] = ingest_files([policy])
    key = records.key(policy)
    assert key is not None
    assert not records.has(key)
    records.save(key, taken)
    assert records.has(key)
    assert records.load(key, policy) == taken


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_result_is_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a" / "b"
    write_checked(path, b"0123456789")
    assert read_checked(path) == b"0123456789"
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[:-1], "flipped": whole[:-1] + b"8", "emptied": b""}[damage])
    assert read_checked(path) is None


def test_the_key_changes_with_bytes_and_name_and_not_with_place(policy: CorpusFile, tmp_path: Path) -> None:
    records = Records(tmp_path / "work")
    before = records.key(policy)
    moved = tmp_path / "elsewhere.txt"
    moved.write_bytes(policy.path.read_bytes())
    assert records.key(CorpusFile(moved, policy.name, policy.key)) == before
    assert records.key(CorpusFile(moved, "另名.txt", policy.key)) != before
    assert records.key(CorpusFile(moved, policy.name, "key~2")) != before
    moved.write_text("别的内容", encoding="utf-8")
    assert records.key(CorpusFile(moved, policy.name, policy.key)) != before
    assert records.key(CorpusFile(tmp_path / "gone.txt", policy.name, policy.key)) is None


def test_the_planned_batches_one_by_one_give_the_bytes_of_all_at_once() -> None:
    encoder = load_encoder(EmbeddingSettings())
    text = (ROOT / "docs_corpus").glob("*.txt")
    texts = [line for line in next(iter(sorted(text))).read_text("utf-8").splitlines() if len(line) > 10][:40]
    batches = encoder.passage_batches(texts)
    assert sorted(row for batch in batches for row in batch) == list(range(len(texts)))
    together = encoder.encode_passages(texts)
    apart = np.empty_like(together)
    for batch in batches:
        apart[batch] = encoder.encode_passages([texts[row] for row in batch])
    np.testing.assert_array_equal(apart, together)


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    start = partial(cluster, ClusterSettings())
    with pytest.raises(RayExtraMissing, match=r"policyqa\[ray\]"), start():
        raise AssertionError("there is no Ray to work with")
