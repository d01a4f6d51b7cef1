"""A result or a target says of which year it is, also where the year only stands above it or in the title."""

from __future__ import annotations

import re
from dataclasses import replace

from server.answer.document_years import years_of
from server.answer.evidence import Evidence
from server.answer.holdings import Holdings
from server.answer.outcome import Statement
from server.understanding.facets import Facet
from server.understanding.quantities import Measure
from server.understanding.question import Question

_SAYS_WHEN = re.compile(r"(?:19|20)[0-9]{2}\s*年|每年|年均|年度|今年|上年|连续")
_COUNTED = frozenset({Facet.COUNT, Facet.RATE})


def with_year(question: Question, evidence: Evidence, statement: Statement, holdings: Holdings) -> Statement:
    """``statement`` with the year its figure is of; unchanged where it says one, or none is stated anywhere."""
    if missing := _year_not_stated(question, evidence):
        text = f"原文没有{missing}的数，写明的是：{statement.text}"
        return replace(statement, text=text, computed=(*statement.computed, missing))
    if question.facets[0] not in _COUNTED or _SAYS_WHEN.search(statement.text):
        return statement
    above = holdings.year_above(evidence.clause)
    years = {int(above[0].text[1:-1])} if above else years_of(evidence.document)
    if len(years) != 1:
        return statement
    year = f"{min(years)}年"
    place = holdings.region_name(evidence.document) or ""
    named = place if statement.text.startswith(place) else ""
    rest = statement.text.removeprefix(named).removeprefix("：")
    return replace(statement, text=f"{named}{year}：{rest}", quotes=(*statement.quotes, *above))


def _year_not_stated(question: Question, evidence: Evidence) -> str:
    """The year asked about, where the sentence names only others; empty where it does not, or a year is asked for."""
    stated = {int(q.value) for q in evidence.sentence.quantities if q.measure is Measure.YEAR}
    if Facet.YEAR in question.facets or Facet.YES_NO in question.facets or not stated or stated & set(question.years):
        return ""
    return f"{question.years[0]}年" if question.years else ""
