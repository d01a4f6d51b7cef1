"""Terms for BM25: what a Chinese policy text is cut into for keyword search.

Three kinds of terms are made from each run of Han characters: jieba's words, all pairs of
neighbouring characters, and the single characters. Words alone miss what the dictionary cuts differently in
question and clause; ``docs/decisions/0002-fusion.md`` has the measurement on outside questions. Figures and
document numbers are kept whole besides: ``200万元``, ``3.1%`` and ``〔2023〕11号`` are terms of their own. So are the
numbers of clauses, however written: 第十八条, 第18条 and a line or step of a path beginning with ``18.`` all give
``第18条``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import rjieba

from ingest.numerals import CHINESE_NUMERAL, read_integer

_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD_CHARACTER = re.compile(r"[^\W_]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:[十百千万亿]+元?|元|%|‰)")
_DOCUMENT_NUMBER = re.compile(r"[〔\[(【](\d{4})[〕\])】]\s*第?\s*(\d+)\s*号")
_CLAUSE_NUMBER = re.compile(rf"第\s*(\d{{1,4}}|{CHINESE_NUMERAL})\s*条|(?:^|[|\n])[ \t]*(\d{{1,3}})(?:[.、](?!\d)|条)")
_NAME_WEIGHT = 5
"""How often a number that names a document or clause counts in a query."""


def tokenize(text: str) -> list[str]:
    """Cut ``text`` into terms, in a fixed order, with repetitions; white space and punctuation yield none.

    The text is normalised first (NFKC, lower case), so full-width and half-width forms give equal terms.
    """
    normal = _normalised(text)
    return [*_words(normal), *_characters(normal), *_figures(normal)]


def query_terms(text: str) -> list[str]:
    """The terms of ``text`` that are looked for: those of ``tokenize`` without single Han characters.

    Characters stand in so many texts that they cost most of the time and find nothing more (``0006-learned-fusion.md``
    has the measurement); a query that has no other term is looked for by them.
    """
    terms = tokenize(text)
    longer = [term for term in terms if not (len(term) == 1 and _HAN_RUN.fullmatch(term))]
    # Whoever names a clause or a document by its number wants that one, whatever else is said.
    names = list(_names(_normalised(text)))
    return (longer or terms) + names * (_NAME_WEIGHT - 1)


def words(text: str) -> list[str]:
    """The terms of ``text`` that mean something to a reader: words of two characters or more, and figures."""
    normal = _normalised(text)
    return [*_words(normal), *_figures(normal)]


def _normalised(text: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())


def _words(text: str) -> Iterator[str]:
    """What jieba cuts, without single Han characters, which are terms anyway."""
    for word in rjieba.cut(text):
        if _WORD_CHARACTER.search(word) and not (len(word) == 1 and _HAN_RUN.fullmatch(word)):
            yield word


def _characters(text: str) -> Iterator[str]:
    for run in _HAN_RUN.findall(text):
        yield from run
        for start in range(len(run) - 1):
            yield run[start : start + 2]


def _figures(text: str) -> Iterator[str]:
    yield from _FIGURE.findall(text)
    yield from _names(text)


def _names(text: str) -> Iterator[str]:
    """Numbers of documents and clauses."""
    for year, number in _DOCUMENT_NUMBER.findall(text):
        yield f"〔{year}〕{int(number)}号"
    for written, label in _CLAUSE_NUMBER.findall(text):
        value = read_integer(written or label)
        if value is not None:
            yield f"第{value}条"
