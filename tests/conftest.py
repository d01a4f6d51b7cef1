"""What tests of several packages share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from server.service import PolicyService
from tests.library import Built, built_library

# How long one example takes says something of the machine and of who else uses it. pytest-timeout bounds the whole.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def built(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The index of the shipped documents."""
    return built_library(pytestconfig, tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def policies(built: Built) -> PolicyService:
    """The service over the shipped documents, in this process."""
    return built.service
