"""Where the heading of a numbered clause ends and its text begins."""

from __future__ import annotations

import re

from ingest.clauses.markers import DIVISIONS, Mark
from ingest.model import Span
from ingest.normalize import Line

HEADING_LIMIT = 48
"""A first sentence longer than this many characters is the rule itself, not a heading."""

HEADING_LINE = 60
"""A line longer than this many characters is no heading of a division."""

_UNNUMBERED = re.compile(r"^(?:[序前引导]\s*言|总\s*则|附\s*则|附\s*录)$")
_TERM = re.compile(r"自.{1,30}起(?:正式|试)?(?:施行|实施|执行|生效|试行)|有效期")
"""A sentence with when a document holds is a rule, however short."""
_SENTENCE_END = "。;!?,"


def is_unnumbered_heading(line: Line) -> bool:
    """Whether a line is a heading without a number: 序言, 附则, or one the source marks as a heading."""
    return line.depth > 0 or _UNNUMBERED.match(line.folded) is not None


def is_sentence(folded: str) -> bool:
    """Whether the text of a line is too long, or ends too much like a sentence, to be the heading of a division."""
    return len(folded) > HEADING_LINE or folded.endswith((*_SENTENCE_END, ":"))


def heading_of(line: Line, mark: Mark) -> Span | None:
    """The heading that follows ``mark`` in ``line``: all of a short line, the first sentence, 【…】 after 第X条."""
    rest = line.folded[mark.length :]
    if not rest.strip(": "):
        return None
    start = line.span.start + mark.length
    if mark.kind == "条":
        bracket = re.match(r"[(【\[]([^)】\]]{1,30})[)】\]]", rest)
        if bracket:
            return Span(start + bracket.start(1), start + bracket.end(1))
    if len(rest) <= HEADING_LIMIT and rest[-1] not in _SENTENCE_END and "。" not in rest:
        return Span(start, start + len(rest.rstrip(": ")))
    if mark.kind in (*DIVISIONS, "附件"):
        return Span(start, line.span.end)
    stop = rest.find("。")
    if mark.kind == "条" or not 0 < stop <= HEADING_LIMIT or stop == len(rest) - 1:
        return None
    first = rest[:stop]
    return None if any(c in first for c in ";:") or _TERM.search(first) else Span(start, start + stop)
