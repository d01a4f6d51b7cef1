"""The terms a text has for the statistics, by who cuts it."""

from __future__ import annotations

from typing import Literal

import rjieba

from index.tokens import query_terms, tokenize

Keywords = Literal["terms", "jieba"]


def passage_terms(text: str, keywords: Keywords) -> list[str]:
    """The terms of a text that is searched."""
    return tokenize(text) if keywords == "terms" else _as_the_server(text)


def asked_terms(texts: tuple[str, ...], keywords: Keywords) -> list[str]:
    """The terms looked for."""
    if keywords == "terms":
        return [term for text in texts for term in query_terms(text)]
    return [term for text in texts for term in _as_the_server(text)]


def _as_the_server(text: str) -> list[str]:
    """What Milvus' jieba analyser (search mode, lower case) makes of a text; the same dictionary, another build."""
    return [term for word in rjieba.cut_for_search(text) if (term := word.strip().lower())]
