"""评测: a run as it was written is read, counted and set against another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.comparison import compare
from eval.results import RecordedRun, load_run
from tests.eval.runs import recorded
from tests.ui.recorded_runs import results_file
from ui.evaluation.accuracy import accuracy
from ui.evaluation.failures import changes, changes_between, failures
from ui.evaluation.recorded import NotARun, Run, read_run


def opened(path: Path) -> Run:
    return read_run(path.name, path.read_bytes())


def test_the_bars_are_the_share_of_right_cases_of_each_kind(tmp_path: Path) -> None:
    run = opened(results_file(tmp_path / "a", {"a1": True, "a2": False, "d1": True}))
    html = accuracy(run, None)
    assert re.findall(r"<td>(\d/\d)</td>", html) == ["1/2", "1/1", "2/3"]
    assert re.findall(r'pq-bar-right" y="6" width="([\d.]+)"', html) == ["100.0", "200.0", "133.3"]
    assert "<span>50%</span>" in html


def test_what_changed_is_what_the_command_says_changed(tmp_path: Path) -> None:
    first: RecordedRun = recorded(tmp_path / "first", right=[1, 2, 3])
    second = recorded(tmp_path / "second", right=[2, 3, 4, 5])
    told = compare(first, load_run(second.directory))
    found = changes_between(opened(tmp_path / "first" / "results.jsonl"), opened(tmp_path / "second" / "results.jsonl"))
    assert [now.id for _, now in found.broken] == [now.id for _, now in told.broken] == ["c1"]
    assert [now.id for _, now in found.fixed] == [now.id for _, now in told.fixed] == ["c4", "c5"]
    assert found.compared == told.compared == 8


def test_cases_only_one_run_has_are_named_and_not_compared(tmp_path: Path) -> None:
    before = opened(results_file(tmp_path / "a", {"a1": True, "d1": True}))
    run = opened(results_file(tmp_path / "b", {"a1": True, "a2": False}))
    assert changes_between(before, run).compared == 1
    assert "a2" in changes(before, run)
    assert set(changes_between(before, run).left_out) == {"d1", "a2"}


def test_expected_and_given_stand_side_by_side_as_text(tmp_path: Path) -> None:
    html = failures(opened(results_file(tmp_path / "a", {"a1": True, "a2": False, "d1": True})))
    assert "&lt;img src=x onerror=alert(7)&gt;奖励多少？" in html
    assert "<img" not in html
    assert "答案须有：300万元 或 300万" in html
    assert "最高奖励200万元。" in html
    assert html.count("<details") == 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{}", '{"target": "本机"}'.encode(), b"PK\x03\x04"])
def test_any_other_file_is_refused_with_the_name_of_the_right_one(data: bytes) -> None:
    with pytest.raises(NotARun, match=r"results\.jsonl"):
        read_run("summary.json", data)


def test_a_case_named_twice_is_no_run(tmp_path: Path) -> None:
    line = results_file(tmp_path / "a", {"a1": True}).read_bytes()
    with pytest.raises(NotARun, match="重复的题号"):
        read_run("results.jsonl", line * 2)
