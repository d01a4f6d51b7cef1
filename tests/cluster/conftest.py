from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.processes import Head
from tests.cluster.small_corpus import write_corpus


@pytest.fixture(scope="session")
def head() -> Iterator[Head]:
    """One cluster of two workers for all tests: its start takes seconds."""
    started = Head.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """48 policies of nine clauses, and three files that cannot be taken."""
    return write_corpus(tmp_path_factory.mktemp("corpus"), 48)
