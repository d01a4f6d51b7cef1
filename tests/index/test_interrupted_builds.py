"""Builds that fail, are killed, or would write beside another: what was in use answers on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import index.snapshots
import index.storage.local
from index.build import build_snapshot
from index.errors import EncodingFailed, IndexBusy, IndexMissing
from index.lock import writer_lock
from index.model import SearchRequest
from index.retriever import Retriever
from index.snapshots import activate, current_snapshot, list_snapshots, verify
from tests.index.small_library import THREE_CITIES, FailingEncoder, HashEncoder, Text, library_of

pytestmark = pytest.mark.slow

ENCODER = HashEncoder()
OTHER = library_of(Text("ding", [["种子期企业给予5万元。"]], "370400"))
ROOT = Path(__file__).parents[2]


def leftovers(home):
    return [path.name for path in (home / "snapshots").iterdir() if path.name.startswith(".")]


def test_a_failing_encoder_leaves_the_old_snapshot_in_use(tmp_path):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    with pytest.raises(MemoryError):
        build_snapshot(OTHER, FailingEncoder(), tmp_path)
    assert current_snapshot(tmp_path) == first
    assert list_snapshots(tmp_path) == [first]
    assert leftovers(tmp_path) == []
    assert build_snapshot(OTHER, ENCODER, tmp_path) == current_snapshot(tmp_path)


@pytest.mark.parametrize(
    "vectors", [np.ones((1, 64)), np.full((1, 64), np.nan), np.zeros((1, 64)), np.eye(1, 32), np.eye(2, 64)]
)
def test_unusable_vectors_are_refused(tmp_path, vectors):
    class Unusable(HashEncoder):
        def encode_passages(self, texts, on_progress=None):
            return vectors.astype(np.float32)

    with pytest.raises(EncodingFailed):
        build_snapshot(OTHER, Unusable(), tmp_path)
    with pytest.raises(IndexMissing):
        current_snapshot(tmp_path)


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (index.storage.local, "write_segment"),
        (index.storage.local, "records_of"),
        (index.snapshots, "sync_tree"),
        (index.storage.local, "check_contents"),
        (index.snapshots, "switch_to"),
    ],
)
def test_cut_off_at_any_step_the_old_snapshot_answers(tmp_path, monkeypatch, module, step):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)

    def cut_off(*_):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, step, cut_off)
        with pytest.raises(OSError, match="no space"):
            build_snapshot(OTHER, ENCODER, tmp_path)
    assert current_snapshot(tmp_path) == first
    assert Retriever.open(tmp_path, ENCODER).search(SearchRequest("孵化器", top_k=1))[0].clause_id == "jia:2"
    for name in list_snapshots(tmp_path):
        verify(tmp_path, name)


BUILD_SLOWLY = """
import sys, time
from pathlib import Path
from index.build import build_snapshot
from tests.index.small_library import HashEncoder, THREE_CITIES

class Slow(HashEncoder):
    def encode_passages(self, texts, on_progress=None):
        print("building", flush=True)
        time.sleep(60)

build_snapshot(THREE_CITIES, Slow(), Path(sys.argv[1]))
"""


@pytest.fixture
def other_process(tmp_path):
    """A second process in the middle of a build of ``tmp_path``, killed at the end."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", BUILD_SLOWLY, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout.readline() == "building\n"
            yield process
        finally:
            process.kill()


def test_two_processes_cannot_write_at_once_but_reading_goes_on(tmp_path, request):
    first = build_snapshot(OTHER, ENCODER, tmp_path)
    request.getfixturevalue("other_process")
    started = time.monotonic()
    with pytest.raises(IndexBusy, match="正在更新"):
        build_snapshot(OTHER, ENCODER, tmp_path)
    with pytest.raises(IndexBusy):
        activate(tmp_path, first)
    assert time.monotonic() - started < 5
    assert Retriever.open(tmp_path, ENCODER).library == OTHER


def test_a_killed_build_leaves_the_old_snapshot_and_its_rubbish_is_cleared(tmp_path, request):
    first = build_snapshot(OTHER, ENCODER, tmp_path)
    process = request.getfixturevalue("other_process")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert len(leftovers(tmp_path)) == 1
    assert list_snapshots(tmp_path) == [first]
    assert Retriever.open(tmp_path, ENCODER).library == OTHER
    second = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    assert leftovers(tmp_path) == []
    assert current_snapshot(tmp_path) == second


def test_the_lock_is_free_again_after_use(tmp_path):
    with writer_lock(tmp_path), pytest.raises(IndexBusy), writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        pass
