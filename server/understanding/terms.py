"""The content words of a question: what has to be found in a clause for it to be about the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import rjieba

from ingest.normalize import fold
from server.understanding.lexicon import load_lexicon

_USELESS = re.compile(r"几|哪|多少|什么|谁|啥|^[这那]|^[\W\d_a-z]$|^\d+(?:\.\d+)?$|^(?:19|20)\d\d年?$")

TermKind = Literal["entities", "actions", "everyday", "levels", "word"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: ``ways`` are all the ways documents may say it."""

    text: str
    ways: tuple[str, ...]
    kind: TermKind
    inside: tuple[str, ...] = ()
    """Longer terms that only contain it by their letters (博士后 is no 博士)."""

    def said_in(self, folded: str) -> bool:
        """Whether a folded text says it in any way."""
        if not any(way in folded for way in self.ways):
            return False
        # 非居民用户 is no 居民用户.
        for longer in (*self.inside, *(f"非{way}" for way in self.ways if f"非{way}" in folded)):
            folded = folded.replace(longer, " ")
        return any(way in folded for way in self.ways)


def read_terms(folded: str, names: frozenset[str] = frozenset()) -> tuple[Term, ...]:
    """Terms of a folded question (regions already taken out), in order, each once.

    Lexicon concepts come first and whole (高企 is one term, not two characters); what lies between them is cut into
    words, and words without content are dropped.
    """
    found: dict[str, Term] = {}
    for name in sorted(names, key=len, reverse=True):
        if name in folded:
            found[name] = Term(name, (name,), "entities")
            folded = folded.replace(name, " ")
    position = 0
    for match, concepts in load_lexicon().find(folded):
        _words(folded[position : match.start()], found)
        for concept in concepts:
            known = found.get(concept.name)
            ways = concept.ways if known is None else known.ways
            found[concept.name] = Term(concept.name, ways, concept.kind, concept.inside)
        position = match.end()
    _words(folded[position:], found)
    return tuple(found.values())


def _words(text: str, found: dict[str, Term]) -> None:
    lexicon = load_lexicon()
    for word in rjieba.cut(text):
        word = fold(word).strip().lower()
        if not word or word in lexicon.stop or _USELESS.search(word) or not any(c.isalnum() for c in word):
            continue
        if len(word) == 1 and not word.isdigit():
            continue
        found.setdefault(word, Term(word, (word,), "word", _longer(word)))


@cache
def _longer(word: str) -> tuple[str, ...]:
    entities = (way for concept in load_lexicon().concepts if concept.kind == "entities" for way in concept.ways)
    return tuple(way for way in entities if word in way and word != way and not way.endswith(word))
