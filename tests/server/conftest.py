"""What the tests of the HTTP door share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.records.database import open_database
from tests import running_service
from tests.server.replicas.postgres import Cluster, cluster


@pytest.fixture(scope="session")
def service_url(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    return running_service.service_url(pytestconfig, tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for the session."""
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Opens one and the same new database, again and again, as further processes do; on each engine there is."""
    url = request.getfixturevalue("postgres").new_database() if request.param == "postgresql" else None
    opened: list[Engine] = []

    def reopen() -> Engine:
        opened.append(open_database(tmp_path / "records", url))
        return opened[-1]

    yield reopen
    for engine in opened:
        engine.dispose()
