"""Sentences and their parts, as spans of a clause's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.clauses.markers import read_mark
from ingest.model import Clause, Span
from ingest.normalize import fold, trim
from server.understanding.quantities import Quantity, find_quantities

_BRACKETED = r"[(（][^()（）\n]*[)）]"
_SENTENCE = re.compile(rf"(?:{_BRACKETED}|[^。！？!?；;\n])*[。！？!?；;\n]?")
_THOUSANDS = r"(?<=\d)[,，](?=\d{3}(?!\d))"
_PART = re.compile(rf"(?:{_BRACKETED}|{_THOUSANDS}|[^，,。！？!?；;\n])*[，,。！？!?；;\n]?")
_TRAILING_ROLES = re.compile(r"[(][^()]*(?:单位|部门|牵头|负责|配合)[^()]*[)]\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause. ``span`` lies in ``clause.text``; quantities' spans lie in the sentence."""

    clause: Clause
    span: Span
    text: str
    folded: str
    quantities: tuple[Quantity, ...]
    position: int
    opener: str = ""
    """The words that open the list this sentence is an item of (有下列情形之一的，应当认定为工伤：), else empty."""

    def source_span(self, part: Span | None = None) -> Span:
        """The sentence's (or a part's) place in the source text."""
        start = self.clause.extent.start + self.span.start
        return Span(start + part.start, start + part.end) if part else Span(start, start + len(self.text))


@lru_cache(maxsize=8192)
def sentences(clause: Clause) -> tuple[Sentence, ...]:
    """The sentences of ``clause.text``: at 。！？ and ； outside brackets; label and heading are left out."""
    text = clause.text
    begin = _body_start(clause)
    result: list[Sentence] = []
    opener = ""
    for match in _SENTENCE.finditer(text, begin):
        span = trim(text, *match.span())
        if span.end > span.start and any(c.isalnum() for c in without_roles(span.cut(text))):
            is_item = bool(opener) and read_mark(fold(span.cut(text))) is not None
            result.append(_sentence(clause, span, len(result), opener if is_item else ""))
            if result[-1].folded.endswith(":"):
                opener = result[-1].text
            elif not is_item and result[-1].folded.endswith("。"):
                opener = ""
    return tuple(result) or (_sentence(clause, Span(0, len(text)), 0, ""),)


def _sentence(clause: Clause, span: Span, position: int, opener: str) -> Sentence:
    text = span.cut(clause.text)
    return Sentence(clause, span, text, fold(text).lower(), tuple(find_quantities(text)), position, opener)


def _body_start(clause: Clause) -> int:
    text = clause.text
    start = 0
    if clause.heading and not _opens_list(clause):
        at = text.find(clause.heading)
        start = at + len(clause.heading) if at >= 0 else 0
    elif clause.label:
        start = len(clause.label)
    while start < len(text) and text[start] in " 。.、：:，,　\t":
        start += 1
    return start if start < len(text) else 0


def _opens_list(clause: Clause) -> bool:
    """Whether what was read as a heading is the first half of a sentence: …有下列情形之一的：."""
    at = clause.text.find(clause.heading) + len(clause.heading)
    return clause.text[at : at + 1] in "：:" and bool(clause.text[at + 1 :].strip())


def parts(text: str) -> list[Span]:
    """Comma-separated parts of a sentence, each with the mark that ends it."""
    return [Span(*m.span()) for m in _PART.finditer(text) if m.group().strip()]


def without_roles(text: str) -> str:
    """``text`` without a closing （牵头单位：…）."""
    match = _TRAILING_ROLES.search(fold(text))
    return text[: match.start()].rstrip() if match else text
