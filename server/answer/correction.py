"""Correcting what an asker takes for granted: another amount, or a ceiling taken for a fixed sum."""

from __future__ import annotations

from dataclasses import replace

from server.answer.evidence import Evidence
from server.answer.measured import choose
from server.answer.outcome import Statement
from server.understanding.facets import Facet
from server.understanding.quantities import Measure, write_money
from server.understanding.question import Question
from server.understanding.terms import Term


def corrected(question: Question, evidence: Evidence, statement: Statement, terms: dict[Term, float]) -> Statement:
    """``statement`` led by what is true of the amount or year named in a yes/no question."""
    if Facet.YES_NO not in question.facets:
        return statement
    chosen = choose(question, evidence, terms)
    if not chosen:
        return statement
    found = chosen[0].quantity
    if found.measure is Measure.YEAR and question.years:
        said = f"{question.years[0]}年"
        if int(found.value) == question.years[0]:
            return replace(statement, text=f"是。{statement.text}")
        text = f"{found.text}，不是{said}。{statement.text}"
        return replace(statement, text=text, computed=(*statement.computed, said))
    asked = [q for q in question.quantities if q.measure is Measure.MONEY]
    if not asked or found.measure is not Measure.MONEY:
        return statement
    if asked[0].value != found.value:
        said = write_money(asked[0].value)
        text = f"{found.text}，不是{said}。{statement.text}"
        return replace(statement, text=text, computed=(*statement.computed, said))
    if found.qualifier:
        return replace(statement, text=f"不一定：原文是“{found.text}”。{statement.text}")
    return replace(statement, text=f"是。{statement.text}")
