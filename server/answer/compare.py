"""Comparisons: a table with a row a region or a year, each cell cited, 原文未载明 where a text is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ingest.model import Region
from server.answer.outcome import Answered, Outcome, Refused, Statement
from server.contract import Notice
from server.understanding.question import Question


class Answers(Protocol):
    """What answers one region's side of a comparison."""

    def in_region(self, question: Question, region: Region | None) -> Outcome:
        """The outcome for ``question`` from the documents that speak for ``region``."""
        ...


def compare_regions(answers: Answers, question: Question, regions: Sequence[Region]) -> Outcome:
    """One row a region; a refusal only when no region's documents say anything."""
    sides = [(region.name, answers.in_region(replace(question, regions=(region,)), region)) for region in regions]
    return _table(sides)


def compare_years(answers: Answers, question: Question, region: Region | None) -> Outcome:
    """One row a year, each from the text that speaks of that year."""
    sides = []
    for year in question.years:
        text = f"{year}年{''.join(term.text for term in question.terms)}"
        sides.append((f"{year}年", answers.in_region(replace(question, years=(year,), text=text), region)))
    return _table(sides)


def _table(sides: Sequence[tuple[str, Outcome]]) -> Outcome:
    """Rows as statements that begin with the row's name and a colon; the page lays them out as a table."""
    rows: list[Statement] = []
    notices: list[Notice] = []
    for name, outcome in sides:
        if isinstance(outcome, Refused):
            rows.append(Statement(f"{name}：{_ABSENT[outcome.code]}。", outcome.quotes))
            continue
        notices += outcome.notices
        for number, statement in enumerate(outcome.statements):
            text = statement.text.removeprefix(name).removeprefix("：")
            row = f"{name}：{text}" if number == 0 else text
            rows.append(replace(statement, text=row, computed=(*statement.computed, name)))
    if all(isinstance(outcome, Refused) for _, outcome in sides):
        return sides[0][1]
    return Answered(tuple(rows), tuple(notices))


_ABSENT = {
    "value_not_stated": "原文未载明",
    "topic_not_found": "收录的文件中没有找到相关条款",
    "region_not_covered": "本库未收录",
    "off_topic": "收录的文件中没有找到相关条款",
}
