"""What tests of several packages share."""

from __future__ import annotations

import pytest

from server.service import PolicyService
from tests.library import Built, built_library


@pytest.fixture(scope="session")
def built(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The index of the shipped documents."""
    return built_library(pytestconfig, tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def policies(built: Built) -> PolicyService:
    """The service over the shipped documents, in this process."""
    return built.service
