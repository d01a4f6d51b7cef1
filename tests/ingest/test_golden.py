"""The trees of the five real policies, against trees checked by hand against the sources."""

import re
from pathlib import Path

import pytest

from ingest.corpus import walk
from ingest.model import ClauseKind
from ingest.pipeline import Ingested, ingest_files

_CORPUS = Path(__file__).parents[2] / "docs_corpus"
_GOLDEN = Path(__file__).parent / "golden"
_NAMES = sorted(path.stem for path in _GOLDEN.glob("*.txt"))


def _take(name: str) -> Ingested:
    (taken,) = ingest_files(walk([_CORPUS / f"{name}.txt"]))
    return taken


def test_every_policy_has_a_golden_tree():
    assert sorted(path.stem for path in _CORPUS.glob("*.txt")) == _NAMES


@pytest.mark.parametrize("name", _NAMES)
def test_tree_is_the_golden_one(name):
    taken = _take(name)
    lines = []
    for document in taken.documents:
        lines.append(f"# {document.title}")
        own = (c for c in taken.clauses if c.document_id == document.id and c.kind is not ClauseKind.FRONT)
        lines += [f"{c.level} {c.title}" for c in own]
    assert lines == (_GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()


# Numbered lines a person counts in the sources: 一、 (一) and 1. at the start of a line; 一是 anywhere.
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("liaocheng-2023-strong-city-opinions", {"一、": 9, "（一）": 0, "1.": 24, "一是": 0}),
        ("linyi-2023-strong-city-opinions", {"一、": 10, "（一）": 2, "1.": 24, "一是": 0}),
        # the draft: 3 + 6 + 19; its interpretation: 3 and 第一 to 第六; the announcement: 一是 to 四是
        ("rizhao-2025-innovation-ecosystem-draft", {"一、": 6, "（一）": 6, "1.": 19, "一是": 4, "第一,": 6}),
        # the summary: 7 with 3, 3, 3, 4, 3, 3, 3; the plan: 1 to 12
        ("zibo-2021-summary-2022-plan", {"一、": 7, "（一）": 0, "1.": 22 + 12, "一是": 5 + 56}),
        ("zibo-2022-innovative-city-opinions", {"一、": 3, "（一）": 7 + 3, "1.": 24, "一是": 0}),
    ],
)
def test_no_numbered_line_is_lost(name, counts):
    patterns = {
        "一、": r"[一二三四五六七八九十]+、",
        "（一）": r"[（(][一二三四五六七八九十]+[）)]",
        "1.": r"[0-9]+\.",
        "一是": r"[一二三四五六七八九]是",
        "第一,": r"第[一二三四五六],",
    }
    labels = [c.label for c in _take(name).clauses]
    found = {mark: sum(re.fullmatch(patterns[mark], label) is not None for label in labels) for mark in counts}
    assert found == counts
