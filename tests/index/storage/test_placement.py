"""A snapshot whose vectors are in an engine: what of it is on this machine, written without the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.contents import counts_of
from index.errors import IndexCorrupt, IndexMismatch
from index.manifest import Manifest, records_of
from index.settings import Bm25Settings, RetrievalSettings
from index.storage.local import LocalStorage
from index.storage.placement import LIBRARY, PlacedContents, Placement, open_contents
from index.stores.milvus.term_statistics import TermStatistics
from ingest.artifacts import library_sha256, save_library
from ingest.changes import Changes, save_changes
from tests.index.small_library import THREE_CITIES

PLACEMENT = Placement(collection="policyqa_x", chunks=5, keywords="terms", vectors="hnsw", bm25=Bm25Settings(k1=1.5))
CHANGES = Changes(removed=("旧办法.txt",))


@pytest.fixture
def directory(tmp_path):
    folder = tmp_path / "snapshot"
    folder.mkdir()
    save_library(THREE_CITIES, folder / LIBRARY)
    save_changes(CHANGES, folder)
    TermStatistics.of([["高企", "补助"], ["高企"]]).save(folder)
    PLACEMENT.write(folder)
    signed(folder)
    return folder


def signed(folder, **other):
    """The manifest of the files as they are now."""
    (folder / "manifest.json").unlink(missing_ok=True)
    said = {
        "model": "test:hash",
        "dim": 64,
        "metric": "inner_product",
        "library_sha256": library_sha256(THREE_CITIES),
        "counts": counts_of(THREE_CITIES),
        "created_at": "2025-01-02T03:04:05+00:00",
        "bm25": Bm25Settings(),
        "segments": (),
        "sources": (),
        "documents": (),
        "failures": (),
        "files": records_of(folder),
    }
    Manifest(**(said | other)).write(folder)


def test_what_was_written_is_opened(directory):
    contents = open_contents(directory)
    assert isinstance(contents, PlacedContents)
    assert (contents.library, contents.changes, contents.placement) == (THREE_CITIES, CHANGES, PLACEMENT)
    assert (contents.statistics.texts, contents.statistics.mean_length) == (2, 1.5)
    assert {name: len(part.chunks) for name, part in contents.parts.items()} == {"jia": 2, "yi": 2, "bing": 1}


@pytest.mark.parametrize(
    "text", ["", "{", '{"collection": "x"}', PLACEMENT.model_dump_json().replace('"hnsw"', '"ivf"')]
)
def test_a_placement_that_is_none_is_corrupt(directory, text):
    (directory / "milvus.json").write_text(text, encoding="utf-8")
    signed(directory)
    with pytest.raises(IndexCorrupt, match=r"milvus\.json 缺失或损坏"):
        open_contents(directory)


def test_a_file_altered_after_the_manifest_is_named(directory):
    path = directory / "changes.json"
    path.write_bytes(path.read_bytes().replace("旧办法".encode(), "新办法".encode()))
    with pytest.raises(IndexCorrupt, match=r"被截断或改动：.*changes\.json"):
        open_contents(directory)


@pytest.mark.parametrize("name", ["library/clauses.json", "changes.json"])
def test_a_library_or_changes_that_cannot_be_read_are_named(directory, name):
    (directory / name).write_bytes(b"[")
    signed(directory)
    with pytest.raises(IndexCorrupt, match=name.replace(".", r"\.")) as caught:
        open_contents(directory)
    assert str(caught.value).endswith(f"（{directory}）")


@pytest.mark.parametrize("part", ["counts", "digest", "placement"])
def test_parts_of_different_libraries_are_corrupt(directory, part):
    other = {}
    if part == "counts":
        other["counts"] = counts_of(THREE_CITIES).model_copy(update={"clauses": 4})
    elif part == "digest":
        other["library_sha256"] = library_sha256(replace(THREE_CITIES, failures=(("坏.txt", "坏.txt：空的"),)))
    else:
        PLACEMENT.model_copy(update={"chunks": 4}).write(directory)
    signed(directory, **other)
    with pytest.raises(IndexCorrupt, match="各部分前后不一"):
        open_contents(directory)


def test_the_store_in_files_tells_where_the_vectors_are(directory):
    contents = open_contents(directory)
    storage = LocalStorage()
    for ask in (
        storage.check,
        storage.flaws,
        storage.findable,
        lambda placed: storage.search(placed, RetrievalSettings()),
    ):
        with pytest.raises(IndexMismatch, match=r"在 Milvus 集合 policyqa_x 里.*migrate --to faiss"):
            ask(contents)
