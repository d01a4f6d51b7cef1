"""A snapshot opened for reading: it stays on disk while it is held, and one just pruned is told of."""

from __future__ import annotations

import shutil

import pytest

from index import opened
from index.build import build_snapshot
from index.errors import IndexMissing
from index.opened import Opened
from index.settings import BuildSettings
from index.snapshots import list_snapshots, snapshot_dir
from index.storage.local import LocalStorage
from tests.index.small_library import THREE_CITIES, HashEncoder, Text, library_of

ENCODER = HashEncoder()


def test_the_one_in_use_is_opened_or_the_one_named(tmp_path):
    first = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    other = library_of(Text("ding", [["对孵化器给予30万元奖励。"]]))
    second = build_snapshot(other, ENCODER, tmp_path)
    assert (Opened.of(tmp_path).name, Opened.of(tmp_path).contents.library) == (second, other)
    assert (Opened.of(tmp_path, first).name, Opened.of(tmp_path, first).contents.library) == (first, THREE_CITIES)


def test_what_is_held_is_not_pruned_until_it_is_let_go(tmp_path):
    storage = LocalStorage(BuildSettings(keep_snapshots=1))

    def build(number):
        return build_snapshot(library_of(Text("x", [[f"第{number}版。"]])), ENCODER, tmp_path, storage=storage)

    first = build(1)
    held = Opened.of(tmp_path)
    second, third = build(2), build(3)
    # The one before is kept for a rollback.
    assert list_snapshots(tmp_path) == [first, second, third]
    held.hold.close()
    fourth = build(4)
    assert list_snapshots(tmp_path) == [third, fourth]


def test_a_snapshot_pruned_between_its_naming_and_its_opening_is_missing(tmp_path, monkeypatch):
    name = build_snapshot(THREE_CITIES, ENCODER, tmp_path)

    def pruned_meanwhile(home, snapshot):
        directory = snapshot_dir(home, snapshot)
        shutil.rmtree(directory)
        return directory

    monkeypatch.setattr(opened, "snapshot_dir", pruned_meanwhile)
    with pytest.raises(IndexMissing, match=f"快照“{name}”刚被清理，请重试"):
        Opened.of(tmp_path)
