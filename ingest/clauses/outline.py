"""Deciding which marks open a clause, and how deep: one pass over a document's lines.

No table says that 一、 stands above （一）. A mark kind not yet open becomes a child of what is open; one that is
open is continued, and everything deeper is closed. So the same mark can be the second level in one document
and the third in another. Only 编 › 分编 › 章 › 节 › 条 have the fixed order the law gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.clauses.markers import DIVISIONS, Mark, inline_marks, read_mark
from ingest.clauses.quotation import quoted_lines
from ingest.model import ClauseKind, Span
from ingest.normalize import Line

HEADING_LIMIT = 48
"""A first sentence longer than this many characters is the rule itself, not a heading."""

_LEGAL_ORDER = (*DIVISIONS, "条")
_SENTENCE_END = "。！？；;!?"
_LARGEST_GAP = 3
_CLOSING = re.compile(
    r"本(?:办法|意见|通知|规定|政策|若干政策|措施|条例|细则|方案|决定|公告|解释|规则)自.{0,30}(?:施行|执行|实施|生效)"
)


@dataclass(slots=True)
class Node:
    """A clause being built: own span [start, first child or end), label and heading as spans of the source."""

    kind: ClauseKind
    mark: Mark | None
    start: int
    label: Span | None
    heading: Span | None
    level: int
    parent: Node | None
    end: int
    children: list[Node] = field(default_factory=list)


def outline(lines: Sequence[Line], fronts: frozenset[int] = frozenset()) -> list[Node]:
    """Root nodes of the clause tree of one document.

    Args:
        lines: the document's non-blank lines, without furniture.
        fronts: indexes of lines that are title, 文号, 主送机关, signature or date: paragraphs at the root.
    """
    builder = _Builder()
    quoted = quoted_lines(lines)
    for index, line in enumerate(lines):
        if index in fronts:
            builder.front(line)
        elif index in quoted or (mark := read_mark(line.folded)) is None or not builder.accepts(mark):
            builder.paragraph(line)
        else:
            builder.numbered(line, mark)
    return builder.roots


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """All nodes in document order."""
    for node in nodes:
        yield node
        yield from walk(node.children)


class _Builder:
    def __init__(self) -> None:
        self.roots: list[Node] = []
        self.stack: list[Node] = []
        self.last: dict[str, int] = {}

    def accepts(self, mark: Mark) -> bool:
        """Whether the number fits what came before: it starts a sequence or goes on with one (small gaps allowed)."""
        if mark.number == 1 or mark.kind == "附件":
            return True
        open_number = next(
            (n.mark.number for n in reversed(self.stack) if n.mark and n.mark.kind == mark.kind), None
        )
        before = open_number if open_number is not None else self.last.get(mark.kind)
        if mark.kind == "条":
            return before is None or mark.number > before or (mark.number == before and mark.suffix > 0)
        if before is None:
            return mark.kind in _LEGAL_ORDER
        return before < mark.number <= before + _LARGEST_GAP

    def numbered(self, line: Line, mark: Mark) -> None:
        self._close_for(mark)
        start = line.span.start
        label = Span(start, start + mark.label_length)
        heading = _heading(line, mark)
        content = heading is None or heading.end - start < len(line.folded.rstrip("。:： "))
        if mark.kind in DIVISIONS or mark.kind == "附件":
            kind = ClauseKind.DIVISION
        elif mark.kind == "条":
            kind = ClauseKind.ARTICLE
        else:
            kind = ClauseKind.ITEM if content else ClauseKind.HEADING
        node = self._add(Node(kind, mark, start, label, heading, 0, None, line.span.end))
        self.stack.append(node)
        self.last[mark.kind] = mark.number
        if mark.kind == "附件":
            self.last = {"附件": mark.number}
        self._inline(node, line, mark.length)

    def paragraph(self, line: Line) -> None:
        while self.stack and not self._takes_paragraph(self.stack[-1], line):
            self.stack.pop()
        node = self._add(
            Node(ClauseKind.PARAGRAPH, None, line.span.start, None, None, 0, None, line.span.end)
        )
        self._inline(node, line, 0)

    def front(self, line: Line) -> None:
        self.stack.clear()
        self._add(Node(ClauseKind.FRONT, None, line.span.start, None, None, 0, None, line.span.end))

    def _takes_paragraph(self, node: Node, line: Line) -> bool:
        if node.mark is None or _CLOSING.match(line.folded):
            return False
        if node.kind in (ClauseKind.DIVISION, ClauseKind.ARTICLE, ClauseKind.HEADING):
            return True
        in_article = any(n.kind is ClauseKind.ARTICLE for n in self.stack)
        return node.heading is not None and not in_article

    def _close_for(self, mark: Mark) -> None:
        if mark.kind == "附件":
            self.stack.clear()
            return
        kinds = [n.mark.kind for n in self.stack if n.mark]
        if mark.kind in kinds:
            del self.stack[kinds.index(mark.kind) :]
        elif mark.kind in _LEGAL_ORDER:
            rank = _LEGAL_ORDER.index(mark.kind)
            while self.stack and self._closes(self.stack[-1], rank):
                self.stack.pop()

    @staticmethod
    def _closes(node: Node, rank: int) -> bool:
        kind = node.mark.kind if node.mark else ""
        if kind in _LEGAL_ORDER:
            return _LEGAL_ORDER.index(kind) >= rank
        # 一、 may stand above 条 (a heading), but an item of an article ends where a 章 begins.
        return node.kind is not ClauseKind.HEADING

    def _add(self, node: Node) -> Node:
        node.parent = self.stack[-1] if self.stack else None
        node.level = node.parent.level + 1 if node.parent else 1
        (node.parent.children if node.parent else self.roots).append(node)
        ancestor = node.parent
        while ancestor:
            ancestor.end = node.end
            ancestor = ancestor.parent
        return node

    def _inline(self, node: Node, line: Line, skip: int) -> None:
        offsets = inline_marks(line.folded, skip)
        if not offsets or offsets[0] <= skip:
            return
        ends = [*offsets[1:], len(line.folded)]
        for number, (start, end) in enumerate(zip(offsets, ends, strict=True), 1):
            at = line.span.start + start
            mark = Mark("一是", number, 2, 2)
            child = Node(
                ClauseKind.ITEM, mark, at, Span(at, at + 2), None, node.level + 1, node, line.span.start + end
            )
            node.children.append(child)


def _heading(line: Line, mark: Mark) -> Span | None:
    rest = line.folded[mark.length :]
    if not rest.strip():
        return None
    start = line.span.start + mark.length
    if mark.kind == "条":
        bracket = re.match(r"[(【\[]([^)】\]]{1,30})[)】\]]", rest)
        if bracket:
            return Span(start + bracket.start(1), start + bracket.end(1))
    if len(rest) <= HEADING_LIMIT and rest[-1] not in _SENTENCE_END + ",，":
        return Span(start, start + len(rest.rstrip("：: ")))
    if mark.kind in (*DIVISIONS, "附件"):
        return Span(start, line.span.end)
    stop = rest.find("。")
    if mark.kind == "条" or not 0 < stop <= HEADING_LIMIT or stop == len(rest) - 1:
        return None
    first = rest[:stop]
    return None if any(c in first for c in "；;：:") else Span(start, start + stop)
