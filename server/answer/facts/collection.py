"""The facts of a library, read when first asked for and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from weakref import WeakKeyDictionary, proxy

from ingest.model import Clause, Document
from server.answer.facts.fact import Fact
from server.answer.facts.reading import read_facts
from server.answer.held_document import HeldDocument
from server.answer.holdings import Holdings
from server.understanding.terms import Term


class Facts:
    """The facts of one library. Reading is lazy: only clauses that say the words looked for are ever read."""

    def __init__(self, holdings: Holdings) -> None:
        self._documents = holdings.documents
        self._holdings: Holdings = proxy(holdings)  # a library given up is not kept for its facts

    def units(self, document_id: str) -> Sequence[Clause]:
        """The citable clauses of a document in reading order."""
        held = self._holdings.held(document_id)
        return held.in_order if held else ()

    def of(self, clause: Clause) -> tuple[Fact, ...]:
        """The facts of a clause in reading order."""
        held = self._holdings.held(clause.document_id)
        read = {} if held is None else _READ.setdefault(held, {})
        found = read.get(clause.id)
        if found is None:
            years = self._holdings.inherited_years(clause)
            found = read[clause.id] = read_facts(clause, self._documents[clause.document_id], years)
        return found

    def saying(self, terms: Iterable[Term], documents: Iterable[Document]) -> Iterator[Fact]:
        """Facts of the clauses of ``documents`` that say every one of ``terms``; each place of a source once."""
        wanted = tuple(terms)
        for document in documents:
            seen: set[int] = set()
            for clause in self.units(document.id):
                folded = self._holdings.folded(clause)
                if not all(term.said_in(folded) for term in wanted):
                    continue
                for fact in self.of(clause):
                    place = clause.extent.start + fact.quantity.number.start
                    if place not in seen:
                        seen.add(place)
                        yield fact


_READ: WeakKeyDictionary[HeldDocument, dict[str, tuple[Fact, ...]]] = WeakKeyDictionary()
"""The facts read so far, with what they were read from: the next snapshot that holds a document has its facts."""

_OPEN: WeakKeyDictionary[Holdings, Facts] = WeakKeyDictionary()


def facts_of(holdings: Holdings) -> Facts:
    """The facts of ``holdings``; one collection a library, so that nothing is read twice."""
    facts = _OPEN.get(holdings)
    if facts is None:
        facts = _OPEN[holdings] = Facts(holdings)
    return facts
