"""Headings told only by what follows: a short unnumbered line over paragraphs 政策内容：… 申请渠道：…"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.clauses.markers import read_mark
from ingest.normalize import Line

_KEYED = re.compile(r"(?P<key>[\u4e00-\u9fa5]{2,8})\s*:\s*\S")
_SENTENCE = re.compile(r"[。；;:，,！!？?|]")
_LONGEST = 30
_LEAST = 2
_GROUP_DEPTH = 2
_HEADING_DEPTH = 3


def with_keyed_headings(lines: Sequence[Line], fronts: frozenset[int]) -> list[Line]:
    """``lines``, in which those that head keyed paragraphs have the depth of a heading.

    Only where nothing in the document is numbered or marked as a heading, and where the same keys come again under
    several of the short lines: a sheet filled in for each of several things. A keyed line right above such a heading
    whose key comes again so (服务对象：…) is the heading of a group of them.
    """
    own = [line for index, line in enumerate(lines) if index not in fronts]
    if any(line.depth or read_mark(line.folded) for line in own):
        return list(lines)
    keys = [None if index in fronts else _key(line) for index, line in enumerate(lines)]
    again = {key for key, count in Counter(key for key in keys if key).items() if count >= _LEAST}
    heads = [i for i, line in enumerate(lines) if i not in fronts and _is_short(line) and _heads(lines, keys, again, i)]
    if len(heads) < _LEAST:
        return list(lines)
    over = [i - 1 for i in heads if i and keys[i - 1] in again]
    groups = Counter(keys[i] for i in over)
    below = Counter(keys[i + 1] for i in heads)
    depths = dict.fromkeys(heads, _HEADING_DEPTH)
    # 申请渠道：… above a heading is the end of the sheet before; a group's key never begins one.
    depths |= {
        i: _GROUP_DEPTH for i in over if groups[keys[i]] == _count(keys, keys[i]) >= _LEAST and not below[keys[i]]
    }
    return [replace(line, depth=depths[i]) if i in depths else line for i, line in enumerate(lines)]


def _count(keys: Sequence[str | None], key: str | None) -> int:
    return sum(other == key for other in keys)


def _key(line: Line) -> str | None:
    match = _KEYED.match(line.folded)
    return match["key"] if match else None


def _is_short(line: Line) -> bool:
    return len(line.folded) <= _LONGEST and _SENTENCE.search(line.folded) is None


def _heads(lines: Sequence[Line], keys: Sequence[str | None], again: set[str], index: int) -> bool:
    """Whether a keyed line follows, at once or after one paragraph that is no heading itself."""
    after = index + 1
    if after < len(lines) and keys[after] is None and not _is_short(lines[after]):
        after += 1
    return after < len(lines) and keys[after] in again
