"""Recorded runs, written out by hand, that tests of what is done with them share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from eval.cases import Case
from eval.results import RecordedRun, load_run, recorded_cases, recorded_summary, write_run
from eval.runner import run
from eval.summary import summarise
from server.contract import AskRequest, AskResponse
from tests.eval.builders import answered, case, citation, expected, hit, target

QUESTIONS = ("问题1", "问题2", "问题3", "问题4", "问题5", "问题6", "问题7", "问题8")


def cases(category: str = "amount") -> list[Case]:
    wants = case(category, must_contain=[["10万元"]], citations=[expected()])
    return [
        wants.model_copy(update={"id": f"c{number}", "question": question})
        for number, question in enumerate(QUESTIONS, 1)
    ]


def recorded(folder: Path, right: Iterable[int], asked: Iterable[Case] = (), wrong: str = "20万元") -> RecordedRun:
    """A run over ``asked`` (default: `cases`) that gets the questions with these numbers right."""
    well = {QUESTIONS[number - 1] for number in right}

    def answer(request: AskRequest) -> AskResponse:
        said = "10万元" if request.question in well else wrong
        return answered(said, citation()).model_copy(update={"timings_ms": {"total": 2.0}})

    results = run(list(asked) or cases(), target(answer, [hit()]))
    folder.mkdir(parents=True, exist_ok=True)
    summary = recorded_summary(summarise(results), target="本机", questions=Path("q.jsonl"), questions_sha256="00")
    write_run(folder, recorded_cases(results), summary)
    return load_run(folder)
