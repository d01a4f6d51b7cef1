"""The marks official documents number their clauses with, read at the start of a line.

A mark is only a *candidate* here: whether it really opens a clause depends on the numbers before it, which
:mod:`ingest.clauses.outline` knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.numerals import CHINESE_NUMERAL, read_integer

DIVISIONS = ("部分", "篇", "编", "分编", "章", "节")
"""Marks that only group clauses, outermost first."""

LEGAL_ORDER = (*DIVISIONS, "条")
"""Marks whose order the law itself fixes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: its ``kind`` (``章``, ``条``, ``一、``, ``(1)``…), number, and length in characters.

    ``length`` includes the white space that sets the label apart; ``label_length`` does not.
    """

    kind: str
    number: int
    label_length: int
    length: int
    suffix: int = 0
    """之一, 之二 of 第二百八十七条之二; 0 when there is none."""


_N = CHINESE_NUMERAL
_LEGAL = re.compile(
    rf"第\s*(?P<n>{_N}|[0-9](?:\s?[0-9]){{0,3}})\s*(?P<unit>部分|分编|篇|编|章|节|条)(?:之(?P<suffix>{_N}))?(?P<after>\s*)"
)
_REFERENCE = re.compile(
    r"(?:第[零一二三四五六七八九十百0-9]+[款项目条]|[、，,;；]|规定|所称|所列|所述|中(?:的|[“\"])|的(?!确)|及(?!时)|和(?!谐)|与|至第|或者|修改|改为|删除|作为|增加|相应|调整为|应当修改)"
)
_OTHERS = (
    ("一、", re.compile(rf"(?P<n>{_N})\s*[、.](?!\s*[0-9])")),
    (
        "（一）",
        re.compile(rf"\((?P<n>{_N})\)(?![、.]?\s*(?:[和至或及与]?\s*\({_N}\)|项[、,，和至或规所中的第]))[、.]?"),
    ),
    (
        "1.1",
        re.compile(r"(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})+)(?=[\s\u4e00-\u9fa5])(?![\u4e00-\u9fa5]?[%元万亿倍个家])"),
    ),
    ("1.", re.compile(r"(?P<n>[0-9]{1,3})(?:[.、](?:(?![0-9])|(?=[12][0-9]{3}\s*年))|(?=\s+[\u4e00-\u9fa5]{4}))")),
    ("(1)", re.compile(r"\((?P<n>[0-9]{1,3})\)[、.]?")),
    ("1)", re.compile(r"(?P<n>[0-9]{1,3})\)[、.]?")),
    ("A.", re.compile(r"(?P<n>[A-Z])[.、](?=\s*[\u4e00-\u9fa5《“0-9])(?![0-9]+(?:[.)%]|$))")),
    ("一是", re.compile(rf"(?P<n>{_N})是")),
    ("第一,", re.compile(rf"第(?P<n>{_N})[,、]")),
)
_BOTH = re.compile(rf"({_N})\s*[、级类等期次季者审线档]")
"""What follows in 一、二级公路 and 二、三类人员: no clause begins there."""
_SINGLE = {chr(0x2474 + i): ("(1)", i + 1) for i in range(20)}
_SINGLE |= {chr(0x2488 + i): ("1.", i + 1) for i in range(20)}
_SINGLE |= {chr(0x3220 + i): ("（一）", i + 1) for i in range(10)}
"""Marks that are one character: ⑴ ⒈ ㈠."""
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x3251 + i): i + 21 for i in range(15)}
_APPENDIX = re.compile(rf"附\s*(?:件|录|表)\s*(?P<n>{_N}|[0-9]{{1,3}})?(?=\s*(?:[:：]|$|\s[^0-9]))")


def read_mark(folded: str) -> Mark | None:
    """The mark at the start of a folded line, or ``None``.

    A line that begins 第三条规定的… or 第三条第二款… is a cross-reference, not a mark.
    """
    if match := _LEGAL.match(folded):
        rest = folded[match.end() :]
        if not match["after"] and _REFERENCE.match(rest):
            return None
        number = read_integer("".join(match["n"].split()))  # 第 2 3 条: copied out of a PDF
        suffix = read_integer(match["suffix"]) if match["suffix"] else 0
        if number is None:
            return None
        return Mark(match["unit"], number, match.start("after"), match.end(), suffix or 0)
    if match := _APPENDIX.match(folded):
        return Mark("附件", (read_integer(match["n"]) if match["n"] else None) or 1, match.end(), match.end())
    if folded[:1] in _SINGLE:
        kind, number = _SINGLE[folded[0]]
        return Mark(kind, number, 1, _text_at(folded, 1))
    if folded[:1] in _CIRCLED:
        return Mark("①", _CIRCLED[folded[0]], 1, _text_at(folded, 1))
    for kind, pattern in _OTHERS:
        if match := pattern.match(folded):
            text = match["n"].rpartition(".")[2]
            number = ord(text) - ord("A") + 1 if kind == "A." else read_integer(text)
            if number is None or (kind == "1." and number == 0):
                return None
            if kind == "一、" and (both := _BOTH.match(folded, match.end())) and read_integer(both[1]) == number + 1:
                return None
            name = f"1.1/{match['n'].count('.')}" if kind == "1.1" else kind
            return Mark(name, number, match.end(), _text_at(folded, match.end()))
    return None


def _text_at(folded: str, position: int) -> int:
    """Where the text after a mark begins: white space may set it apart."""
    return position + len(folded[position:]) - len(folded[position:].lstrip())


_INLINE_FIRST = re.compile(r"(?:^|(?<=[。;；:：,，!)）”]))\s*一是")


def inline_marks(folded: str, start: int) -> list[int]:
    """Offsets of 一是, 二是, 三是… running on inside one line, from ``start``; empty unless two follow in order.

    A later number counts even where the sentence mark before it was forgotten, because the order vouches for it.
    """
    first = _INLINE_FIRST.search(folded, start)
    if first is None:
        return []
    offsets = [first.end() - 2]
    for number in "二三四五六七八九十":
        at = folded.find(number + "是", offsets[-1] + 2)
        if at == -1:
            break
        offsets.append(at)
    return offsets if len(offsets) > 1 else []
