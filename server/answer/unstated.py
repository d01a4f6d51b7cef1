"""When no figure of the kind asked for is found: the clause answers in words, states no value, or there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from server.answer import refusals
from server.answer.evidence import Evidence
from server.answer.fit import asks_to_be_paid, is_about_pay
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Outcome
from server.answer.passages import state_passage
from server.answer.preference import nearest
from server.understanding.facets import Facet, asks_precisely, asks_whether
from server.understanding.question import Question
from server.understanding.terms import Term

_NEAR_BEST = 0.8
"""Share of the best sentence's score from which one is of the same matter."""
_SAYS_HALF = 0.5
_PAID = re.compile(r"奖|补|资助|配套|贴息|经费|资金|待遇|费用")
"""What a payment is called; 支持 alone promises none."""
_MISSING = {
    Facet.AMOUNT: "具体金额",
    Facet.RATE: "具体比例",
    Facet.COUNT: "具体数量",
    Facet.DEADLINE: "具体日期",
    Facet.DURATION: "具体期限",
    Facet.WHEN: "具体时间",
    Facet.YEAR: "具体年份",
}
_VAGUE = frozenset({Facet.COUNT, Facet.YEAR, Facet.DURATION, Facet.WHEN})


def without_figure(
    question: Question, ranked: Sequence[Evidence], terms: dict[Term, float], place: str | None, holdings: Holdings
) -> Outcome:
    """The outcome for sentences of which none states what is asked.

    Whether there is a payment is answered by a sentence that promises one, stated or not (实施保险补贴政策).
    """
    if asks_to_be_paid(question):
        paying = [e for e in ranked if is_about_pay(e.sentence)]
        near = [e for e in paying if e.score >= _NEAR_BEST * ranked[0].score and e.subject >= ranked[0].subject]
        same = [e for e in near if e.coverage >= _SAYS_HALF and _PAID.search(e.sentence.folded)]
        if asks_whether(question.folded) and same:
            return Answered((state_passage(question, same, terms, place),))
        if not paying or asks_whether(question.folded):
            subject = next((t.text for t in question.terms if t.kind == "entities"), question.terms[0].text)
            return refusals.topic_not_found(place, f"{subject}奖补", holdings, [e.document for e in ranked])
    if question.facets[0] in _VAGUE and len(question.facets) > 1 and not asks_precisely(question.folded):
        return Answered((state_passage(question, ranked, terms, place),))
    what = next((_MISSING[f] for f in question.facets if f in _MISSING), "具体数值")
    return refusals.value_not_stated(place, what, nearest(ranked))
