"""What the end-to-end tests share."""

from __future__ import annotations

import pytest

from tests import running_service


@pytest.fixture(scope="session")
def service_url(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    return running_service.service_url(pytestconfig, tmp_path_factory.mktemp("service"))
