"""The library as answering needs it: looked up by id, region and source position, with how rare a term is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from ingest.metadata.region import divisions
from ingest.model import Clause, ClauseKind, Document, Library, Region, Span
from ingest.parts import Part, parts_of
from server.answer.held_document import HeldDocument
from server.answer.outcome import Quote
from server.answer.overlaid import Overlaid
from server.understanding.area import without_rivals
from server.understanding.terms import Term
from server.understanding.vocabulary import Vocabulary

_BY_YEAR = re.compile(r"到(20[0-9]{2})年")


class Holdings:
    """Read-only view of one snapshot's library."""

    def __init__(self, library: Library, like: Holdings | None = None, parts: Mapping[str, Part] | None = None) -> None:
        """What was found out of the documents that ``like`` has too is taken over: opening then costs what is new.

        ``parts`` are those of ``library`` by document, where they are known.
        """
        self.library = library
        known = {} if like is None else like._held
        if parts is None:
            parts = {part.document.id: part for part in parts_of(library)}
        self._held: dict[str, HeldDocument] = {}
        for i, part in parts.items():
            held = known.get(i)
            self._held[i] = held if held is not None and held.part is part else HeldDocument(part)
        self.documents: dict[str, Document] = {i: part.document for i, part in parts.items()}
        self.clauses: Overlaid[Clause] = self._clauses_by_id(like)
        self.said = lru_cache(maxsize=4096)(self._said)

    def _clauses_by_id(self, like: Holdings | None) -> Overlaid[Clause]:
        if like is None:
            return Overlaid({clause.id: clause for clause in self.library.clauses})
        before = like._held
        gone = [held for i, held in before.items() if self._held.get(i) is not held]
        new = [held for i, held in self._held.items() if before.get(i) is not held]
        return like.clauses.changed(
            (clause.id for held in gone for clause in held.part.clauses),
            {clause.id: clause for held in new for clause in held.part.clauses},
        )

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Regions of which documents are held, by adcode."""
        held = {d.region for d in self.library.documents if d.region}
        return tuple(sorted(held, key=lambda r: r.adcode))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all documents, and the names they set in quotation marks (programmes, platforms, events)."""
        held = self._held.values()
        areas = without_rivals(area for h in held for area in h.areas.items())
        return Vocabulary(frozenset().union(*(h.names for h in held)), tuple(h.said for h in held), areas)

    def of_regions(self, adcodes: Iterable[str]) -> list[Document]:
        """Documents of any of these very regions."""
        wanted = set(adcodes)
        return [d for d in self.library.documents if d.region and d.region.adcode in wanted]

    def held(self, document_id: str) -> HeldDocument | None:
        """What was found out of a document; ``None`` where it is not held."""
        return self._held.get(document_id)

    def clauses_of(self, document_id: str) -> Sequence[Clause]:
        """A document's clauses in reading order."""
        held = self._held.get(document_id)
        return held.part.clauses if held else ()

    def articles_of(self, document_id: str) -> Sequence[Clause]:
        """A document's articles (第X条) in reading order."""
        held = self._held.get(document_id)
        return held.articles if held else ()

    def children(self, clause: Clause) -> Sequence[Clause]:
        """Direct sub-clauses in reading order."""
        held = self._held.get(clause.document_id)
        return held.children.get(clause.id, ()) if held else ()

    def siblings(self, clause: Clause) -> Sequence[Clause]:
        """Clauses under the same parent, itself included (at the root: of the same document)."""
        held = self._held.get(clause.document_id)
        return held.children.get(clause.parent_id, ()) if held else ()

    def unit(self, clause: Clause) -> Clause:
        """The clause that is cited for ``clause``: itself, or the one it is only a running part of."""
        units = self._held[clause.document_id].units
        while clause.id not in units and clause.parent_id:
            clause = self.clauses[clause.parent_id]
        return clause

    def clause_at(self, document: Document, span: Span) -> Clause | None:
        """The smallest citable clause of ``document``'s file that covers ``span`` of the source."""
        best: Clause | None = None
        for other in self.library.documents:
            if other.source_file != document.source_file:
                continue
            for clause in self.clauses_of(other.id):
                if clause.extent.covers(span) and (best is None or best.extent.covers(clause.extent)):
                    best = clause
        return self.unit(best) if best else None

    def folded(self, clause: Clause) -> str:
        """The clause's text, folded and in lower case; as long as the text itself."""
        return self._held[clause.document_id].folded[clause.id]

    def _said(self, term: Term) -> frozenset[str]:
        """Ids of the citable clauses that say ``term``, in their text or above it in the path."""
        return frozenset(i for held in self._held.values() for i in held.saying(term))

    def idf(self, term: Term) -> float:
        """Inverse document frequency over citable clauses, ln(1 + N/df); the largest there is for an unknown term."""
        count = sum(len(held.units) for held in self._held.values()) or 1
        return math.log(1 + count / max(1, len(self.said(term))))

    def said_in(self, term: Term, document_ids: frozenset[str] | None) -> bool:
        """Whether any citable clause of these documents (``None``: of all) says ``term``."""
        said = self.said(term)
        if document_ids is None:
            return bool(said)
        return any(self.clauses[i].document_id in document_ids for i in said)

    def _is_below(self, clause: Clause, numbers: Sequence[int]) -> bool:
        above: list[int | None] = []
        while clause.parent_id:
            clause = self.clauses[clause.parent_id]
            above.append(clause.ordinal)
        ordered = iter(above)
        return all(number in ordered for number in reversed(numbers))

    def units_of(self, document_ids: Iterable[str]) -> list[Clause]:
        """Citable clauses of these documents, in reading order."""
        wanted = set(document_ids)
        held = (held for i, held in self._held.items() if i in wanted)
        return [clause for h in held for clause in h.units.values()]

    def region_name(self, document: Document) -> str | None:
        """Full name of the document's region."""
        return divisions()[document.region.adcode].name if document.region else None

    def inherited_years(self, clause: Clause) -> set[int]:
        """Years of the target (到2024年…) last named in the paragraphs above ``clause`` under the same heading."""
        above = self.year_above(clause)
        return {int(above[0].text[1:-1])} if above else set()

    def year_above(self, clause: Clause) -> tuple[Quote, ...]:
        """The words 到2024年 last printed in the paragraphs above ``clause`` under the same heading; none or one."""
        group = self.siblings(clause)
        for above in reversed(group[: group.index(clause)]):
            if above.kind is not ClauseKind.PARAGRAPH:
                break
            if years := list(_BY_YEAR.finditer(self.folded(above))):
                return (Quote(above, Span(*years[-1].span())),)
        return ()

    def numbered(self, document_id: str, numbers: Sequence[int]) -> list[Clause]:
        """Clauses of a document with the last of ``numbers``, below clauses with the others, outermost first.

        Those whose number is unique in the document come first.
        """
        hits = [
            c
            for c in self.clauses_of(document_id)
            if c.ordinal == numbers[-1] and not c.label.endswith("是") and self._is_below(c, numbers[:-1])
        ]
        order = {ClauseKind.ARTICLE: 0, ClauseKind.ITEM: 1, ClauseKind.HEADING: 2, ClauseKind.DIVISION: 3}
        deepest_first = sorted(hits, key=lambda c: (not c.unique_ordinal, order.get(c.kind, 4), -c.level))
        return deepest_first
