"""The gate every answer passes, extracted or generated: nothing in it may stand on air.

Each number with its unit and its limits (最高, 累计, 每年), each date, department and quotation of a statement has to
stand in a clause the statement quotes, or be a value it computed with the working shown; each quote has to be
verbatim. A statement that fails is dropped.
"""

from __future__ import annotations

from decimal import Decimal

from ingest.model import Span
from ingest.normalize import fold
from server.answer import claims
from server.answer.outcome import Statement
from server.answer.pairing import mispaired
from server.answer.qualifiers import Qualified, qualified, scopes
from server.understanding.quantities import Measure, Quantity, find_quantities

Key = tuple[Measure, Decimal, str]
_TIMES = (Measure.YEAR, Measure.DATE)


def stands(statement: Statement, also_known: str = "") -> bool:
    """Whether all that ``statement`` claims is in its clauses, in ``also_known`` (titles, 文号), or computed."""
    return bool(statement.quotes) and not unsupported(statement, also_known)


def unsupported(statement: Statement, also_known: str = "") -> list[str]:
    """The claims of ``statement``, as it words them, that stand nowhere; the order is that of the checks."""
    text = statement.text
    sources = _sources(statement, also_known)
    known = [*sources, *statement.computed]
    return [
        *_unknown_quantities(text, sources, statement.computed),
        *mispaired(text, [quote.text for quote in statement.quotes]),
        *claims.unknown_dates(text, known),
        *claims.unknown_figures(text, _measured(text), known),
        *claims.unknown_departments(text, known),
        *claims.unknown_quotations(text, known),
        *claims.unknown_words(text, known),
    ]


def _sources(statement: Statement, also_known: str) -> list[str]:
    return [
        *(quote.clause.text for quote in statement.quotes),
        "".join(s for q in statement.quotes for s in q.clause.path),
        also_known,
    ]


def _measured(text: str) -> list[Span]:
    return [q.number for q in find_quantities(text)] + [date.span for date in claims.find_dates(text)]


def _unknown_quantities(text: str, sources: list[str], computed: tuple[str, ...]) -> list[str]:
    shown = {quantity_key(q) for value in computed for q in find_quantities(value)}
    known: dict[Key, list[Qualified]] = {}
    for source in sources:
        for one in qualified(source):
            known.setdefault(quantity_key(one.quantity), []).append(one)
    unknown = []
    said = scopes(text)
    dates = [date.span for date in claims.find_dates(text)]
    for one in qualified(text):
        quantity = one.quantity
        key = quantity_key(quantity)
        if quantity.measure in _TIMES or key in shown or any(d.covers(quantity.number) for d in dates):
            continue
        if not any(one.agrees_with(source, said) for source in known.get(key, ())):
            unknown.append(quantity.text)
    formulas = (q for q in find_quantities(text) if q.measure is Measure.FORMULA)
    worded = [fold(source) for source in sources]
    return unknown + [q.text for q in formulas if not any(fold(q.text) in source for source in worded)]


def quantity_key(quantity: Quantity) -> Key:
    """What two mentions of the same amount share, however they are written."""
    return quantity.measure, quantity.value, quantity.unit


def is_verbatim(statement: Statement) -> bool:
    """Whether every quote is a non-empty part of its clause's text."""
    return all(q.text and fold(q.text).strip() and q.text in q.clause.text for q in statement.quotes)
