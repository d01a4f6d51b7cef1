"""Comparisons: a table with a row a region, a year or a subject, each cell cited, 原文未载明 where a text is silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ingest.metadata.region import short_name
from ingest.model import Region
from server.answer.arithmetic import asks_growth, difference
from server.answer.outcome import Answered, Outcome, Refused, Statement
from server.contract import Notice
from server.understanding.facets import Facet
from server.understanding.question import Question
from server.understanding.terms import Term


class Answers(Protocol):
    """What answers one region's side of a comparison."""

    def in_region(self, question: Question, region: Region | None) -> Outcome:
        """The outcome for ``question`` from the documents that speak for ``region``."""
        ...

    def for_region(self, question: Question, region: Region) -> Outcome:
        """The same, or a refusal where nothing of ``region`` is held."""
        ...


def compare_regions(answers: Answers, question: Question, regions: Sequence[Region]) -> Outcome:
    """One row a region; a refusal only when no region's documents say anything."""
    years = _years_of_sides(question, regions)
    sides = []
    for region, own in zip(regions, years, strict=True):
        asked = replace(question, regions=(region,), years=own)
        sides.append((region.name, answers.for_region(asked, region)))
    return _table(question, sides)


def _years_of_sides(question: Question, regions: Sequence[Region]) -> list[tuple[int, ...]]:
    """The year of each region where every one has its own right behind it (甲市2025、乙市27年), else all for each."""
    own: list[tuple[int, ...]] = []
    for region in regions:
        name = re.escape(short_name(region.name))
        year = re.search(rf"{name}[市县区]?(?:到|在|的)?((?:20)?[1-3][0-9])(?![0-9%])", question.asked)
        own.append((int(f"20{year[1][-2:]}"),) if year else ())
    return own if all(own) else [question.years] * len(regions)


def compare_years(answers: Answers, question: Question, region: Region | None) -> Outcome:
    """One row a year, each from the text that speaks of that year."""
    if asks_growth(question.folded):
        # Growth between two years is worked out of what there was in each: of a rate only where nothing is counted.
        question = replace(question, facets=tuple(sorted(question.facets, key=lambda facet: facet is Facet.RATE)))
    sides = []
    for year in question.years:
        text = f"{year}年{''.join(term.text for term in question.terms)}"
        sides.append((f"{year}年", answers.in_region(replace(question, years=(year,), text=text), region)))
    return _table(question, sides, region)


_JOINED = re.compile(r"^\s*(?:[、,，/]|和|与|跟|还是|同|以及)\s*$")


def subjects_compared(question: Question) -> tuple[Term, ...]:
    """The entities a question sets side by side (农业科技园区、临床医学研究中心，哪个高), else none."""
    if not question.compares:
        return ()
    placed = []
    for term in question.terms:
        at = next(((question.folded.find(way), way) for way in term.ways if way in question.folded), None)
        if term.kind == "entities" and at:
            placed.append((at[0], at[0] + len(at[1]), term))
    placed.sort(key=lambda p: p[0])
    joined = [
        (a[2], b[2]) for a, b in zip(placed, placed[1:], strict=False) if _JOINED.match(question.folded[a[1] : b[0]])
    ]
    return tuple(dict.fromkeys(term for pair in joined for term in pair))


def compare_subjects(answers: Answers, question: Question, region: Region | None, subjects: Sequence[Term]) -> Outcome:
    """One row a subject, all of one region."""
    sides = []
    for subject in subjects:
        others = [t for t in subjects if t is not subject]
        terms = tuple(t for t in question.terms if t not in others)
        text = "".join(t.text for t in terms)
        sides.append((subject.text, answers.in_region(replace(question, terms=terms, text=text), region)))
    return _table(question, sides, region)


def _table(question: Question, sides: Sequence[tuple[str, Outcome]], region: Region | None = None) -> Outcome:
    """A row a side; ahead of them the difference of their figures where that is asked for."""
    if all(isinstance(outcome, Refused) for _, outcome in sides):
        return sides[0][1]
    statements, notices = rows(sides, region)
    firsts = [(name, outcome.statements[0]) for name, outcome in sides if isinstance(outcome, Answered)]
    if gap := difference(question, firsts):
        statements = (gap, *statements)
    return Answered(statements, notices)


def rows(
    sides: Sequence[tuple[str, Outcome]], region: Region | None = None
) -> tuple[tuple[Statement, ...], tuple[Notice, ...]]:
    """The sides as cells of a table, and what has to be said beside it. ``region``: the one all sides are of."""
    cells: list[Statement] = []
    notices: list[Notice] = []
    for name, outcome in sides:
        place = region.name if region else name
        if isinstance(outcome, Refused) and outcome.code == "region_not_covered":
            notices.append(Notice(code="partial", message=f"本库未收录{name}的政策文件，以下不含{name}。"))
            continue
        if isinstance(outcome, Refused):
            cells.append(Statement(f"{_ABSENT[outcome.code]}。", outcome.quotes, row=name))
            continue
        notices += outcome.notices
        for statement in outcome.statements:
            text = statement.text.removeprefix(place).removeprefix("：")
            cells.append(replace(statement, text=text, row=name))
    return tuple(cells), tuple(notices)


_ABSENT = {
    "value_not_stated": "原文未载明",
    "topic_not_found": "收录的文件中没有找到相关条款",
    "region_not_covered": "本库未收录",
    "off_topic": "收录的文件中没有找到相关条款",
}
