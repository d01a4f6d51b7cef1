"""The two steps of `make bench` on the smallest library there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench import building
from tests.bench.building import build
from tests.bench.searching import measure
from tests.library import CORPUS

pytestmark = pytest.mark.slow

QUESTIONS = ["日照对创投机构奖励多少", "高企补助", "技术合同"]
FILE = "rizhao-2025-innovation-ecosystem-draft.txt"


def test_a_library_is_built_and_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / FILE).write_bytes((CORPUS / FILE).read_bytes())
    monkeypatch.setattr(building, "CORPUS", corpus)
    built: dict[str, Any] = build(60, tmp_path / "library")
    assert built["clauses"] >= 60
    found: dict[str, Any] = measure(tmp_path / "library", QUESTIONS)
    # So few vectors are walked over one by one: what is found is what is right.
    assert (found["clusters"], found["recall_at_10"], found["recall_at_100"]) == (False, 1, 1)
    assert all(0 < times["p50"] <= times["p95"] for times in found["ms"].values())
    # Embedding and search together take no less than the search alone takes at its fastest.
    assert found["ms"]["whole"]["p95"] > found["ms"]["bm25"]["p50"]
