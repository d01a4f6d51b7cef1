"""A clause while the tree is being built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.clauses.markers import Mark
from ingest.model import ClauseKind, Span


@dataclass(slots=True)
class Node:
    """A clause being built: own span [start, first child or end), label and heading as spans of the source.

    ``depth`` is that of the Markdown heading the line was, else 0.
    """

    kind: ClauseKind
    mark: Mark | None
    start: int
    label: Span | None
    heading: Span | None
    parent: Node | None
    end: int
    depth: int = 0
    children: list[Node] = field(default_factory=list)


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """All nodes in document order."""
    for node in nodes:
        yield node
        yield from walk(node.children)
