"""The shipped documents against the register of their origin."""

from __future__ import annotations

import hashlib
import re
import tomllib
from typing import Any

import pytest

from tests.repository.root import ROOT

CORPUS = ROOT / "docs_corpus"
SOURCES: list[dict[str, Any]] = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))["source"]


def test_every_document_is_registered_once() -> None:
    listed = [source["file"] for source in SOURCES]
    assert sorted(listed) == sorted(path.name for path in CORPUS.iterdir() if path.name != "sources.toml")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["file"])
def test_the_file_is_what_the_register_says(source: dict[str, Any]) -> None:
    data = (CORPUS / source["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == source["sha256"]
    assert len(data) == source["bytes"]
    text = data.decode(source["encoding"])
    lines = {line.strip() for line in text.splitlines()}
    assert set(source["stated"]) <= lines
    joined = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", source["title"]) in joined
    assert source["region"] in text
    assert source["issuer"] in text
    assert source["doc_number"] == "unknown" or source["doc_number"] in lines


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["file"])
def test_a_date_in_the_register_stands_in_a_quoted_line(source: dict[str, Any]) -> None:
    stated = " ".join(source["stated"])
    for key in ("issued_on", "published_on"):
        if source[key] != "unknown":
            year, month, day = source[key].split("-")
            assert source[key] in stated or f"{year}年{int(month)}月{int(day)}日" in stated
