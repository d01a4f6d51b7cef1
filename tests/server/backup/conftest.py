"""The library that is backed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from server.auth.identity import LOCAL, acting_as
from server.records.database import open_database
from tests.server.backup.kept import Open, fill
from tests.server.library.small import corpus_in, measures, office, rebuild


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens databases; they are closed at the end."""
    engines: list[Engine] = []

    def open_(home: Path, url: SecretStr | None = None) -> Engine:
        engines.append(open_database(home, url))
        return engines[-1]

    yield open_
    for engine in engines:
        engine.dispose()


@pytest.fixture
def home(tmp_path: Path, opened: Open) -> Path:
    """A library with an uploaded and a replaced document, a key, feedback, and a hidden file."""
    home = tmp_path / "home"
    rebuild(home, corpus_in(tmp_path, 聊城=measures("聊城市", 80)))
    place = office(home)
    with acting_as(LOCAL), place.desk.librarian.working():
        assert place.upload("淄博.txt", measures("淄博市", 90, 2)).status == "done"
        assert place.upload("淄博.txt", measures("淄博市", 95, 2)).status == "done"
    fill(opened(home))
    return home
