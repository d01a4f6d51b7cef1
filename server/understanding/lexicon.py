"""The domain lexicon: colloquial words and abbreviations, and the terms policy documents use for them.

A *concept* is a set of ways to say one thing; its first way is the documents' own. Two texts share a concept when
each contains some way of saying it, so 头一回评上高企 meets 首次通过高新技术企业认定.

``lexicon.toml`` has a concept a line, its ways separated by spaces. A way marked ``~`` is read in questions only:
老板 asks about the 用人单位, but a document that says 老板 means no employer.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from ingest.normalize import fold

Kind = Literal["entities", "actions", "everyday", "levels"]

_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_ASCII_WORD: Final = frozenset(string.ascii_lowercase + string.digits)


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning, by its formal ``name``. All ways are folded, in lower case, longest first."""

    name: str
    kind: Kind
    ways: tuple[str, ...]
    """Every way documents may say it; questions too."""
    asked: tuple[str, ...] = ()
    """Further ways only an asker says it."""
    inside: tuple[str, ...] = ()
    """Words that contain a way of it by accident (以上市场 is no 上市)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A way of saying something, found in a text."""

    way: str
    at: int

    def start(self) -> int:
        """Offset of its first character."""
        return self.at

    def end(self) -> int:
        """Offset behind its last character."""
        return self.at + len(self.way)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts by the words that say them, and cities by their nicknames."""

    concepts: tuple[Concept, ...]
    nicknames: dict[str, str]
    by_way: dict[str, tuple[Concept, ...]]
    traps: frozenset[str]
    """Words that contain a way by accident: passed over as a whole."""
    lengths: dict[str, tuple[int, ...]]
    """Lengths of the ways and traps that begin with a character, longest first."""
    stop: frozenset[str]
    """Words without content of their own."""
    domain: frozenset[str]
    """Common matters of public policy: a question that names one is on topic, even if nothing is held on it."""

    def find(self, folded: str) -> list[tuple[Said, tuple[Concept, ...]]]:
        """Concepts said in a folded text, left to right, longest way first, never overlapping."""
        text = folded.translate(_LOWER)
        found = []
        at = 0
        while at < len(text):
            way = self._longest(text, at)
            if way in self.by_way:
                found.append((Said(way, at), self.by_way[way]))
            at += len(way) or 1
        return found

    def _longest(self, text: str, at: int) -> str:
        for length in self.lengths.get(text[at], ()):
            way = text[at : at + length]
            if (way in self.by_way or way in self.traps) and not _cuts_ascii(text, at, at + length):
                return way
        return ""


def _cuts_ascii(text: str, start: int, end: int) -> bool:
    """Whether a Latin word goes on past the edges of a part (AI in MAIL)."""
    edges = ((start - 1, start), (end - 1, end))
    return any(
        left >= 0 and right < len(text) and text[left] in _ASCII_WORD and text[right] in _ASCII_WORD
        for left, right in edges
    )


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    data = tomllib.loads((files("server.understanding") / "lexicon.toml").read_text("utf-8"))
    traps = frozenset(_words(data["traps"]))
    inside = _contained(traps)
    concepts = tuple(
        _concept(row, kind, inside)
        for kind in get_args(Kind)
        for rows in data[kind].values()
        for row in rows.strip().split("\n")
    )
    by_way: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts:
        for way in (*concept.ways, *concept.asked):
            by_way[way] = (*by_way.get(way, ()), concept)
    lengths: dict[str, set[int]] = {}
    for way in (*by_way, *traps):
        lengths.setdefault(way[0], set()).add(len(way))
    return Lexicon(
        concepts,
        dict(data["nicknames"]),
        by_way,
        traps,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        frozenset(_words(data["stop"])),
        frozenset(_words(data["domain"])),
    )


def _concept(row: str, kind: Kind, inside: dict[str, tuple[str, ...]]) -> Concept:
    said = [fold(way).translate(_LOWER) for way in row.split()]
    ways = tuple(sorted((way for way in said if way[0] != "~"), key=len, reverse=True))
    asked = tuple(sorted((way[1:] for way in said if way[0] == "~"), key=len, reverse=True))
    traps = dict.fromkeys(trap for way in ways for trap in inside.get(way, ()) if trap not in ways)
    return Concept(said[0], kind, ways, asked, tuple(traps))


def _contained(traps: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Traps by every part of them."""
    found: dict[str, tuple[str, ...]] = {}
    for trap in sorted(traps):
        for part in {trap[i:j] for i in range(len(trap)) for j in range(i + 1, len(trap) + 1)}:
            found[part] = (*found.get(part, ()), trap)
    return found


def _words(groups: dict[str, str]) -> Iterator[str]:
    for words in groups.values():
        yield from map(fold, words.split())
