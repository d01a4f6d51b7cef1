"""What the tests of a library under change share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.library import Built
from tests.server.library.own_service import OwnService, running


@pytest.fixture
def home(built: Built, tmp_path: Path) -> Path:
    """A library of the shipped documents that a test may change."""
    return Path(shutil.copytree(built.home, tmp_path / "home"))


@pytest.fixture
def service(home: Path) -> Iterator[OwnService]:
    with running(home) as started:
        yield started


@pytest.fixture(scope="module")
def limited(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnService]:
    """A server that takes at most three files, of a megabyte each and two in all."""
    home = Path(shutil.copytree(built.home, tmp_path_factory.mktemp("limited") / "home"))
    limits = {"POLICYQA_UPLOADS__MAX_FILE_MB": "1", "POLICYQA_UPLOADS__MAX_REQUEST_MB": "2"}
    with running(home, **limits, POLICYQA_UPLOADS__MAX_FILES="3") as started:
        yield started
