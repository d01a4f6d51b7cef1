"""Asking the retriever, whose engine may be another machine that does not answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import IndexCorrupt, StoreError
from index.model import Hit, SearchRequest
from index.retriever import Retriever
from server.errors import IndexUnavailable

log = logging.getLogger(__name__)


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
