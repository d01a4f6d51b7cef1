"""What becomes of the rules before a document: 此前的规定同时废止."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Document
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Quote, Statement
from server.answer.sentences import sentences

_EARLIER = re.compile(r"旧|老(?:的|政策|办法|文件)|以前|原来|此前|之前|原先|上一版|过去")
_REPEALS = re.compile(r"废止|停止执行|不再执行|自行失效")


def asks_of_earlier(folded: str) -> bool:
    """Whether a question about the status asks of the rules before (旧的还算数吗)."""
    return _EARLIER.search(folded) is not None


def repeals(document: Document, documents: Sequence[Document], holdings: Holdings) -> Answered | None:
    """The first sentence of ``document``, else of ``documents``, that ends earlier rules; ``None`` where none does."""
    for other in dict.fromkeys((document, *documents)):
        for clause in holdings.units_of([other.id]):
            for sentence in sentences(clause):
                if _REPEALS.search(sentence.folded):
                    text = f"《{other.title}》：{sentence.text.rstrip('。；;，, ')}。"
                    return Answered((Statement(text, (Quote(clause, sentence.span),)),))
    return None
