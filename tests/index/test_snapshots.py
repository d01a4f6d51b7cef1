"""Building, switching, rolling back, pruning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.build import build_snapshot
from index.contents import load_contents
from index.errors import IndexCorrupt, IndexMissing
from index.lock import writer_lock
from index.manifest import Manifest
from index.retriever import Retriever
from index.settings import BuildSettings
from index.snapshots import activate, current_changes, current_snapshot, list_snapshots, snapshot_dir, verify
from index.storage.local import LocalStorage
from ingest.artifacts import library_sha256
from ingest.changes import Changes
from tests.index.small_library import THREE_CITIES, HashEncoder, Text, library_of
from tests.index.test_interrupted_builds import leftovers

ENCODER = HashEncoder()
OTHER = library_of(Text("ding", [["种子期企业给予5万元。"]], "370400"))
ROOT = Path(__file__).parents[2]


def test_a_build_is_put_into_use_under_a_readable_name(tmp_path):
    seen = []
    name = build_snapshot(THREE_CITIES, ENCODER, tmp_path, seen.append)
    assert re.fullmatch(r"20\d{6}T\d{6}-" + library_sha256(THREE_CITIES)[:6], name)
    assert seen == [5]
    assert current_snapshot(tmp_path) == name
    assert Retriever.open(tmp_path, ENCODER).library == THREE_CITIES
    assert leftovers(tmp_path) == []


def test_nothing_built_names_the_command(tmp_path):
    for call in (current_snapshot, verify, lambda home: Retriever.open(home, ENCODER)):
        with pytest.raises(IndexMissing, match="policyqa index build"):
            call(tmp_path / "nowhere")
    assert list_snapshots(tmp_path / "nowhere") == []
    build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    (tmp_path / "current").unlink()
    with pytest.raises(IndexMissing, match="policyqa index build"):
        Retriever.open(tmp_path, ENCODER)


@pytest.mark.parametrize("content", [b"", b"20200101T000000-abcdef\n", b"../elsewhere\n", b"\xff\xfe\x00"])
def test_current_naming_nothing_is_corrupt(tmp_path, content):
    build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(IndexCorrupt, match="rollback"):
        current_snapshot(tmp_path)


@pytest.mark.parametrize("name", ["../../etc", "", ".", "20200101T000000-abcdef", ".building-20200101T000000-abcdef"])
def test_unknown_names_are_refused(tmp_path, name):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    (tmp_path / "snapshots" / ".building-20200101T000000-abcdef").mkdir()
    with pytest.raises(IndexMissing):
        snapshot_dir(tmp_path, name)
    with pytest.raises(IndexMissing):
        activate(tmp_path, name)
    assert current_snapshot(tmp_path) == first


def test_rollback_and_forward_again(tmp_path):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    second = build_snapshot(OTHER, ENCODER, tmp_path)
    assert list_snapshots(tmp_path) == [first, second]
    assert Retriever.open(tmp_path, ENCODER).library == OTHER
    activate(tmp_path, first)
    assert Retriever.open(tmp_path, ENCODER).library == THREE_CITIES
    assert Retriever.open(tmp_path, ENCODER, snapshot=second).library == OTHER


def test_a_damaged_snapshot_cannot_be_activated(tmp_path):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    second = build_snapshot(OTHER, ENCODER, tmp_path)
    [segment] = Manifest.read(snapshot_dir(tmp_path, first)).segments
    (tmp_path / "segments" / segment.name / "dense" / "vectors.faiss").unlink()
    with pytest.raises(IndexCorrupt):
        activate(tmp_path, first)
    assert current_snapshot(tmp_path) == second


def test_names_sort_by_time_even_within_a_second(tmp_path):
    libraries = [library_of(Text("x", [[f"第{n}版。"]])) for n in range(5)]
    names = [build_snapshot(library, ENCODER, tmp_path) for library in libraries]
    assert list_snapshots(tmp_path) == names


def test_old_snapshots_go_but_never_the_one_in_use_before(tmp_path):
    settings = BuildSettings(keep_snapshots=2)
    oldest = build_snapshot(THREE_CITIES, ENCODER, tmp_path, storage=LocalStorage(settings))
    later = [
        build_snapshot(library_of(Text("x", [[f"第{n}版。"]])), ENCODER, tmp_path, storage=LocalStorage())
        for n in range(3)
    ]
    activate(tmp_path, oldest)
    newest = build_snapshot(OTHER, ENCODER, tmp_path, storage=LocalStorage(settings))
    kept = list_snapshots(tmp_path)
    assert kept == [oldest, later[-1], newest]
    assert leftovers(tmp_path) == []


class CountingEncoder(HashEncoder):
    """Remembers the texts it was asked to embed."""

    def encode_passages(self, texts, on_progress=None):
        EMBEDDED.extend(texts)
        return super().encode_passages(texts, on_progress)


EMBEDDED: list[str] = []


def test_only_texts_not_embedded_before_are_embedded_and_the_vectors_are_those_of_a_fresh_build(tmp_path):
    encoder = CountingEncoder()
    both = library_of(Text("x", [["第一条。"], ["第二条。"]]), Text("y", [["第三条。"]]))
    fewer = library_of(Text("y", [["第三条。"]]), Text("x", [["第一条。"], ["第四条。"]]))
    EMBEDDED.clear()
    build_snapshot(both, encoder, tmp_path / "home")
    assert sorted(EMBEDDED) == ["第一条。", "第三条。", "第二条。"]
    told: list[int] = []
    EMBEDDED.clear()
    name = build_snapshot(fewer, encoder, tmp_path / "home", told.append)
    assert EMBEDDED == ["第四条。"]
    assert told == [3]
    EMBEDDED.clear()
    build_snapshot(fewer, encoder, tmp_path / "fresh")
    assert len(EMBEDDED) == 3
    made = load_contents(snapshot_dir(tmp_path / "home", name))
    fresh = load_contents(snapshot_dir(tmp_path / "fresh", current_snapshot(tmp_path / "fresh")))
    rows = np.arange(3)
    np.testing.assert_array_equal(made.dense.vectors(rows), fresh.dense.vectors(rows))
    assert made.manifest.library_sha256 == fresh.manifest.library_sha256


def test_vectors_of_another_model_are_not_reused(tmp_path):
    build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    EMBEDDED.clear()
    build_snapshot(THREE_CITIES, CountingEncoder(name="test:other"), tmp_path)
    assert len(EMBEDDED) == len(THREE_CITIES.chunks)


def test_a_snapshot_read_in_another_process_is_not_pruned_until_it_ends(tmp_path):
    settings = BuildSettings(keep_snapshots=1)
    read = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    program = (
        "import sys; from pathlib import Path; from index.lock import ReadHold; "
        "held = ReadHold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(snapshot_dir(tmp_path, read))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        names = [
            build_snapshot(library_of(Text("x", [[f"第{n}版。"]])), ENCODER, tmp_path, None, LocalStorage(settings))
            for n in (1, 2, 3)
        ]
        assert list_snapshots(tmp_path) == [read, *names[-2:]]
        process.kill()
    newest = build_snapshot(OTHER, ENCODER, tmp_path, None, LocalStorage(settings))
    assert list_snapshots(tmp_path) == [names[-1], newest]


def test_changes_by_hand_are_read_even_where_the_snapshot_cannot_be_used(tmp_path):
    changes = Changes(removed=("a.txt",))
    with writer_lock(tmp_path):
        first = LocalStorage().write(THREE_CITIES, changes, ENCODER, tmp_path, None)
    (snapshot_dir(tmp_path, first) / "manifest.json").write_text('{"format": 1}')
    assert current_changes(tmp_path) == changes
    (tmp_path / "current").unlink()
    assert current_changes(tmp_path) == changes
    (snapshot_dir(tmp_path, first) / "changes.json").write_text("{")
    with pytest.raises(IndexCorrupt, match="上传"):
        current_changes(tmp_path)
    assert current_changes(tmp_path / "empty") == Changes()
