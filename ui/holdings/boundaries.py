"""The clause tree of a document next to its source text, cut where the clauses begin and end; as HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from server.contract import ClauseNode, SourceText

_UNPLACED = "未归入条款"


def tree_beside_source(clauses: Sequence[ClauseNode], source: SourceText) -> str:
    """Both, side by side. Every character of the document's part of the text is shown, in a clause or outside any."""
    if not clauses:
        return '<div class="pq-box"><p>这份文件里没有读出条款。</p></div>'
    numbers = {clause.id: number for number, clause in enumerate(clauses)}
    text = "".join(piece.text for piece in source.pieces)
    return (
        '<div class="pq-split"><nav class="pq-tree" aria-label="条款树" tabindex="0">'
        f"{_branch(_children(clauses), None, numbers)}</nav>"
        '<div class="pq-bounds" role="region" aria-label="原文与条款边界" tabindex="0">'
        f"{_pieces(clauses, numbers, text, source.first)}</div></div>"
    )


def pieces_of(clauses: Sequence[ClauseNode], first: int, last: int) -> list[tuple[int, int, int | None]]:
    """``[first, last)`` cut at every beginning and end of a clause.

    Each piece is its start, its end, and the number of the innermost clause that covers it, ``None`` outside any.
    """
    cuts = {first, last}
    for clause in clauses:
        cuts.update(point for point in (clause.start, clause.end) if first < point < last)
    ordered = sorted(cuts)
    opening: dict[int, list[int]] = defaultdict(list)
    for number, clause in enumerate(clauses):
        opening[max(clause.start, first)].append(number)
    pieces = []
    covering: list[int] = []
    for start, end in zip(ordered, ordered[1:], strict=False):
        covering = [number for number in covering if clauses[number].end > start]
        covering += (number for number in opening[start] if clauses[number].end > start)
        pieces.append((start, end, covering[-1] if covering else None))
    return pieces


def _pieces(clauses: Sequence[ClauseNode], numbers: dict[str, int], text: str, first: int) -> str:
    begins = min(clause.start for clause in clauses)
    ends = max(clause.end for clause in clauses)
    begun: set[int] = set()
    shown = []
    for start, end, number in pieces_of(clauses, begins, min(ends, first + len(text))):
        words = escape(text[start - first : end - first])
        if number is None:
            # Blank lines between clauses are no loss worth pointing at.
            name = f'<span class="pq-bound-name">{_UNPLACED}</span>' if words.strip() else ""
            shown.append(f'<span class="pq-bound pq-bound-none">{name}{words}</span>')
            continue
        clause = clauses[number]
        head = ""
        if number not in begun:
            begun.add(number)
            head = f'<span class="pq-bound-name">{escape(_name(clause))}</span>'
        at = f' id="pq-bound-{number}"' if head else ""
        shown.append(f'<span class="pq-bound" data-clause="{number}"{at}>{head}{words}</span>')
    return f'<div class="pq-fulltext">{"".join(shown)}</div>'


def _children(clauses: Sequence[ClauseNode]) -> dict[str | None, list[ClauseNode]]:
    known = {clause.id for clause in clauses}
    children: dict[str | None, list[ClauseNode]] = defaultdict(list)
    for clause in clauses:
        children[clause.parent_id if clause.parent_id in known else None].append(clause)
    return children


def _branch(children: dict[str | None, list[ClauseNode]], parent: str | None, numbers: dict[str, int]) -> str:
    items = "".join(
        f'<li><button type="button" class="pq-node" data-node="{numbers[clause.id]}">{escape(clause.title)}</button>'
        f"{_branch(children, clause.id, numbers)}</li>"
        for clause in children.get(parent, ())
    )
    return f"<ul>{items}</ul>" if items else ""


def _name(clause: ClauseNode) -> str:
    return clause.label or _KINDS.get(clause.kind, "段")


_KINDS = {"front": "文首文尾", "heading": "标题", "division": "标题", "paragraph": "段"}
