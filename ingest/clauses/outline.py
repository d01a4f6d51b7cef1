"""Deciding which marks open a clause, and how deep: one pass over a document's lines.

No table says that 一、 stands above （一）. A mark kind not yet open becomes a child of what is open; one that is
open is continued, and everything deeper is closed. So the same mark can be the second level in one document
and the third in another. Only 编 › 分编 › 章 › 节 › 条 have the fixed order the law gives them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clauses.heading import heading_of, is_sentence, is_unnumbered_heading
from ingest.clauses.keyed import with_keyed_headings
from ingest.clauses.lookahead import Surroundings
from ingest.clauses.markers import DIVISIONS, LEGAL_ORDER, Mark, inline_marks, read_mark
from ingest.clauses.node import Node
from ingest.clauses.quotation import quoted_lines
from ingest.clauses.tables import Table, find_tables
from ingest.model import ClauseKind, Span
from ingest.normalize import Line

_LARGEST_GAP = 3
_WORD_HEADING = "题"
_WORD_MARK = Mark(_WORD_HEADING, 0, 0, 0)
_SUMS_UP = re.compile(r"(?:以上|上述)(?!级|学历|职称)")
_CLOSING = re.compile(
    r"本(?:办法|意见|通知|规定|政策|若干政策|措施|条例|细则|方案|决定|公告|解释|规则)自.{0,30}(?:施行|执行|实施|生效)"
)


def outline(lines: Sequence[Line], fronts: frozenset[int] = frozenset()) -> list[Node]:
    """Root nodes of the clause tree of one document.

    Args:
        lines: the document's non-blank lines, without furniture.
        fronts: indexes of lines that are title, 文号, 主送机关, signature or date: paragraphs at the root.
    """
    lines = with_keyed_headings(lines, fronts)
    quoted = quoted_lines(lines)
    marks = [None if index in fronts or index in quoted else read_mark(line.folded) for index, line in enumerate(lines)]
    tables = find_tables(lines, fronts)
    table_end = 0
    builder = _Builder()
    for index, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if index < table_end:
            continue
        around = Surroundings(lines, marks, index)
        if index in tables:
            builder.table(tables[index], line)
            table_end = tables[index].last
        elif index in fronts:
            builder.front(line)
        elif index in quoted:
            builder.quoted(line)
        elif mark is not None and builder.accepts(mark, line, around):
            builder.numbered(line, mark)
        elif builder.goes_on_with_heading(line, mark, around):
            builder.extend_heading(line)
        elif mark is None and is_unnumbered_heading(line):
            builder.heading(line)
        else:
            builder.paragraph(line)
    return builder.roots


class _Builder:
    def __init__(self) -> None:
        self.roots: list[Node] = []
        self.stack: list[Node] = []
        self.last: dict[str, int] = {}
        self.previous: dict[str, Node] = {}
        self.newest: Node | None = None
        self.opener: Node | None = None
        """A paragraph of an article, just read, that ends with a colon: the items that follow are its own."""

    def accepts(self, mark: Mark, line: Line, around: Surroundings) -> bool:
        """Whether the number fits what is before and after: it starts a sequence or goes on with one."""
        if mark.kind in DIVISIONS:
            return line.depth > 0 or not is_sentence(line.folded[mark.length :])
        if mark.kind == "附件" or (mark.number == 1 and mark.kind != "条"):
            return True
        before = self.last.get(mark.kind)
        if mark.kind == "条":
            return self._accepts_article(mark, before, around)
        if before is not None and before < mark.number <= before + _LARGEST_GAP:
            return True
        return around.in_list() or around.next_number(mark.kind) == mark.number + 1

    def _accepts_article(self, mark: Mark, before: int | None, around: Surroundings) -> bool:
        if before is None or (mark.number == before and mark.suffix > 0):
            return True
        after = around.next_number("条")
        if mark.number <= before:
            return mark.number == 1 and after == 2
        # 第二百条 between 第五条 and 第六条 is a reference that happens to begin a line.
        return mark.number <= before + _LARGEST_GAP or after is None or not before < after < mark.number

    def numbered(self, line: Line, mark: Mark) -> None:
        """A line that opens a numbered clause."""
        self._close_for(mark, line.depth)
        start = line.span.start
        label = Span(start, start + mark.label_length)
        heading = heading_of(line, mark)
        content = heading is None or heading.end - start < len(line.folded.rstrip("。:： "))
        if mark.kind in DIVISIONS or mark.kind == "附件":
            kind = ClauseKind.DIVISION
        elif mark.kind == "条":
            kind = ClauseKind.ARTICLE
        elif self._in_article():
            kind, heading = ClauseKind.ITEM, None
        else:
            kind = ClauseKind.ITEM if content else ClauseKind.HEADING
        if self.opener is not None and kind is ClauseKind.ITEM and self.opener.parent in self.stack[-1:]:
            self.stack.append(self.opener)
        node = self._add(Node(kind, mark, start, label, heading, None, line.span.end, line.depth))
        self.stack.append(node)
        self.last[mark.kind] = mark.number
        self.previous[mark.kind] = node
        if mark.kind == "附件":
            self.last.clear()
        self._inline(node, line, mark.length)

    def heading(self, line: Line) -> None:
        """A heading without a number (序言, 附则, or one marked as such in the source)."""
        if line.depth:
            while self.stack and not 0 < self.stack[-1].depth < line.depth:
                self.stack.pop()
        else:
            self._close_for(_WORD_MARK, 0)
        kind = ClauseKind.HEADING if line.depth else ClauseKind.DIVISION
        node = Node(kind, _WORD_MARK, line.span.start, None, line.span, None, line.span.end, line.depth)
        self.stack.append(self._add(node))

    def goes_on_with_heading(self, line: Line, mark: Mark | None, around: Surroundings) -> bool:
        """Whether ``line`` is the (rest of the) heading of the division on the line before."""
        node = self.newest
        if node is None or node.kind is not ClauseKind.DIVISION or mark is not None or node.mark is None:
            return False
        if is_sentence(line.folded) or line.folded.startswith("|"):
            return False
        if node.heading is None or node.mark.kind not in DIVISIONS:
            return node.heading is None
        if is_unnumbered_heading(line):
            return False
        inner = around.next_division(node.mark.kind)
        # Where the next section is 第二节, the line is what is left of the heading of 第一节.
        return around.next_is_clause() and (inner is None or inner.number == 1)

    def extend_heading(self, line: Line) -> None:
        """Add ``line`` to the heading of the division on the line before; ``ValueError`` where there is none."""
        node = self.newest
        if node is None:
            raise ValueError("no division is open")
        node.heading = Span(node.heading.start if node.heading else line.span.start, line.span.end)
        ancestor: Node | None = node
        while ancestor:
            ancestor.end = line.span.end
            ancestor = ancestor.parent

    def paragraph(self, line: Line) -> None:
        """A line that opens no numbered clause."""
        if self.stack and self.stack[-1] is self.newest and self._is_summed_up(self.stack[-1], line):
            self.stack.pop()
        while self.stack and not self._takes_paragraph(self.stack[-1], line):
            self.stack.pop()
        node = self._add(Node(ClauseKind.PARAGRAPH, None, line.span.start, None, None, None, line.span.end))
        self._inline(node, line, 0)
        if line.folded.endswith(":") and node.parent and node.parent.kind is ClauseKind.ARTICLE:
            self.opener = node

    def quoted(self, line: Line) -> None:
        """A line of a quotation begun on an earlier line: new wording that the clause which is open prescribes."""
        self._add(Node(ClauseKind.PARAGRAPH, None, line.span.start, None, None, None, line.span.end))

    def table(self, table: Table, line: Line) -> None:
        """A table: under the item before it if that one announces it, else where a paragraph would stand."""
        while self.stack and not table.announced and not self._takes_paragraph(self.stack[-1], line):
            self.stack.pop()
        kind = ClauseKind.PARAGRAPH
        node = self._add(Node(kind, None, table.span.start, None, table.heading, None, table.span.end))
        node.children = [Node(kind, None, row.span.start, None, row.name, node, row.span.end) for row in table.rows]

    def front(self, line: Line) -> None:
        """A line of the head or foot of the document."""
        self.stack.clear()
        self._add(Node(ClauseKind.FRONT, None, line.span.start, None, None, None, line.span.end))

    def _in_article(self) -> bool:
        return any(node.kind is ClauseKind.ARTICLE for node in self.stack)

    def _takes_paragraph(self, node: Node, line: Line) -> bool:
        heads = node is self.newest and node.kind in (ClauseKind.DIVISION, ClauseKind.HEADING)
        if node.mark is None or (_CLOSING.match(line.folded) and not heads):
            return False
        if node.kind in (ClauseKind.DIVISION, ClauseKind.ARTICLE, ClauseKind.HEADING):
            return True
        return node.heading is not None

    def _close_for(self, mark: Mark, depth: int) -> None:
        if mark.kind == "附件":
            self.stack.clear()
            return
        kinds = [node.mark.kind if node.mark else None for node in self.stack]
        before = self.previous.get(mark.kind)
        if mark.kind in kinds:
            del self.stack[kinds.index(mark.kind) :]
        elif mark.kind not in LEGAL_ORDER and before is not None and self._goes_on(mark, before):
            while self.stack and self.stack[-1] is not before.parent:
                self.stack.pop()
        elif mark.kind in LEGAL_ORDER or mark.kind == _WORD_HEADING:
            rank = LEGAL_ORDER.index("章" if mark.kind == _WORD_HEADING else mark.kind)
            while self.stack and self._closes(self.stack[-1], rank, depth):
                self.stack.pop()
        elif depth:
            while self.stack and self._is_word_heading(self.stack[-1]) and self.stack[-1].depth >= depth:
                self.stack.pop()

    def _goes_on(self, mark: Mark, before: Node) -> bool:
        """Whether ``mark`` continues a sequence that a paragraph interrupted, below a clause that is still open."""
        if before.mark is None or not before.mark.number < mark.number <= before.mark.number + _LARGEST_GAP:
            return False
        return any(node is before.parent for node in self.stack)

    def _is_summed_up(self, node: Node, line: Line) -> bool:
        """Whether ``line`` (以上证件…) speaks of the items of a list, whose last one is ``node``."""
        if node.mark is None or node.mark.kind in (*LEGAL_ORDER, _WORD_HEADING) or node.mark.number < 2:
            return False
        return not self._in_article() and _SUMS_UP.match(line.folded) is not None

    @staticmethod
    def _is_word_heading(node: Node) -> bool:
        return node.mark is not None and node.mark.kind == _WORD_HEADING

    def _closes(self, node: Node, rank: int, depth: int) -> bool:
        kind = node.mark.kind if node.mark else None
        if kind == "附件":
            return False
        if self._is_word_heading(node):
            if depth and node.depth:
                return node.depth >= depth
            return rank <= LEGAL_ORDER.index("章")
        if kind in LEGAL_ORDER:
            return LEGAL_ORDER.index(kind) >= rank
        # 一、 may stand above 条 (a heading), but an item of an article ends where a 章 begins.
        return node.kind is not ClauseKind.HEADING

    def _add(self, node: Node) -> Node:
        node.parent = self.stack[-1] if self.stack else None
        (node.parent.children if node.parent else self.roots).append(node)
        ancestor = node.parent
        while ancestor:
            ancestor.end = node.end
            ancestor = ancestor.parent
        self.newest, self.opener = node, None
        return node

    def _inline(self, node: Node, line: Line, skip: int) -> None:
        offsets = inline_marks(line.folded, skip)
        if not offsets or offsets[0] <= skip:
            return
        ends = [*offsets[1:], len(line.folded)]
        for number, (start, end) in enumerate(zip(offsets, ends, strict=True), 1):
            at = line.span.start + start
            mark = Mark("一是", number, 2, 2)
            span = Span(at, at + 2)
            node.children.append(Node(ClauseKind.ITEM, mark, at, span, None, node, line.span.start + end))
