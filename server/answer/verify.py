"""The gate every answer passes: nothing in it may stand on air.

Each number with its unit in a statement has to stand in a clause the statement quotes, or be a value it computed
with the working shown; each quotation has to be verbatim. A statement that fails is dropped.
"""

from __future__ import annotations

from decimal import Decimal

from ingest.normalize import fold
from server.answer.outcome import Statement
from server.understanding.quantities import Measure, Quantity, find_quantities

Key = tuple[Measure, Decimal, str]


def stands(statement: Statement, also_known: str = "") -> bool:
    """Whether every quantity of ``statement`` is in its clauses, in ``also_known`` (titles, 文号), or computed."""
    if not statement.quotes:
        return False
    known = {_key(q) for text in _sources(statement, also_known) for q in find_quantities(text)}
    known |= {_key(q) for value in statement.computed for q in find_quantities(value)}
    return all(_key(q) in known for q in find_quantities(statement.text))


def _sources(statement: Statement, also_known: str) -> list[str]:
    return [
        *(quote.clause.text for quote in statement.quotes),
        "".join(s for q in statement.quotes for s in q.clause.path),
        also_known,
    ]


def _key(quantity: Quantity) -> Key:
    return quantity.measure, quantity.value, quantity.unit


def is_verbatim(statement: Statement) -> bool:
    """Whether every quote is a non-empty part of its clause's text."""
    return all(q.text and fold(q.text).strip() and q.text in q.clause.text for q in statement.quotes)
