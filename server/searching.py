"""From a question to a search, and asking the retriever, whose engine may be another machine that does not answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from index.errors import IndexCorrupt, StoreError
from index.model import Filters, Hit, SearchRequest
from index.retriever import Retriever
from server.errors import IndexUnavailable
from server.understanding.question import Question

log = logging.getLogger(__name__)


def request_for(question: Question, limits: Filters, documents: frozenset[str] | None, top_k: int) -> SearchRequest:
    """The search for ``question`` within ``limits``, of these ``documents`` only where given."""
    chosen = limits.documents
    if documents is not None:
        chosen = tuple(d for d in sorted(documents) if not limits.documents or d in limits.documents) or ("",)
    filters = replace(limits, documents=chosen)
    keywords = tuple(term.ways[0] if term.kind == "word" else term.text for term in question.terms)
    return SearchRequest(question.text, keywords, filters, top_k)


def found_by(retriever: Retriever, request: SearchRequest) -> list[Hit]:
    """What ``retriever`` finds. Raises ``IndexUnavailable``."""
    with _answering():
        return retriever.search(request)


def check(retriever: Retriever) -> None:
    """Raises ``IndexUnavailable`` where a search would not be answered now."""
    with _answering():
        retriever.check()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (StoreError, IndexCorrupt) as error:
        # Where the engine is and what it said is for the operator, not for whoever asks.
        log.exception("the engine that keeps the vectors did not answer")
        raise IndexUnavailable("检索引擎暂时不可用，请稍后再试；一直如此请联系管理员。") from error
