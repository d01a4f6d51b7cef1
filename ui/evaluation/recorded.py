"""A run as ``policyqa eval run --out`` wrote it: of each line of ``results.jsonl``, what the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

RESULTS_FILE = "results.jsonl"


class _Read(BaseModel):
    # The files hold more than is shown here, and may come from a newer version.
    model_config = ConfigDict(extra="ignore", frozen=True)


class ExpectedPlace(_Read):
    """A place of the library that supports the answer."""

    file: str
    clause: str = ""
    quote: str


class Expected(_Read):
    """What a right response shows."""

    behaviour: str
    refusal_code: str | None = None
    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    citations: tuple[ExpectedPlace, ...] = ()


class GivenPlace(_Read):
    """A citation that came."""

    source_file: str
    clause_path: tuple[str, ...] = ()
    quote: str = ""


class GivenRefusal(_Read):
    """A refusal that came."""

    code: str
    message: str


class Given(_Read):
    """What came."""

    status: str
    answer: str = ""
    citations: tuple[GivenPlace, ...] = ()
    refusal: GivenRefusal | None = None


class RunCase(_Read):
    """A question, what was expected, what came, and what of it was wrong."""

    id: str
    category: str
    question: str
    expect: Expected
    right: bool
    reasons: tuple[str, ...] = ()
    seconds: float
    error: str | None = None
    response: Given | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run by the name of its file."""

    name: str
    cases: tuple[RunCase, ...]


class NotARun(Exception):
    """The file is none that ``policyqa eval run`` wrote; ``str(error)`` says why, for a reader."""


def read_run(name: str, data: bytes) -> Run:
    """The run in the bytes of a ``results.jsonl``.

    Raises:
        NotARun: it is another file, or has no cases, or names one twice.
    """
    try:
        lines = [line for line in data.decode("utf-8-sig").split("\n") if line.strip()]
    except UnicodeDecodeError as error:
        raise NotARun(f"“{name}”不是 UTF-8 文本，请选择测评结果文件夹中的 {RESULTS_FILE}。") from error
    cases = tuple(_case(name, number, line) for number, line in enumerate(lines, 1))
    if not cases:
        raise NotARun(f"“{name}”里没有题目，请选择测评结果文件夹中的 {RESULTS_FILE}。")
    if len({case.id for case in cases}) < len(cases):
        raise NotARun(f"“{name}”里有重复的题号，不是一次测评的结果。")
    return Run(name, cases)


def right_of(cases: Sequence[RunCase]) -> int:
    """How many are right."""
    return sum(case.right for case in cases)


def categories_of(*runs: Run) -> list[str]:
    """The kinds of question, each once, in their order."""
    return list(dict.fromkeys(case.category for run in runs for case in run.cases))


def _case(name: str, number: int, line: str) -> RunCase:
    try:
        return RunCase.model_validate_json(line)
    except ValidationError as error:
        raise NotARun(
            f"“{name}”第 {number} 行不是测评结果，请选择 policyqa eval run --out 写出的 {RESULTS_FILE}。"
        ) from error
