"""The report page put together. Everything that comes out of a run is escaped by the template engine (Jinja2)."""

from __future__ import annotations

from dataclasses import dataclass

from eval.cases import Expectation
from eval.comparison import SECONDS, Comparison, compare
from eval.failures import given, outcome_label, place
from eval.measures import MEASURES
from eval.metrics.refusals import Outcome
from eval.page.figures import charts_of
from eval.page.templating import TEMPLATES
from eval.results import RecordedCase, RecordedRun, RecordedSummary


@dataclass(frozen=True, slots=True)
class Confusion:
    """Expected behaviour down, given behaviour across."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, bool], ...]], ...]
    """Label, and for each column the count and whether it is the right one."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A case that is not right, with what was expected and what came."""

    case: RecordedCase
    expected: tuple[str, ...]
    given: str
    earlier: RecordedCase | None
    earlier_given: str


def render(run: RecordedRun, against: RecordedRun | None = None, *, figures_only: bool = False) -> str:
    """The page of ``run``; ``against`` is an earlier run it is held against.

    With ``figures_only`` nothing of a question is on it: no text, no number, no answer.
    """
    runs = [run] if against is None else [run, against]
    compared = compare(against, run) if against else None
    earlier = {case.id: case for case in against.cases} if against else {}
    return TEMPLATES.get_template("report.html.j2").render(
        run=run.summary,
        against=against.summary if against else None,
        figures=charts_of(runs),
        confusion=_confusion(run.summary),
        compared=compared,
        labels={measure.name: measure.label for measure in MEASURES} | {SECONDS: "用时（秒）"},
        changed=[] if figures_only else _changed(compared),
        figures_only=figures_only,
        wrong=[] if figures_only else [_wrong(case, earlier.get(case.id)) for case in run.cases if case.reasons],
    )


def expected_lines(expect: Expectation) -> tuple[str, ...]:
    """What a right response shows, a line each."""
    codes: tuple[Outcome, ...] = expect.accepted_codes or ("answer",)
    return (
        "应" + "，或".join(outcome_label(code) for code in codes),
        *(f"须有：{' 或 '.join(group)}" for group in expect.must_contain),
        *(f"不得有：{value}" for value in expect.must_not_contain),
        *(f"不得在前：{value}" for value in expect.distractors),
        *(f"引用：{place(citation)} — {citation.quote}" for citation in expect.citations),
    )


def _confusion(summary: RecordedSummary) -> Confusion:
    counts = {(cell.expected, cell.given): cell.cases for cell in summary.confusion}
    expected = dict.fromkeys(cell.expected for cell in summary.confusion)
    columns = dict.fromkeys([*expected, *(cell.given for cell in summary.confusion)])
    return Confusion(
        tuple(outcome_label(column) for column in columns),
        tuple(
            (outcome_label(row), tuple((counts.get((row, column), 0), row == column) for column in columns))
            for row in expected
        ),
    )


def _changed(compared: Comparison | None) -> list[tuple[str, list[RecordedCase]]]:
    if compared is None:
        return []
    pairs = (("新答错", compared.broken), ("新答对", compared.fixed))
    return [(title, [one if other.right else other for one, other in found]) for title, found in pairs]


def _wrong(case: RecordedCase, earlier: RecordedCase | None) -> Wrong:
    came = given(case.response) or f"请求失败：{case.error}"
    before = (given(earlier.response) or f"请求失败：{earlier.error}") if earlier else ""
    return Wrong(case, expected_lines(case.expect), came, earlier, before)
