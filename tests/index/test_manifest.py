"""What a snapshot refuses: files that are not as written, and encoders it was not built with."""

from __future__ import annotations

import hashlib
import json

import pytest

from index.build import build_snapshot
from index.errors import IndexCorrupt, IndexMismatch
from index.manifest import Manifest
from index.retriever import Retriever
from index.snapshots import snapshot_dir, verify
from ingest.artifacts import library_sha256
from tests.index.small_library import THREE_CITIES, HashEncoder

ENCODER = HashEncoder()


@pytest.fixture
def built(tmp_path):
    return snapshot_dir(tmp_path, build_snapshot(THREE_CITIES, ENCODER, tmp_path))


def test_it_says_what_the_snapshot_holds(built):
    manifest = Manifest.read(built)
    assert (manifest.model, manifest.dim, manifest.metric) == ("test:hash", 64, "inner_product")
    assert manifest.library_sha256 == library_sha256(THREE_CITIES)
    assert manifest.counts.model_dump() == {"sources": 3, "documents": 3, "clauses": 5, "chunks": 5}
    on_disk = {path.relative_to(built).as_posix(): path for path in built.rglob("*") if path.is_file()}
    assert set(manifest.files) == set(on_disk) - {"manifest.json"}
    for name, record in manifest.files.items():
        content = on_disk[name].read_bytes()
        assert (record.bytes, record.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def files_of(built):
    return sorted(path for path in built.rglob("*") if path.is_file())


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-1])


def altered(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)


def absent(path):
    path.unlink()


@pytest.mark.parametrize("damage", [cut_short, altered, absent])
def test_any_damaged_file_is_found_when_opening(tmp_path, damage):
    name = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    folders = (snapshot_dir(tmp_path, name), tmp_path / "segments")
    intact = {path: path.read_bytes() for folder in folders for path in files_of(folder)}
    assert len(intact) == 15
    for path, content in intact.items():
        damage(path)
        with pytest.raises(IndexCorrupt):
            Retriever.open(tmp_path, ENCODER)
        with pytest.raises(IndexCorrupt):
            verify(tmp_path)
        path.write_bytes(content)
    assert verify(tmp_path).counts.chunks == 5


def test_another_model_or_dimension_is_refused_with_the_way_out(tmp_path, built):
    with pytest.raises(IndexMismatch, match=r"test:hash.*other:model.*policyqa index build"):
        Retriever.open(tmp_path, HashEncoder(name="other:model"))
    with pytest.raises(IndexMismatch, match=r"64 维.*32 维.*policyqa index build"):
        Retriever.open(tmp_path, HashEncoder(dim=32))


def rewrite(built, **changes):
    path = built / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_another_format_is_a_mismatch_even_with_unknown_keys(tmp_path, built):
    rewrite(built, format=99, something_new=1)
    with pytest.raises(IndexMismatch, match="第 99 版"):
        Retriever.open(tmp_path, ENCODER)


@pytest.mark.parametrize(
    "changes",
    [
        {"counts": {"sources": 3, "documents": 3, "clauses": 5, "chunks": 6}},
        {"library_sha256": "0" * 64},
        {"dim": 65},
        {"metric": "euclidean"},
        {"something_new": 1},
        {"files": {"library/../../../outside": {"bytes": 1, "sha256": "0"}}},
    ],
)
def test_a_manifest_that_contradicts_its_files_is_refused(tmp_path, built, changes):
    rewrite(built, **changes)
    with pytest.raises(IndexCorrupt):
        Retriever.open(tmp_path, ENCODER)
