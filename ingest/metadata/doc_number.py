"""文号, the number an issuer gives a document: 聊政字〔2023〕11号."""

from __future__ import annotations

import re

from ingest.model import Found, Span
from ingest.normalize import Line, fold

_NUMBER = r"[\u4e00-\u9fa5]{2,12}[\[〔【(][12][0-9]{3}[\]〕】)]\s*(?:第\s*)?[0-9]{1,5}\s*号"
_FIND = re.compile(
    rf"(?!根据|按照|依据|依照|参照|执行|废止|印发)(?<![\u4e00-\u9fa5]){_NUMBER}|(?<=根据|按照|依据|依照|参照|执行|废止|印发){_NUMBER}"
)
_LINE = re.compile(rf"^{_NUMBER}$")


def find_doc_numbers(text: str) -> list[Found[str]]:
    """Every 文号 in ``text`` verbatim, with its span in ``text``."""
    return [Found(text[m.start() : m.end()], Span(*m.span())) for m in _FIND.finditer(fold(text))]


def is_doc_number_line(folded: str) -> bool:
    """Whether a line holds nothing but a 文号."""
    return _LINE.match(folded) is not None


def doc_number(fronts: list[Line]) -> Found[str] | None:
    """The document's own 文号: the one that stands alone in its head, not one it refers to."""
    for line in fronts:
        if is_doc_number_line(line.folded):
            return Found(line.text, line.span)
    return None
