"""The Milvus that these tests share."""

from __future__ import annotations

import pytest

from tests.index.stores.milvus_server import MilvusServer, milvus_server


@pytest.fixture(scope="session")
def milvus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MilvusServer:
    return milvus_server(request.config, tmp_path_factory.mktemp("milvus"))
