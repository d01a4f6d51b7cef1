"""Correcting what an asker takes for granted: another amount, or a ceiling taken for a fixed sum."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import Span, Status
from server.answer.bounds import fit_of_tier
from server.answer.evidence import Evidence
from server.answer.holdings import Holdings
from server.answer.measured import choose
from server.answer.outcome import Answered, Outcome, Quote, Statement
from server.understanding.facets import Facet
from server.understanding.quantities import Measure, write_money
from server.understanding.question import Question
from server.understanding.terms import Term

_TAKEN_FOR_IN_FORCE = re.compile(
    r"(?:已经?|都|早就|现在|正式).{0,6}(?:施行|实施|生效|执行|印发|能(?:申|领|报))|(?:明天|今天|马上|现在|这就|直接).{0,8}(?:去|能|可以)?.{0,4}(?:申请|申领|申报|领取?|办理|兑现|兑付)"
)
_CEILING = re.compile(r"最高|最多|上限|封顶")


def not_yet_in_force(question: Question, outcome: Outcome, holdings: Holdings) -> Outcome:
    """``outcome`` led by the draft's status, where the asker takes a draft for a rule already in force.

    The notice says so under every answer from a draft; here it is what has to be said first.
    """
    if not isinstance(outcome, Answered) or not _TAKEN_FOR_IN_FORCE.search(question.folded):
        return outcome
    cited = {q.clause.document_id: None for s in outcome.statements for q in s.quotes}
    for document_id in cited:
        document = holdings.documents[document_id]
        if document.status is Status.DRAFT and not any("征求意见稿" in s.text for s in outcome.statements):
            first = holdings.clauses_of(document_id)[0]
            text = f"《{document.title}》还是征求意见稿，没有施行，现在不能据此办理。"
            lead = Statement(text, (Quote(first, Span(0, len(first.text))),))
            return replace(outcome, statements=(lead, *outcome.statements))
    return outcome


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
    years = {int(q.value) for q in evidence.sentence.quantities if q.measure is Measure.YEAR}
    if asked[0].value == found.value and question.years and years and not years & set(question.years):
        said, true = f"{question.years[0]}年", f"{min(years)}年"
        text = f"是{true}的数，不是{said}。{statement.text}"
        return replace(statement, text=text, computed=(*statement.computed, said, true))
    if asked[0].value == found.value and _CEILING.search(found.qualifier):
        return replace(statement, text=f"不一定：原文是“{found.text}”。{statement.text}")
    if fit_of_tier(asked[:1], evidence.sentence.folded, evidence.sentence.quantities) == 1:
        return statement  # 罚款200元能当场处罚吗: 二百元以下 holds it
    if asked[0].value != found.value:
        said = write_money(asked[0].value)
        text = f"{found.text}，不是{said}。{statement.text}"
        return replace(statement, text=text, computed=(*statement.computed, said))
    if found.qualifier:
        return replace(statement, text=f"不一定：原文是“{found.text}”。{statement.text}")
    return replace(statement, text=f"是。{statement.text}")
