"""Milvus that is not there, or whose package is not."""

from __future__ import annotations

import sys

import pytest

from index.errors import (
    StoreExtraMissing,
    StoreRefused,
    StoreUnavailable,
)
from index.stores.milvus.connection import Connection
from index.stores.milvus.settings import MilvusSettings


def test_milvus_that_is_not_there_is_named_after_as_many_attempts_as_set(milvus, monkeypatch):
    paused = []
    settings = MilvusSettings(uri="http://127.0.0.1:9", retries=3, timeout_s=0.5)
    connection = Connection(settings, paused.append)
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:9.*已试 4 次"):
        connection.call("list_collections")
    assert len(paused) == 3
    for pause, longest in zip(paused, (0.2, 0.4, 0.8), strict=True):
        assert longest / 2 <= pause <= longest
    with pytest.raises(StoreRefused, match="拒绝了请求"):
        Connection(milvus.settings()).call("query", "no_such_collection", filter="", output_fields=["count(*)"])


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(StoreExtraMissing, match=r"policyqa\[milvus\]"):
        Connection(MilvusSettings())
