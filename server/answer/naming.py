"""How a person names a clause when speaking of it."""

from __future__ import annotations

from ingest.model import Clause
from ingest.normalize import fold


def spoken_label(clause: Clause) -> str:
    """第14条 完善风险投资体系和机制 where the number is the clause's alone in its document; else its title."""
    printed = fold(clause.label).strip()
    if clause.unique_ordinal and clause.ordinal and printed.rstrip(".、").isdigit():
        return f"第{clause.ordinal}条 {clause.heading}".strip()
    return clause.title
