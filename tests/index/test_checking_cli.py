"""`index verify` and `index migrate` as they are run, over a small library and a cheap encoder."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.build import build_snapshot
from index.cli import build_app
from index.settings import BuildSettings
from index.snapshots import current_snapshot, list_snapshots
from index.storage.local import LocalStorage
from index.storage.milvus import MilvusStorage
from index.stores.milvus.connection import Connection
from tests.index.small_library import THREE_CITIES, HashEncoder, Text, library_of
from tests.index.stores.milvus_server import milvus_server

pytestmark = pytest.mark.slow

_prefixes = count()


@dataclass(frozen=True)
class Place:
    home: Path


class Mirrored(HashEncoder):
    """Another model under the same name: every vector points the other way."""

    def encode_passages(self, texts, on_progress=None):
        return -super().encode_passages(texts, on_progress)


@contextmanager
def nobody(workers):
    raise AssertionError("nothing is built here")
    yield


def run(home, *arguments, encoder=None, storages=None, kept="faiss"):
    """The command over ``home``; ``kept`` is the store that the settings name."""
    stores = storages or {"faiss": LocalStorage()}
    app = build_app(lambda: Place(home), nobody, lambda: encoder or HashEncoder(), lambda kind: stores[kind or kept])
    return CliRunner().invoke(app, arguments)


def test_a_whole_library_is_told_in_one_sentence(tmp_path):
    name = build_snapshot(THREE_CITIES, HashEncoder(), tmp_path)
    result = run(tmp_path, "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"快照 {name} 完好：5 条条款（5 段）都能按自己的文字查到，重新向量化核对了 5 段\n"


def test_two_hundred_are_embedded_again_unless_all_are_asked_for(tmp_path):
    library = library_of(Text("long", [[f"第{number}项给予{number}万元。"] for number in range(230)]))
    name = build_snapshot(library, HashEncoder(), tmp_path)
    found = {"snapshot": name, "ok": True, "clauses": 230, "chunks": 230, "problems": []}
    assert json.loads(run(tmp_path, "verify", "--json").stdout) == {**found, "embedded": 200}
    assert json.loads(run(tmp_path, "verify", "--json", "--all").stdout) == {**found, "embedded": 230}


def test_vectors_of_another_model_fail_and_the_first_twenty_are_shown(tmp_path):
    library = library_of(Text("long", [[f"第{number}项给予{number}万元。"] for number in range(23)]))
    build_snapshot(library, HashEncoder(), tmp_path)
    expected = [f"条款 long:{n} 的向量与模型重新算出的不符（余弦 -1.0000，应 ≥ 0.995）" for n in range(1, 24)]
    shown = run(tmp_path, "verify", encoder=Mirrored())
    assert (shown.exit_code, shown.stdout) == (1, "")
    lines = [f"不符：{line}" for line in expected[:20]]
    assert shown.stderr.splitlines() == [*lines, "不符：……共 23 处，用 --json 看全部"]
    told = run(tmp_path, "verify", "--json", encoder=Mirrored())
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert (found["ok"], found["problems"]) == (False, expected)


def test_a_few_problems_are_shown_without_a_line_of_what_is_left_out(tmp_path):
    build_snapshot(THREE_CITIES, HashEncoder(), tmp_path)
    lines = run(tmp_path, "verify", encoder=Mirrored()).stderr.splitlines()
    clauses = [line.removeprefix("不符：条款 ").partition(" ")[0] for line in lines]
    assert clauses == ["jia:1", "jia:2", "yi:1", "yi:2", "bing:1"]


def test_a_library_of_another_model_is_not_verified(tmp_path):
    build_snapshot(THREE_CITIES, HashEncoder(name="test:other"), tmp_path)
    result = run(tmp_path, "verify")
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith("错误：索引由向量模型 test:other 建立，当前模型为 test:hash")


@pytest.mark.parametrize("command", [("verify",), ("migrate", "--to", "milvus")])
def test_without_a_library_there_is_nothing_to_verify_or_move(tmp_path, command):
    result = run(tmp_path, *command)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"错误：{tmp_path} 中还没有索引，请先运行 policyqa index build\n"


def test_what_is_there_already_is_not_moved(tmp_path):
    name = build_snapshot(THREE_CITIES, HashEncoder(), tmp_path)
    assert run(tmp_path, "migrate", "--to", "faiss").stdout == "当前快照已经在 faiss 里\n"
    told = run(tmp_path, "migrate", "--to", "faiss", "--json").stdout
    assert json.loads(told) == {"snapshot": name, "moved": False}
    assert list_snapshots(tmp_path) == [name]


@pytest.fixture
def storages(request, tmp_path_factory):
    server = milvus_server(request.config, tmp_path_factory.mktemp("milvus"))
    settings = server.settings(prefix=f"checking{next(_prefixes)}")
    return {"faiss": LocalStorage(), "milvus": MilvusStorage(settings, BuildSettings())}, settings


def test_a_library_moved_to_the_engine_and_back_is_verified_in_both(tmp_path, storages):
    stores, settings = storages
    first = build_snapshot(THREE_CITIES, HashEncoder(), tmp_path)
    moved = run(tmp_path, "migrate", "--to", "milvus", storages=stores)
    second = current_snapshot(tmp_path)
    assert moved.stdout == (
        f"已迁到 milvus：快照 {second}，5 段，5 次检索与原来相符。"
        "请把设置项 store 改为 milvus（POLICYQA_STORE=milvus）\n"
    )
    assert run(tmp_path, "migrate", "--to", "milvus", storages=stores).stdout == "当前快照已经在 milvus 里\n"
    assert run(tmp_path, "verify", storages=stores, kept="milvus").exit_code == 0
    # Whoever forgets the setting is told.
    forgotten = run(tmp_path, "verify", storages=stores)
    assert forgotten.exit_code == 2
    assert "migrate --to faiss" in forgotten.stderr

    connection = Connection(settings)
    connection.call("drop_alias", settings.prefix)
    lost = run(tmp_path, "verify", "--json", storages=stores, kept="milvus")
    collection = f"{settings.prefix}_{second.replace('-', '_')}"
    assert lost.exit_code == 1
    assert json.loads(lost.stdout)["problems"] == [
        f"Milvus 别名 {settings.prefix} 没有指向当前快照的集合 {collection}，可用 index rollback 重新启用"
    ]

    back = json.loads(run(tmp_path, "migrate", "--to", "faiss", "--json", storages=stores, kept="milvus").stdout)
    third = current_snapshot(tmp_path)
    assert back == {"snapshot": third, "moved": True, "chunks": 5, "searches": 5}
    assert list_snapshots(tmp_path) == [first, second, third]
    assert run(tmp_path, "verify", storages=stores).exit_code == 0
