"""How many tasks a document numbers, and how many another document says it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Clause, ClauseKind, Document
from ingest.normalize import fold
from ingest.numerals import read_integer
from server.answer.holdings import Holdings

_TASKS = re.compile(r"([0-9]+|[一二三四五六七八九十]+)\s*(?:项|条)(?:重点|具体|主要)?(?:任务|政策措施|政策|措施|举措)")
_NUMBERED_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class StatedTasks:
    """A number of tasks as a text words it."""

    count: int
    text: str


def tasks_stated(text: str) -> list[StatedTasks]:
    """Numbers of tasks named in ``text`` (21项重点任务, 十二条措施)."""
    found = ((read_integer(m[1]), m.group()) for m in _TASKS.finditer(fold(text)))
    return [StatedTasks(count, words) for count, words in found if count]


def numbered_tasks(document: Document, holdings: Holdings) -> list[Clause]:
    """The clauses a document counts through from first to last: its articles, else its items 1. 2. 3."""
    clauses = holdings.clauses_of(document.id)
    articles = [c for c in clauses if c.kind is ClauseKind.ARTICLE]
    return articles or [
        c for c in clauses if c.unique_ordinal and c.kind is ClauseKind.ITEM and c.label[:1].isdigit() and c.ordinal
    ]


def explained_by(document: Document, documents: Sequence[Document]) -> list[Document]:
    """The documents that ``document`` speaks of: those of its file, and those it is linked to by title."""
    titles = {fold(link.title) for link in document.links if link.title and link.relation == "interprets"}
    return [
        other
        for other in documents
        if other.id != document.id
        and (other.source_file == document.source_file or any(title in fold(other.title) for title in titles))
    ]


def miscounted(document: Document, stated: StatedTasks, holdings: Holdings) -> tuple[Document, int] | None:
    """The document whose tasks ``document`` counts as ``stated``, and how many it really numbers, if others.

    Less than half or more than twice as many is another count (6个方面), not a wrong one.
    """
    for other in explained_by(document, holdings.library.documents):
        counted = len(numbered_tasks(other, holdings))
        if counted >= _NUMBERED_AT_LEAST and counted / 2 < stated.count < counted * 2:
            return (other, counted) if counted != stated.count else None
    return None
