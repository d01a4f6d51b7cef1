"""The library as answering needs it: looked up by id, region and source position, with how rare a term is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from ingest.metadata.region import divisions
from ingest.model import Clause, ClauseKind, Document, Library, Region, Span
from ingest.normalize import fold
from server.answer.outcome import Quote
from server.understanding.area import areas_named
from server.understanding.terms import Term
from server.understanding.vocabulary import Vocabulary

_QUOTED = re.compile(r"“([^“”,，。、;；]{3,12})”")
_BY_YEAR = re.compile(r"到(20[0-9]{2})年")


class Holdings:
    """Read-only view of one snapshot's library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.documents: dict[str, Document] = {d.id: d for d in library.documents}
        self.clauses: dict[str, Clause] = {c.id: c for c in library.clauses}
        self._children: dict[str | None, list[Clause]] = {}
        self._of_document: dict[str, list[Clause]] = {}
        for clause in library.clauses:
            self._children.setdefault(clause.parent_id, []).append(clause)
            self._of_document.setdefault(clause.document_id, []).append(clause)
        self._units = list(dict.fromkeys(chunk.clause_id for chunk in library.chunks))
        self._folded = {c.id: fold(c.text).lower() for c in library.clauses}
        self.said = lru_cache(maxsize=4096)(self._said)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Regions of which documents are held, by adcode."""
        held = {d.region for d in self.library.documents if d.region}
        return tuple(sorted(held, key=lambda r: r.adcode))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all documents, and the names they set in quotation marks (programmes, platforms, events)."""
        found = set()
        for clause_id in self._units:
            found |= {n for n in _QUOTED.findall(self._folded[clause_id]) if not n.isdigit() or len(n) >= 3}
        text = "\n".join(self._folded[i] for i in self._units)
        return Vocabulary(frozenset(found), text, areas_named(self.library.documents))

    def of_regions(self, adcodes: Iterable[str]) -> list[Document]:
        """Documents of any of these very regions."""
        wanted = set(adcodes)
        return [d for d in self.library.documents if d.region and d.region.adcode in wanted]

    def clauses_of(self, document_id: str) -> Sequence[Clause]:
        """A document's clauses in reading order."""
        return self._of_document.get(document_id, ())

    @cached_property
    def _articles(self) -> dict[str, list[Clause]]:
        found: dict[str, list[Clause]] = {}
        for clause in self.library.clauses:
            if clause.kind is ClauseKind.ARTICLE:
                found.setdefault(clause.document_id, []).append(clause)
        return found

    def articles_of(self, document_id: str) -> Sequence[Clause]:
        """A document's articles (第X条) in reading order."""
        return self._articles.get(document_id, ())

    def children(self, clause: Clause) -> Sequence[Clause]:
        """Direct sub-clauses in reading order."""
        return self._children.get(clause.id, ())

    def siblings(self, clause: Clause) -> Sequence[Clause]:
        """Clauses under the same parent, itself included (at the root: of the same document)."""
        group = self._children.get(clause.parent_id, ())
        return [c for c in group if c.document_id == clause.document_id]

    def unit(self, clause: Clause) -> Clause:
        """The clause that is cited for ``clause``: itself, or the one it is only a running part of."""
        while clause.id not in self._unit_ids and clause.parent_id:
            clause = self.clauses[clause.parent_id]
        return clause

    @cached_property
    def _unit_ids(self) -> frozenset[str]:
        return frozenset(self._units)

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
        return self._folded[clause.id]

    def _said(self, term: Term) -> frozenset[str]:
        """Ids of the citable clauses that say ``term``, in their text or above it in the path."""
        return frozenset(
            i for i in self._units if term.said_in(self._folded[i]) or term.said_in(fold("".join(self.clauses[i].path)))
        )

    def idf(self, term: Term) -> float:
        """Inverse document frequency over citable clauses, ln(1 + N/df); the largest there is for an unknown term."""
        count = len(self._units) or 1
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
        return [self.clauses[i] for i in self._units if self.clauses[i].document_id in wanted]

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
