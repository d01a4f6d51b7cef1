"""A run as files: `results.jsonl` (a line for each case) and `summary.json`, written, and read again to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases import Expectation
from eval.errors import ResultFileError
from eval.failures import reasons
from eval.measures import MEASURE, measure_cases
from eval.metrics.latency import Latency
from eval.metrics.refusals import Outcome
from eval.runner import CaseResult
from eval.summary import Figure, Ratio, Row, Summary
from server.contract import AskResponse, Turn

RESULTS_FILE = "results.jsonl"
SUMMARY_FILE = "summary.json"

M = TypeVar("M", bound=BaseModel)


class _Recorded(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordedCase(_Recorded):
    """One line of `results.jsonl`."""

    id: str
    category: str
    question: str
    history: tuple[Turn, ...]
    expect: Expectation
    right: bool
    reasons: tuple[str, ...]
    measures: dict[str, float]
    """What each measure that applies says of the case."""
    seconds: float
    error: str | None
    search_error: str | None
    scores: dict[str, Any] | None
    response: AskResponse | None


class RecordedFigure(_Recorded):
    """A share or mean; ``hits`` of a share, ``low`` and ``high`` where there is an interval."""

    value: float
    scored: int
    hits: int | None = None
    low: float | None = None
    high: float | None = None


class RecordedRow(_Recorded):
    """The figures of one group of cases, see `eval.summary.Row`."""

    cases: int
    failed_requests: int
    figures: dict[str, RecordedFigure]
    non_verbatim: RecordedFigure | None
    checked_against_source: RecordedFigure | None
    answer_chars: float | None
    latency: Latency | None
    stages: dict[str, Latency]


class QuestionsFile(_Recorded):
    """Which questions were asked."""

    file: str
    sha256: str


class ConfusionCell(_Recorded):
    """How many cases expected this and got that."""

    expected: Outcome
    given: Outcome
    cases: int


class RecordedSummary(_Recorded):
    """`summary.json`."""

    target: str
    questions: QuestionsFile
    snapshots: tuple[str, ...]
    overall: RecordedRow
    by_category: dict[str, RecordedRow]
    confusion: tuple[ConfusionCell, ...]


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A results folder."""

    directory: Path
    summary: RecordedSummary
    cases: tuple[RecordedCase, ...]


def recorded_cases(results: Sequence[CaseResult]) -> list[RecordedCase]:
    """Each case with what was expected, what came, whether that is right, and why not."""
    return [
        RecordedCase(
            id=result.case.id,
            category=result.case.category,
            question=result.case.question,
            history=result.case.history,
            expect=result.case.expect,
            right=result.right,
            reasons=tuple(reasons(result)),
            measures=measures,
            seconds=result.seconds,
            error=result.error,
            search_error=result.search_error,
            scores=asdict(result.score, dict_factory=_plain) if result.score else None,
            response=result.response,
        )
        for result, measures in zip(results, measure_cases(results), strict=True)
    ]


def recorded_summary(summary: Summary, *, target: str, questions: Path, questions_sha256: str) -> RecordedSummary:
    """The figures, with what was measured on what."""
    return RecordedSummary(
        target=target,
        questions=QuestionsFile(file=questions.name, sha256=questions_sha256),
        snapshots=summary.snapshots,
        overall=_row(summary.overall),
        by_category={category: _row(row) for category, row in summary.by_category.items()},
        confusion=tuple(
            ConfusionCell(expected=expected, given=given, cases=count)
            for (expected, given), count in summary.confusion.items()
        ),
    )


def write_run(directory: Path, cases: Sequence[RecordedCase], summary: RecordedSummary) -> None:
    """Write both files into the folder ``directory``."""
    lines = (case.model_dump_json() for case in cases)
    (directory / RESULTS_FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (directory / SUMMARY_FILE).write_text(summary.model_dump_json(indent=2) + "\n", encoding="utf-8")


def load_run(directory: Path) -> RecordedRun:
    """Read both files of a results folder.

    Raises `ResultFileError` where they are missing, or not as this version writes them.
    """
    results = directory / RESULTS_FILE
    lines = [line for line in _text(results).split("\n") if line.strip()]
    cases = tuple(_read(RecordedCase, line, results, number) for number, line in enumerate(lines, 1))
    return RecordedRun(directory, load_summary(directory), cases)


def load_summary(directory: Path) -> RecordedSummary:
    """Read `summary.json` of a results folder. Raises as `load_run`."""
    path = directory / SUMMARY_FILE
    return _read(RecordedSummary, _text(path), path, 1)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResultFileError(f"无法读取 {path}：{error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ResultFileError(f"{path} 不是 UTF-8 编码") from error


def _read(model: type[M], text: str, path: Path, line: int) -> M:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "整行"
        raise ResultFileError(
            f"{path}:{line}: 不是本版本 eval run --out 写出的结果（{place}: {fault['msg']}），请重新测评"
        ) from error


def _plain(fields: list[tuple[str, object]]) -> dict[str, object]:
    return {name: _jsonable(value) for name, value in fields}


def _jsonable(value: object) -> object:
    if isinstance(value, tuple):
        return [_jsonable(item) for item in value]
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _row(row: Row) -> RecordedRow:
    return RecordedRow(
        cases=row.cases,
        failed_requests=row.failed_requests,
        figures={name: _figure(name, figure) for name, figure in row.figures.items()},
        non_verbatim=_ratio(row.non_verbatim),
        checked_against_source=_ratio(row.checked_against_source),
        answer_chars=row.answer_chars,
        latency=row.latency,
        stages=dict(row.stages),
    )


def _figure(name: str, figure: Figure) -> RecordedFigure:
    return RecordedFigure(
        value=figure.value,
        scored=figure.scored,
        hits=round(figure.total) if MEASURE[name].kind == "share" else None,
        low=figure.interval.low if figure.interval else None,
        high=figure.interval.high if figure.interval else None,
    )


def _ratio(ratio: Ratio | None) -> RecordedFigure | None:
    return RecordedFigure(value=ratio.value, scored=ratio.scored, hits=ratio.hits) if ratio else None
