"""Results files as the evaluation writes them, for the page that opens them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.cases import Expectation
from eval.results import RESULTS_FILE, RecordedCase
from tests.ui.samples import an_answer

HOSTILE_QUESTION = "<img src=x onerror=alert(7)>奖励多少？"
_CASES = (("a1", "amount", "奖励多少？"), ("a2", "amount", HOSTILE_QUESTION), ("d1", "date", "什么时候施行？"))


def results_file(folder: Path, right: Mapping[str, bool]) -> Path:
    """The ``results.jsonl`` of a run in ``folder`` in which the cases of these ids are right or wrong."""
    expect = Expectation.model_validate(
        {
            "behaviour": "answer",
            "must_contain": [["300万元", "300万"]],
            "citations": [{"file": "policy.txt", "clause": "14.", "quote": "给予最高300万元奖励"}],
        }
    )
    cases = [
        RecordedCase(
            id=name,
            category=category,
            question=question,
            history=(),
            expect=expect,
            right=right[name],
            reasons=() if right[name] else ("答案缺少：300万元 或 300万",),
            measures={"strict": float(right[name])},
            seconds=0.25,
            error=None,
            search_error=None,
            scores=None,
            response=an_answer(),
        )
        for name, category, question in _CASES
        if name in right
    ]
    folder.mkdir(parents=True)
    path = folder / RESULTS_FILE
    path.write_text("".join(f"{case.model_dump_json()}\n" for case in cases), encoding="utf-8")
    return path
