"""The comparison of two ways of running a model: the best turn of each, and a run over a model against itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.embedding import compare
from index.embedding.compare import in_turns, main, medians_in_turns
from tests.index.embedding.test_measure import Clock

pytestmark = pytest.mark.slow


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(compare, "time", found)
    return found


def test_each_is_timed_by_its_fastest_turn_and_they_take_turns(clock: Clock) -> None:
    order = []
    seconds = {"ours": iter([3.0, 1.0, 2.0]), "theirs": iter([5.0, 6.0, 4.0])}

    def run(name: str) -> None:
        order.append(name)
        clock.takes(next(seconds[name]))

    best = in_turns({"ours": lambda: run("ours"), "theirs": lambda: run("theirs")}, 3)
    assert best == pytest.approx({"ours": 1.0, "theirs": 4.0})
    assert order == ["ours", "theirs"] * 3


def test_a_text_is_timed_by_the_median_of_the_fastest_turn(clock: Clock) -> None:
    # Two turns over three texts: medians of 2 and of 4 seconds.
    seconds = iter([1.0, 2.0, 9.0, 4.0, 8.0, 3.0])
    asked = []

    def run(text: str) -> None:
        asked.append(text)
        clock.takes(next(seconds))

    assert medians_in_turns({"ours": run}, ["甲", "乙", "丙"], 2) == pytest.approx({"ours": 2.0})
    assert asked == ["甲", "乙", "丙"] * 2


def test_a_model_compared_with_itself_has_a_cosine_of_one(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compare, "_TURNS", 1)
    texts = tmp_path / "a.txt"
    texts.write_text("\n".join(f"对第{n}类高企认定给予奖励{n}万元" for n in range(6)), encoding="utf-8")
    main([str(small_model), str(texts), "--model", str(small_model)])
    loaded, cosines, *rates = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"ours loaded and first question answered in \d+\.\d\d s", loaded)
    assert cosines == "6 clauses, cosine to float32 1.0000 at least, 1.0000 on average"
    assert [re.split(r"\s{2,}", line)[0] for line in rates] == [
        "PyTorch float32, as it comes",
        "PyTorch float32, batches of 8",
        "ours",
        "PyTorch float32",
        "ours",
    ]
    assert [line.rpartition(", ")[2] for line in (rates[2], rates[4])] == ["ours is 1.00 times as fast"] * 2
