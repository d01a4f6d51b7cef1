"""What tests of several packages share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from server.service import PolicyService
from tests.library import Built, built_library
from tests.session_end import stop_all

# How long one example takes says something of the machine and of who else uses it. pytest-timeout bounds the whole.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


_COSTLY = {"built", "service_url", "hostile_url", "postgres", "milvus"}
"""Fixtures that take longer to make than all the quick tests need: an index, or a process."""

_LONG = {"cluster", "e2e", "ui"}
"""Folders whose files take minutes. They begin first: at the end one process would have them left, the other none."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.parent.name not in _LONG)
    for item in items:
        if isinstance(item, pytest.Function) and not _COSTLY.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.slow)


def pytest_sessionfinish(session: pytest.Session) -> None:
    stop_all(session.config)


@pytest.fixture(scope="session")
def built(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The index of the shipped documents."""
    return built_library(pytestconfig, tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def policies(built: Built) -> PolicyService:
    """The service over the shipped documents, in this process."""
    return built.service
