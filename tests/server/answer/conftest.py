"""The shipped documents as answering looks them up, without an index."""

from __future__ import annotations

import pytest

from ingest.pipeline import ingest_paths
from server.answer.holdings import Holdings
from tests.library import CORPUS


@pytest.fixture(scope="session")
def holdings() -> Holdings:
    return Holdings(ingest_paths([CORPUS]))
