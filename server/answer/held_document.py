"""What answering needs to find out of one document: it depends on nothing else, so it is found out once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ingest.model import Clause, ClauseKind, Region
from ingest.normalize import fold
from ingest.parts import Part
from server.understanding.area import areas_of
from server.understanding.terms import Term

_QUOTED = re.compile(r"“([^“”,，。、;；]{3,12})”")


class HeldDocument:
    """One document with its clauses, looked up by parent; shared by all snapshots and views that hold it unchanged."""

    def __init__(self, part: Part) -> None:
        self.part = part
        by_id = {clause.id: clause for clause in part.clauses}
        self.units: dict[str, Clause] = {chunk.clause_id: by_id[chunk.clause_id] for chunk in part.chunks}
        """The citable clauses in reading order, by id."""
        self.in_order = tuple(self.units.values())
        self.children: dict[str | None, list[Clause]] = {}
        """Clauses by the id of their parent, in reading order; ``None``: those at the root."""
        for clause in part.clauses:
            self.children.setdefault(clause.parent_id, []).append(clause)
        self.articles = [clause for clause in part.clauses if clause.kind is ClauseKind.ARTICLE]
        self.folded = {clause.id: fold(clause.text).lower() for clause in part.clauses}
        """The clauses' texts, folded and in lower case; as long as the texts themselves."""

    @cached_property
    def names(self) -> frozenset[str]:
        """What the document sets in quotation marks (programmes, platforms, events)."""
        found = (name for i in self.units for name in _QUOTED.findall(self.folded[i]))
        return frozenset(name for name in found if not name.isdigit() or len(name) >= 3)

    @cached_property
    def areas(self) -> dict[str, Region]:
        """Places its title names that are no division, with the region they lie in."""
        return areas_of(self.part.document)

    @cached_property
    def said(self) -> str:
        """All that its citable clauses say."""
        return "\n".join(self.folded[i] for i in self.units)

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {i: fold("".join(clause.path)) for i, clause in self.units.items()}

    def saying(self, term: Term) -> Iterator[str]:
        """Ids of the citable clauses that say ``term``, in their text or above it in the path."""
        return (i for i in self.units if term.said_in(self.folded[i]) or term.said_in(self._paths[i]))
