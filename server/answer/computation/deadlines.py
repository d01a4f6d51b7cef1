"""The last day: a term of days or months counted from a day the question names, 5月10日 and 十五日 make 5月25日."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

from server.answer.claims import Date, find_dates
from server.answer.computation.figures import Figure, pairs, part_of, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.relevance import closeness, most_asked
from server.answer.computation.writing import write_figure
from server.answer.evidence import Evidence
from server.understanding.quantities import Measure

_ASKS = re.compile(
    r"最[晚迟].{0,10}(?:几[号月日]|哪[天日]|什么时候|何时|时候)|(?:到|在|是)?(?:几月几[号日]|几[号日]|哪一?天)(?:之?前|截止|到期|为止|止|届满)?|截止|到期|什么时候(?:之?前|到期|截止|届满)"
)
_RUNS_FROM = re.compile(r"之?日起|次日起|后|起")
_WITHIN = re.compile(r"^(?:以内|之内|内|届满|期满)")
_RIVAL = 0.8
_LEAP = 2024
"""A leap year; a term of which the end depends on the year is not counted without one."""


def last_day(problem: Problem, evidence: Evidence, others: Sequence[Evidence]) -> Worked | None:
    """Day of an event + the term that runs from such an event; by the calendar, so not for 工作日.

    A question without a year is answered only where the year does not matter.
    """
    if not _ASKS.search(problem.words):
        return None
    days = [d for d in find_dates(problem.words) if d.month and d.day]
    if len(days) != 1:
        return None
    folded = evidence.sentence.folded
    event = pairs(part_of(problem.words, days[0].span).cut(problem.words))
    terms = [
        (f.words, f)
        for f in read_figures(evidence.sentence.text)
        if f.measure is Measure.DURATION
        and f.unit in ("日", "个月", "年")
        and (_RUNS_FROM.search(f.lead) or _WITHIN.match(f.tail))
        and not folded[f.span.end :].startswith("前")
        and pairs(f.lead) & event
    ]
    own = max((closeness(part_of(folded, f.span).cut(folded), problem) for _, f in terms), default=0.0)
    if any(_closest(other, problem) > own for other in others if other.score >= _RIVAL * evidence.score):
        return None
    term = terms[0][1] if len({f.value for _, f in terms}) == 1 else most_asked(terms, problem)
    if term is None or term.value != term.value.to_integral_value():
        return None
    years = [days[0].year] if days[0].year else [_LEAP, _LEAP + 1]
    ends = [(year, end) for year in years if (end := _end(days[0], year, term))]
    if len({(end.year - year, end.month, end.day) for year, end in ends}) != 1:
        return None
    begun, last = ends[0]
    named = f"{days[0].year}年" if days[0].year else ""
    start = f"{named}{days[0].month}月{days[0].day}日"
    later = last.year - begun
    if later > 1 and not named:
        return None
    finish = f"{f'{last.year}年' if named else ''}{last.month}月{last.day}日"
    following = "次年" if later and not named else ""
    counted = f"从{start}的次日起算{write_figure(term)}"
    text = f"最晚{following}{finish}（{counted}；末日遇法定休假日的，以原文和法律规定为准）"
    return Worked(text, (evidence.sentence,), (finish, start, write_figure(term)))


def _closest(evidence: Evidence, problem: Problem) -> float:
    """How much the question says of the part of a sentence that sets a term from a day on."""
    folded = evidence.sentence.folded
    terms = [f for f in read_figures(evidence.sentence.text) if f.measure is Measure.DURATION]
    runs = [f for f in terms if _RUNS_FROM.search(f.lead) and _WITHIN.match(f.tail)]
    return max((closeness(part_of(folded, f.span).cut(folded), problem) for f in runs), default=0.0)


def _end(day: Date, year: int | None, term: Figure) -> date | None:
    if year is None or day.month is None or day.day is None:
        return None
    try:
        start = date(year, day.month, day.day)
    except ValueError:
        return None
    if term.unit == "日":
        return start + timedelta(days=int(term.value))
    months = start.month - 1 + int(term.value) * (12 if term.unit == "年" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
