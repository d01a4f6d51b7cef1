"""Thresholds: what is taken, what holds, and how the command ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import build_app
from eval.errors import ThresholdFileError
from eval.gates import judge, load_thresholds
from tests.eval.runs import recorded
from tests.eval.test_comparison import never


def written(folder: Path, *thresholds: str) -> Path:
    path = folder / "gate.toml"
    path.write_text("".join(f"[[threshold]]\n{lines}\n" for lines in thresholds), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "passes"),
    [
        ('measure = "strict"\nmin = 0.75', True),  # 6 of 8
        ('measure = "strict"\nmin = 0.76', False),
        ('measure = "strict"\ncategory = "amount"\nmin = 0.75\nmax = 1', True),
        ('measure = "strict"\ncategory = "none"\nmin = 0', False),  # nothing measured
        ('measure = "refusals"\nmin = 0', False),  # no case expects a refusal
        ('measure = "false_refusals"\nmax = 0', True),
        ('measure = "cases"\nmin = 9', False),
        ('measure = "failed_requests"\nmax = 0', True),
        ('measure = "non_verbatim"\nmax = 0', True),
        ('measure = "answer_chars"\nmax = 3', False),  # 10万元 has 4 characters
        ('measure = "latency_p95_ms"\nmax = 60000', True),
        ('measure = "latency_p50_ms"\nmin = 60000', False),
    ],
)
def test_a_figure_keeps_its_bounds_or_does_not(tmp_path: Path, lines: str, passes: bool) -> None:
    thresholds = load_thresholds(written(tmp_path, f'{lines}\nwhy = "w"'))
    verdicts = judge(thresholds, recorded(tmp_path / "r", range(1, 7)).summary)
    assert [verdict.passed for verdict in verdicts] == [passes]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[threshold]", "不是合法的 TOML"),
        ("", "threshold"),
        ("other = 1", "other"),
        ('[[threshold]]\nmeasure = "strict"\nmin = 0.5', "why"),
        ('[[threshold]]\nmeasure = "strict"\nmin = 0.5\nwhy = " "', "why"),
        ('[[threshold]]\nmeasure = "strict"\nmin = 0.5\nwhy = "w"\nminimum = 1', "minimum"),
        ('[[threshold]]\nmeasure = "strikt"\nmin = 0.5\nwhy = "w"', "没有“strikt”这个指标"),
        ('[[threshold]]\nmeasure = "strict"\nwhy = "w"', "min 与 max 至少要有一个"),
        ('[[threshold]]\nmeasure = "strict"\nmin = 2\nmax = 1\nwhy = "w"', "min 大于 max"),
        ('[[threshold]]\nmeasure = "strict"\nmin = nan\nwhy = "w"', "min"),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThresholdFileError, match=said):
        load_thresholds(path)


def test_the_command_lists_what_failed_and_says_so_in_its_exit_code(tmp_path: Path) -> None:
    recorded(tmp_path / "r", range(1, 7))
    good, bad = 'measure = "strict"\nmin = 0.75\nwhy = "w"', 'measure = "cases"\nmin = 9\nwhy = "题目不能变少"'
    arguments = ["gate", "--results", str(tmp_path / "r"), "--thresholds"]
    runner = CliRunner()
    passed = runner.invoke(build_app(never), [*arguments, str(written(tmp_path, good))])
    assert (passed.exit_code, passed.stdout) == (0, "1 项阈值全部达到。\n")
    failed = runner.invoke(build_app(never), [*arguments, str(written(tmp_path, good, bad))], env={"COLUMNS": "120"})
    assert failed.exit_code == 1
    assert "2 项阈值中有 1 项未达到" in failed.stdout
    row = next(line for line in failed.stdout.splitlines() if "题数" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["题数", "全部", "≥ 9", "8", "题目不能变少"]
    assert runner.invoke(build_app(never), [*arguments, str(tmp_path / "none.toml")]).exit_code == 2
