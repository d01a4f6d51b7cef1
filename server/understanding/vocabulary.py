"""What understanding needs to know of the words a library uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.model import Region


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``names`` are set in quotation marks by the documents (“人才飞地”): each is a term. ``texts`` is all they say."""

    names: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    areas: Mapping[str, Region] = field(default_factory=dict)
    """Places that are no division, by name, with the region they lie in (:mod:`server.understanding.area`)."""

    def says(self, word: str) -> bool:
        """Whether any document uses ``word``."""
        return any(word in text for text in self.texts)
