"""The domain lexicon: colloquial words and abbreviations, and the terms policy documents use for them.

A *concept* is a set of ways to say one thing; its first way is the documents' own. Two texts share a concept when
each contains some way of saying it, so 头一回评上高企 meets 首次通过高新技术企业认定.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from ingest.normalize import fold

Kind = Literal["entities", "actions", "everyday", "levels"]


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: its formal ``name`` and every way to say it, longest first."""

    name: str
    kind: Kind
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts by the words that say them, and cities by their nicknames."""

    concepts: tuple[Concept, ...]
    nicknames: dict[str, str]
    by_way: dict[str, tuple[Concept, ...]]
    pattern: re.Pattern[str]
    stop: frozenset[str]
    """Words without content of their own."""
    domain: frozenset[str]
    """Common matters of public policy: a question that names one is on topic, even if nothing is held on it."""

    def find(self, folded: str) -> list[tuple[re.Match[str], tuple[Concept, ...]]]:
        """Concepts said in a folded text, left to right, longest way first, never overlapping."""
        return [(m, self.by_way[m.group()]) for m in self.pattern.finditer(folded)]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    data = tomllib.loads((files("server.understanding") / "lexicon.toml").read_text("utf-8"))
    concepts: list[Concept] = []
    kinds: tuple[Kind, ...] = ("entities", "actions", "everyday", "levels")
    for kind in kinds:
        for ways in data[kind]["terms"]:
            folded = tuple(fold(way) for way in ways)
            concepts.append(Concept(folded[0], kind, tuple(sorted(folded, key=len, reverse=True))))
    by_way: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts:
        for way in concept.ways:
            by_way[way] = (*by_way.get(way, ()), concept)
    pattern = re.compile("|".join(sorted(map(re.escape, by_way), key=len, reverse=True)))
    return Lexicon(
        tuple(concepts),
        dict(data["nicknames"]),
        by_way,
        pattern,
        frozenset(data["stop"]["words"]),
        frozenset(data["domain"]["words"]),
    )
