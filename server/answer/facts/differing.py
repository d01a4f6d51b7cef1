"""Figures elsewhere that say otherwise than an answer: another year or kind, another count, or a contradiction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.model import Document, Status
from server.answer.facts.collection import Facts, facts_of
from server.answer.facts.fact import Fact, Kind
from server.answer.facts.indicator import Indicator, indicator_of, terms_of
from server.answer.facts.task_counts import miscounted, tasks_stated
from server.answer.holdings import Holdings
from server.answer.notices import titled
from server.answer.outcome import Statement
from server.contract import Notice
from server.understanding.quantities import Measure

_COMPARED = (Kind.RESULT, Kind.TARGET)
_NAMES = {Kind.RESULT: "实际", Kind.TARGET: "目标"}
_PAID = (Measure.MONEY, Measure.PERCENT)
_VOID = (Status.EXPIRED, Status.REPEALED)
_MOST = 3
"""Other figures named in one notice, those of the nearest years."""


def differing_figures(statements: Sequence[Statement], holdings: Holdings) -> tuple[Notice, ...]:
    """What a reader of an answer has to know of figures in other documents of the same region or file.

    Args:
        statements: the answer's, with their quotes and figures.

    Returns:
        Notices ``figures_differ``: a number of tasks that the numbering belies; the same indicator's figures for other
        years; and contradictions, where documents give the same thing for the same year differently.
    """
    facts = facts_of(holdings)
    own = _facts_of(statements, facts)
    messages: list[str] = []
    told: set[Indicator] = set()
    for fact in own:
        indicator = indicator_of(fact)
        if indicator is None:
            continue
        others = [f for f in _same(fact, indicator, facts, holdings) if not _is_among(f, own)]
        elsewhen = "" if indicator in told else _other_years(fact, others, holdings)
        messages += [m for m in (_contradiction(fact, others, holdings), elsewhen) if m]
        told |= {indicator} if elsewhen else set()
    messages += _task_counts(statements, holdings)
    return tuple(Notice(code="figures_differ", message=m) for m in dict.fromkeys(messages))


def same_indicator(fact: Fact, holdings: Holdings) -> list[Fact]:
    """Facts of other documents of the same region or file about the same indicator, for whatever year."""
    indicator = indicator_of(fact)
    return _same(fact, indicator, facts_of(holdings), holdings) if indicator else []


def facts_answered(statements: Sequence[Statement], holdings: Holdings) -> list[Fact]:
    """The facts an answer gives: those of its quotes that its figures are."""
    return _facts_of(statements, facts_of(holdings))


def _facts_of(statements: Iterable[Statement], facts: Facts) -> list[Fact]:
    found: list[Fact] = []
    for statement in statements:
        wanted = {(q.measure, q.value, q.unit) for q in statement.figures}
        for quote in statement.quotes:
            within = [f for f in facts.of(quote.clause) if quote.span.covers(f.quantity.number)]
            if not wanted:  # told in words: only a figure that stands alone is what the answer gives
                found += [f for f in within if len(within) == 1 and f not in found]
                continue
            placed = {quote.span.start + q.number.start for q in statement.figures}
            exact = [f for f in within if f.quantity.number.start in placed]
            alike = [f for f in within if (f.quantity.measure, f.quantity.value, f.quantity.unit) in wanted]
            found += [f for f in exact or alike if f not in found]
    return found


def _same(fact: Fact, indicator: Indicator, facts: Facts, holdings: Holdings) -> list[Fact]:
    if fact.kind not in (*_COMPARED, Kind.PROMISE):
        return []
    document = holdings.documents[fact.document_id]
    nearby = [
        d
        for d in holdings.library.documents
        if d.id != document.id
        and (d.source_file == document.source_file or (d.region is not None and d.region == document.region))
    ]
    return [f for f in facts.saying(terms_of(fact), nearby) if indicator_of(f) == indicator]


def _is_among(fact: Fact, own: Sequence[Fact]) -> bool:
    """Whether the answer itself gives this figure for this year, from whichever document."""
    return any((f.year, f.kind, f.quantity.value) == (fact.year, fact.kind, fact.quantity.value) for f in own)


def _contradiction(fact: Fact, others: Sequence[Fact], holdings: Holdings) -> str:
    """Two documents that give the same thing for the same time differently; empty when none do."""
    document = holdings.documents[fact.document_id]
    rivals = [f for f in others if f.kind is fact.kind and _is_same_time(fact, f)]
    if fact.kind is Kind.PROMISE and (fact.quantity.measure not in _PAID or document.status in _VOID):
        return ""
    for rival in rivals:
        other = holdings.documents[rival.document_id]
        same_document = [f for f in rivals if f.document_id == rival.document_id]
        if any(f.quantity.value == fact.quantity.value for f in same_document) or other.status in _VOID:
            continue
        year = f"{fact.year}年" if fact.year else ""
        named = f"{year}“{fact.subject}”{_NAMES.get(fact.kind, '')}"
        values = f"{titled(document)}为{_printed(fact, holdings)}，{titled(other)}为{_printed(rival, holdings)}"
        return f"两份文件对{named}的规定不一致：{values}。{_prevailing(document, other)}"
    return ""


def _is_same_time(fact: Fact, other: Fact) -> bool:
    """Promises hold while their document does; results and targets only compare within one stated year."""
    return fact.kind is Kind.PROMISE or (fact.year is not None and fact.year == other.year)


def _prevailing(one: Document, other: Document) -> str:
    for document, explained in ((one, other), (other, one)):
        if document.status is Status.INFORMATIONAL and explained.status is not Status.INFORMATIONAL:
            return f"以{titled(explained)}正文为准。"
    return "请核对原文。"


def _other_years(fact: Fact, others: Sequence[Fact], holdings: Holdings) -> str:
    """The same indicator's figures for other years or of another kind, oldest first; empty when there are none."""
    if fact.kind not in _COMPARED or fact.year is None:
        return ""
    year = fact.year
    listed: dict[tuple[int, Kind, str], list[str]] = {}
    for other in sorted(others, key=lambda f: (f.year or 0, f.kind is Kind.TARGET)):
        if other.kind not in _COMPARED or other.year is None or (other.year, other.kind) == (year, fact.kind):
            continue
        if other.quantity.value == fact.quantity.value:
            continue
        values = listed.setdefault((other.year, other.kind, other.document_id), [])
        printed = _printed(other, holdings)
        if not any(printed in v or v in printed for v in values):
            values.append(printed)
    nearest = sorted(listed, key=lambda k: abs(k[0] - year))[:_MOST]
    shown = [
        f"{k[0]}年{_NAMES[k[1]]}{'、'.join(v)}（{titled(holdings.documents[k[2]])}）"
        for k, v in listed.items()
        if k in nearest
    ]
    place = holdings.region_name(holdings.documents[fact.document_id]) or ""
    return f"{place}“{fact.subject}”另见：{'、'.join(shown)}。" if shown else ""


def _printed(fact: Fact, holdings: Holdings) -> str:
    return fact.quantity.number.cut(holdings.clauses[fact.clause_id].text)


def _task_counts(statements: Iterable[Statement], holdings: Holdings) -> list[str]:
    """Where an answer repeats a number of tasks that the document meant does not number."""
    messages = []
    for statement in statements:
        for document_id in dict.fromkeys(q.clause.document_id for q in statement.quotes):
            document = holdings.documents[document_id]
            for stated in tasks_stated(statement.text):
                if any(stated.text in quote.text for quote in statement.quotes) and (
                    found := miscounted(document, stated, holdings)
                ):
                    other, counted = found
                    messages.append(
                        f"{titled(document)}称“{stated.text}”，而{titled(other)}正文编号共{counted}条，以正文为准。"
                    )
    return messages
