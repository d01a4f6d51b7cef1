"""Cutting clauses into what is embedded: a clause, or sentence groups of a long one.

An article (条) is one unit with its paragraphs and items, because it is cited as one; so is a clause that ends
with a colon and the list it opens. A table's row is a chunk by itself. Other clauses stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.clauses.tables import header_of, named_cells
from ingest.model import Chunk, Clause, ClauseKind, Document, Region, Span
from ingest.normalize import FILLER, fold, shown, trim

CHUNK_CHARS = 360
"""Longest chunk, in characters: about 250 tokens, half of what the encoder reads, with room for the prefix."""

_LIST_END = ("；", ";", "，", ",", "、")
_TITLE_CHARS = 40
_splitter = RecursiveCharacterTextSplitter(
    separators=["\n", "。", "；", ";", "，", ",", ""],
    keep_separator="end",
    chunk_size=CHUNK_CHARS,
    chunk_overlap=0,
    add_start_index=True,
    strip_whitespace=False,
)


def chunk_document(document: Document, clauses: Sequence[Clause], text: str, plain: str = "") -> Iterator[Chunk]:
    """The chunks of one document in reading order.

    Args:
        text: the whole source text; ``plain`` is the same with its markup blanked, empty where there is none.
    """
    for chunk in _chunks(document, clauses, text, plain or text):
        clean = _clean(chunk.span.cut(plain)) if plain else chunk.text
        if clean:
            yield chunk if clean == chunk.text else replace(chunk, plain=clean)


def _clean(piece: str) -> str:
    """A piece of the text without fillers, and without the lines they alone stood on."""
    return "\n".join(line for line in map(str.strip, shown(piece).split("\n")) if line) if FILLER in piece else piece


def _chunks(document: Document, clauses: Sequence[Clause], text: str, plain: str) -> Iterator[Chunk]:
    children: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        children.setdefault(clause.parent_id, []).append(clause)
    columns = {
        clause.id: names
        for clause in clauses
        if clause.kind is ClauseKind.PARAGRAPH
        and clause.id in children
        and (names := header_of(shown(clause.span.cut(plain))))
    }
    swallowed: set[str] = set()
    for clause in clauses:
        if clause.parent_id in columns:
            yield from _row(document, clause, columns[clause.parent_id], text, plain)
            continue
        if clause.parent_id in swallowed:
            swallowed.add(clause.id)
            continue
        below = children.get(clause.id, [])
        if below and clause.kind in (ClauseKind.DIVISION, ClauseKind.HEADING):
            continue
        if below and not _is_unit(clause, below, plain):
            yield from _cut(document, clause, clause.span, [], text)
            continue
        if below:
            swallowed.add(clause.id)
        yield from _cut(document, clause, clause.extent, below, text)


def _is_unit(clause: Clause, below: Sequence[Clause], plain: str) -> bool:
    if clause.kind is ClauseKind.ARTICLE:
        return True
    same_line = "\n" not in plain[clause.span.start : below[-1].span.start]
    opens_list = fold(clause.span.cut(plain)).rstrip().endswith(":")
    return same_line or (opens_list and all(c.extent.cut(plain).endswith(_LIST_END) for c in below[:-1]))


def _row(document: Document, row: Clause, columns: Sequence[str], text: str, plain: str) -> Iterator[Chunk]:
    """A table's row, led by the names of the columns, without which its cells mean nothing."""
    named = named_cells(columns, shown(row.extent.cut(plain)))
    if len(named) > CHUNK_CHARS:
        named = "、".join(columns)[:CHUNK_CHARS]
    for chunk in _cut(document, row, row.extent, [], text):
        yield replace(chunk, prefix=f"{chunk.prefix}\n{named}")


def _cut(document: Document, clause: Clause, span: Span, below: Sequence[Clause], text: str) -> Iterator[Chunk]:
    prefix = _prefix(document.region, document.title, clause.path)
    for number, piece in enumerate(_pieces(span, [c.extent.start for c in below], text), 1):
        yield Chunk(f"{clause.id}@{number}", clause.id, clause.document_id, prefix, piece.cut(text), piece)


def _pieces(span: Span, breaks: Sequence[int], text: str) -> Iterator[Span]:
    """Sentence groups of at most CHUNK_CHARS, broken first where a sub-clause begins."""
    if span.end - span.start <= CHUNK_CHARS:
        yield span
        return
    edges = [span.start, *(b for b in breaks if span.start < b < span.end), span.end]
    group_start = edges[0]
    for left, right in zip(edges, edges[1:], strict=False):
        if right - group_start <= CHUNK_CHARS:
            continue
        if left > group_start:
            yield trim(text, group_start, left)
        group_start = left
        if right - left > CHUNK_CHARS:
            yield from _sentences(text, left, right)
            group_start = right
    if group_start < span.end:
        yield trim(text, group_start, span.end)


def _sentences(text: str, left: int, right: int) -> Iterator[Span]:
    for piece in _splitter.create_documents([text[left:right]]):
        start = left + piece.metadata["start_index"]
        span = trim(text, start, start + len(piece.page_content))
        if span.end > span.start:
            yield span


def _prefix(region: Region | None, title: str, path: Sequence[str]) -> str:
    names = [region.name] if region else []
    return "｜".join([*names, title, *(step[:_TITLE_CHARS] for step in path)])
