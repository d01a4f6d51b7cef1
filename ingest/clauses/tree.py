"""From an outline to the clauses of a document: ids, titles, paths, verbatim texts, departments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.clauses.node import Node, walk
from ingest.clauses.outline import outline
from ingest.clauses.path import steps
from ingest.metadata.departments import departments
from ingest.model import Clause, ClauseKind, Department, Span
from ingest.normalize import Line, shown, trim

_OPENING = 20
_OPENING_STOP = re.compile(r"[。；;：:]")


def build_clauses(
    document_id: str, text: str, plain: str, lines: Sequence[Line], fronts: frozenset[int]
) -> tuple[Clause, ...]:
    """The clauses of one document in reading order.

    Args:
        text: the whole source text all offsets refer to; ``plain`` is the same with its markup blanked.
        lines: the document's lines; ``fronts`` are indexes into them.
    """
    roots = outline(lines, fronts)
    marks = Counter((n.mark.kind, n.mark.number, n.mark.suffix) for n in walk(roots) if n.mark)
    clauses: list[Clause] = []
    _collect(document_id, text, plain, roots, None, (), marks, clauses)
    return tuple(clauses)


def _collect(
    document_id: str,
    text: str,
    plain: str,
    siblings: Sequence[Node],
    parent: str | None,
    above: tuple[str, ...],
    marks: Counter[tuple[str, int, int]],
    out: list[Clause],
) -> None:
    for node, step in zip(siblings, steps(siblings), strict=True):
        clause_id = f"{parent}.{step}" if parent else f"{document_id}:{step}"
        own_end = node.children[0].start if node.children else node.end
        own = trim(plain, node.start, own_end)
        extent = trim(plain, node.start, node.end)
        title = _title(plain, node, own)
        path = (*above, title)
        mark = node.mark
        clause = Clause(
            id=clause_id,
            document_id=document_id,
            parent_id=parent,
            kind=node.kind,
            level=len(path),
            label=node.label.cut(text) if node.label else "",
            heading=_joined(node.heading.cut(plain)) if node.heading else "",
            title=title,
            path=path,
            text=extent.cut(text),
            span=own,
            extent=extent,
            ordinal=mark.number if node.label and mark else None,
            unique_ordinal=node.label is not None
            and mark is not None
            and marks[mark.kind, mark.number, mark.suffix] == 1,
            departments=_departments(plain, node, extent),
        )
        out.append(clause)
        _collect(document_id, text, plain, node.children, clause_id, path, marks, out)


def _departments(text: str, node: Node, extent: Span) -> tuple[Department, ...]:
    if node.kind in (ClauseKind.DIVISION, ClauseKind.HEADING, ClauseKind.FRONT):
        return ()
    return departments(extent.cut(text), extent.start)


_LINE_BREAK = re.compile(r"\s*[\r\n]\s*(?:#+\s*)?")


def _joined(heading: str) -> str:
    """A heading that was broken over two lines, in one."""
    return shown(_LINE_BREAK.sub("", heading))


def _title(plain: str, node: Node, own: Span) -> str:
    if node.heading and node.label:
        gap = plain[node.label.end : node.heading.start]
        apart = " " if "\n" in gap else shown(gap)
        return (node.label.cut(plain) + apart + _joined(node.heading.cut(plain))).strip()
    if node.heading:
        return _joined(node.heading.cut(plain))
    if node.label and node.kind in (ClauseKind.ARTICLE, ClauseKind.DIVISION):
        return node.label.cut(plain)
    opening = shown(own.cut(plain))[: _OPENING + (node.label.end - node.label.start if node.label else 0)]
    stop = _OPENING_STOP.search(opening)
    return opening[: stop.end()] if stop else opening.split("\n")[0]
