"""A library of invented documents, asked without an index: the search finds every clause, all equally near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.model import Hit
from ingest.pipeline import ingest_paths
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Outcome, Refused
from server.answer.respond import Responder
from server.understanding.question import Question, read_question


def holdings_of(folder: Path, **texts: str) -> Holdings:
    """Each text as a file of its own, ``name.txt``, below ``folder``."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return Holdings(ingest_paths([folder]))


def ask(
    holdings: Holdings, asked: str, as_of: date | None = None, allowed: frozenset[str] | None = None, near: float = 0.85
) -> Outcome:
    """The outcome of a question; ``near`` is how close the search says every clause is to it."""

    def search(question: Question, among: frozenset[str] | None) -> Sequence[Hit]:
        units = holdings.units_of(holdings.documents if among is None else among)
        return [Hit(c.id, c.document_id, "", 1.0, {"dense": near}) for c in units]

    question = read_question(asked, [], holdings.regions, holdings.vocabulary)
    return Responder(holdings, search, allowed).respond(replace(question, as_of=as_of))


def answered(holdings: Holdings, asked: str, as_of: date | None = None) -> list[str]:
    """The statements of an answer."""
    outcome = ask(holdings, asked, as_of)
    assert isinstance(outcome, Answered), outcome
    return [statement.text for statement in outcome.statements]


def refused(holdings: Holdings, asked: str, near: float = 0.85) -> Refused:
    """A refusal."""
    outcome = ask(holdings, asked, near=near)
    assert isinstance(outcome, Refused), outcome
    return outcome


def quoted(holdings: Holdings, asked: str) -> list[str]:
    """What the statements of an answer quote, in order."""
    outcome = ask(holdings, asked)
    assert isinstance(outcome, Answered), outcome
    return [quote.text for statement in outcome.statements for quote in statement.quotes]
