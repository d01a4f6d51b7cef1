"""The page of licences: everything that is installed, and nothing that forbids handing the bundle on."""

from __future__ import annotations

import re

from tests.repository.root import ROOT
from tests.repository.test_pins import pins

_ROW = re.compile(r"\| (?P<name>\S+) \| (?P<version>\S+) \| (?P<licence>.+) \|")


def _rows() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    found = [match for match in map(_ROW.fullmatch, text.splitlines()) if match and match["version"][0].isdigit()]
    return {match["name"]: (match["version"], match["licence"]) for match in found}


def test_every_locked_package_stands_on_the_page_with_its_version() -> None:
    rows = _rows()
    assert {name: version for name, (version, _) in rows.items() if name != "torch"} == pins("requirements.lock")
    assert "torch" in rows


def test_no_licence_asks_for_the_source_of_what_it_is_used_in() -> None:
    strict = re.compile(r"\b(?:A?GPL|SSPL|BUSL)", re.IGNORECASE)
    assert {name: licence for name, (_, licence) in _rows().items() if strict.search(licence)} == {}
