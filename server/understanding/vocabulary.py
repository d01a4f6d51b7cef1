"""What understanding needs to know of the words a library uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``names`` are set in quotation marks by the documents (“人才飞地”): each is a term. ``texts`` is all they say."""

    names: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()

    def says(self, word: str) -> bool:
        """Whether any document uses ``word``."""
        return any(word in text for text in self.texts)
