"""Two runs against each other, case by case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import build_app
from eval.comparison import SECONDS, compare
from eval.target import Target
from tests.eval.runs import cases, recorded


def never() -> Target:
    raise AssertionError("no service is needed")


def test_cases_that_changed_are_counted_and_named(tmp_path: Path) -> None:
    found = compare(recorded(tmp_path / "a", {1, 2}), recorded(tmp_path / "b", {2, 3, 4, 5, 6, 7, 8}))
    strict = found.shares[0]
    assert (strict.name, strict.cases, strict.first, strict.second) == ("strict", 8, 2, 7)
    assert (strict.only_first, strict.only_second) == (1, 6)
    assert strict.p == pytest.approx(2 * (1 + 7) / 2**7)  # at most one of seven coins
    assert not strict.significant
    assert [one.id for one, _ in found.broken] == ["c1"]
    assert [one.id for one, _ in found.fixed] == ["c3", "c4", "c5", "c6", "c7", "c8"]
    assert (found.compared, found.only_first, found.only_second, found.reworded) == (8, (), (), ())


def test_six_of_six_is_beyond_chance(tmp_path: Path) -> None:
    found = compare(recorded(tmp_path / "a", ()), recorded(tmp_path / "b", range(1, 7)))
    assert found.shares[0].p == pytest.approx(2 / 2**6)
    assert found.shares[0].significant


def test_means_are_paired_and_equal_ones_have_no_interval(tmp_path: Path) -> None:
    found = compare(recorded(tmp_path / "a", {1}), recorded(tmp_path / "b", {1}))
    ndcg = next(mean for mean in found.means if mean.name == "ndcg")
    assert (ndcg.cases, ndcg.first, ndcg.second, ndcg.difference, ndcg.interval) == (8, 1, 1, 0, None)
    assert not ndcg.significant
    assert found.means[-1].name == SECONDS


def test_only_the_same_questions_are_compared(tmp_path: Path) -> None:
    asked = cases()
    changed = [asked[0].model_copy(update={"question": "问题2"}), *asked[1:7]]
    found = compare(recorded(tmp_path / "a", {2}, asked), recorded(tmp_path / "b", {2}, changed))
    assert (found.compared, found.reworded, found.only_first, found.only_second) == (6, ("c1",), ("c8",), ())


def test_the_command_tells_both_runs_apart(tmp_path: Path) -> None:
    recorded(tmp_path / "a", {1, 2})
    recorded(tmp_path / "b", {2, 3})
    folders = [str(tmp_path / "a"), str(tmp_path / "b")]
    told = CliRunner().invoke(build_app(never), ["compare", *folders], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    assert "新答错（1）" in told.output
    assert "新答对（1）" in told.output
    assert "答案缺少：10万元" in told.output
    document = json.loads(CliRunner().invoke(build_app(never), ["compare", *folders, "--json"]).stdout)
    assert [case["id"] for case in document["broken"]] == ["c1"]
    assert document["broken"][0]["reasons"] == ["答案缺少：10万元"]
    assert document["fixed"][0]["reasons"] == ["答案缺少：10万元"]
    assert document["shares"][0]["p"] == 1.0  # one coin each way


def test_a_folder_that_is_none_of_ours_ends_the_command(tmp_path: Path) -> None:
    result = CliRunner().invoke(build_app(never), ["compare", str(tmp_path), str(tmp_path)])
    assert result.exit_code == 2
    assert "无法读取" in result.stderr
