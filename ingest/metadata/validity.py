"""效力: what a document's own text, and the page around it, say about its legal effect."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.labels import EFFECT, labelled
from ingest.model import DocType, Status
from ingest.normalize import Line, fold

_DRAFT = re.compile(r"征求意见稿|公开征求.{0,60}意见|草案|送审稿|讨论稿|初稿")
_INFORMATIONAL = frozenset({DocType.SUMMARY, DocType.INTERPRETATION})
_REPEALED = re.compile(r"^[(\[【]?(?:本.{1,6}|该文件|此件)?(?:已|现)(?:被)?(?:废止|失效)")
_STATED = (
    (re.compile(r"废止"), Status.REPEALED),
    (re.compile(r"失效|无效|过期"), Status.EXPIRED),
    (re.compile(r"有效|现行"), Status.IN_FORCE),
)


def status(
    title: str, kind: DocType, fronts: Sequence[Line], has_evidence: bool, furniture: Sequence[Line] = ()
) -> Status:
    """Effect as the text itself tells it; what a page's 有效性 field states comes before a signature.

    Args:
        has_evidence: the document has a 文号, a signature with a date, or a date of adoption: it was issued.
    """
    folded = fold(title)
    if kind in _INFORMATIONAL:
        return Status.INFORMATIONAL
    if _DRAFT.search(folded):
        return Status.DRAFT
    if any(_REPEALED.match(line.folded) for line in fronts):
        return Status.REPEALED
    if stated := labelled(furniture, EFFECT):
        for pattern, value in _STATED:
            if pattern.search(stated.value):
                return value
    return Status.IN_FORCE if has_evidence else Status.UNKNOWN
