"""Rules told by reference: 违反本条例第十七条第二款规定的，处… says what it punishes only in the clause it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Clause, ClauseKind
from ingest.normalize import fold
from ingest.numerals import CHINESE_NUMERAL, read_integer
from server.answer.holdings import Holdings

_N = rf"(?:[0-9]{{1,4}}|{CHINESE_NUMERAL})"
_REFERENCE = re.compile(
    rf"本(?:条例|办法|规定|法|细则|实施细则|决定|规则)第(?P<article>{_N})条"
    rf"(?P<parts>(?:第{_N}[款项]|[、,和或及至]|或者|以及)*)"
)
_PART = re.compile(rf"第(?P<n>{_N})(?P<kind>[款项])")
_ITEM = re.compile(rf"^\s*[(](?P<n>{_N})[)]")


def referred_text(folded: str, document_id: str, holdings: Holdings) -> str:
    """The folded text of the articles, 款 and 项 of the same document that a folded sentence names; "" for none."""
    return "\n".join(
        text
        for match in _REFERENCE.finditer(folded)
        if (article := _article(match["article"], document_id, holdings)) is not None
        for text in _parts(holdings.folded(article), match["parts"])
    )


def referring(clauses: Sequence[Clause], holdings: Holdings) -> list[Clause]:
    """The articles that punish or complete one of these articles: those of the same document that name it by number."""
    found: dict[str, Clause] = {}
    for clause in clauses:
        if clause.kind is not ClauseKind.ARTICLE or clause.ordinal is None:
            continue
        for other in holdings.articles_of(clause.document_id):
            numbers = {read_integer(m["article"]) for m in _REFERENCE.finditer(holdings.folded(other))}
            if clause.ordinal in numbers and other.id != clause.id:
                found[other.id] = other
    return list(found.values())


def _article(number: str, document_id: str, holdings: Holdings) -> Clause | None:
    wanted = read_integer(number)
    return next((c for c in holdings.articles_of(document_id) if c.ordinal == wanted), None)


def _parts(article: str, parts: str) -> list[str]:
    """The 款 and 项 named, or the whole article where none is (or the numbering cannot be followed)."""
    paragraphs: list[list[str]] = []
    for line in article.split("\n"):
        if _ITEM.match(line) and paragraphs:
            paragraphs[-1].append(line)
        elif line.strip():
            paragraphs.append([line])
    found: list[str] = []
    current = paragraphs[0] if paragraphs else []
    for match in _PART.finditer(parts):
        number = read_integer(match["n"]) or 0
        if match["kind"] == "款":
            if not 1 <= number <= len(paragraphs):
                return [article]
            current = paragraphs[number - 1]
            found.append("\n".join(current))
        else:
            item = next((i for i in current[1:] if (m := _ITEM.match(i)) and read_integer(m["n"]) == number), None)
            if item is None:
                return [article]
            # An item narrows the 款 named just before it.
            found = [f for f in found if f != "\n".join(current)] + [f"{current[0]}{fold(item)}"]
    return found or [article]
