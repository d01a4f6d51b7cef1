"""The question sets of the repository: well formed, consistent in themselves, and true to the documents at hand."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from eval.case_files import load_cases
from eval.metrics.text import normalise
from eval.metrics.values import find_value

ROOT = Path(__file__).parents[2]
SETS = ROOT / "eval" / "questions"
FILES = sorted(SETS.glob("*.jsonl"))
LISTS = sorted(SETS.glob("*.files"))
TRANSCRIBED = (SETS / "policies_unseen", SETS / "policies7_heldback")
POLICY_FOLDERS = (ROOT / "docs_corpus", *TRANSCRIBED)

each_set = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


@cache
def documents() -> dict[str, str]:
    """The documents that are in the repository, by file name, made comparable."""
    return {
        path.name: normalise(path.read_text(encoding="utf-8-sig"))
        for folder in POLICY_FOLDERS
        for path in sorted(folder.glob("*"))
        if path.suffix in {".txt", ".md"}
    }


def listed(path: Path) -> list[str]:
    """The names of the documents a set is asked of, as its list says."""
    return [line.rsplit("/", 1)[-1] for line in path.read_text(encoding="utf-8").splitlines() if line]


def test_no_two_cases_of_all_sets_share_an_id() -> None:
    counts = Counter(case.id for path in FILES for case in load_cases(path))
    assert [name for name, count in counts.items() if count > 1] == []


@each_set
def test_a_set_asks_nothing_twice(path: Path) -> None:
    counts = Counter((case.question, case.history) for case in load_cases(path))
    assert [question for question, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_set_with_a_list_of_documents_cites_only_documents_of_that_list(path: Path) -> None:
    names = listed(path)
    assert len(names) == len(set(names))
    cited = {c.file for case in load_cases(path.with_suffix(".jsonl")) for c in case.expect.citations}
    assert cited - set(names) == set()


def test_no_held_back_document_is_one_that_is_tuned_on() -> None:
    held_back = {name for path in LISTS if "tuning" not in path.name for name in listed(path)}
    tuned_on = {name for path in LISTS if "tuning" in path.name for name in listed(path)}
    assert held_back
    assert tuned_on
    assert held_back & tuned_on == set()


@pytest.mark.parametrize("folder", TRANSCRIBED, ids=lambda folder: folder.name)
def test_transcribed_policies_are_those_listed_and_as_their_sources_say(folder: Path) -> None:
    sources = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["source"]
    assert sorted(s["file"] for s in sources) == sorted(listed(SETS / f"{folder.name}.files"))
    assert sorted(s["file"] for s in sources) == sorted(p.name for p in folder.iterdir() if p.name != "sources.toml")
    changed = [s["file"] for s in sources if sha256((folder / s["file"]).read_bytes()).hexdigest() != s["sha256"]]
    assert changed == []


@each_set
def test_an_answer_is_expected_with_values_and_places_and_a_refusal_without_values(path: Path) -> None:
    for case in load_cases(path):
        if case.expect.behaviour == "answer":
            assert case.expect.must_contain, case.id
            assert case.expect.citations, case.id
        else:
            assert not case.expect.must_contain, case.id


@each_set
def test_no_forbidden_value_stands_in_a_right_value_or_in_an_expected_quote(path: Path) -> None:
    contradictions = [
        (case.id, value)
        for case in load_cases(path)
        for value in case.expect.must_not_contain
        for text in (
            *(right for group in case.expect.must_contain for right in group),
            *(citation.quote for citation in case.expect.citations),
        )
        if find_value(value, text) is not None
    ]
    assert contradictions == []


@each_set
def test_quotes_of_documents_at_hand_are_verbatim_and_their_labels_stand_there(path: Path) -> None:
    at_hand = documents()
    wrong = [
        (case.id, text)
        for case in load_cases(path)
        for citation in case.expect.citations
        if citation.file in at_hand
        for text in (citation.quote, citation.clause)
        if normalise(text) not in at_hand[citation.file]
    ]
    assert wrong == []


@each_set
def test_a_follow_up_has_a_history_that_ends_with_an_answer(path: Path) -> None:
    for case in load_cases(path):
        if case.category == "followup":
            assert case.history, case.id
            assert case.history[-1].role == "assistant", case.id
