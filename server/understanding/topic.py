"""Whether a question is about public policy at all, whatever the library holds."""

from __future__ import annotations

import re

from server.understanding.facets import Facet
from server.understanding.lexicon import load_lexicon
from server.understanding.question import Question

_DOCUMENT = re.compile(r"草案|征求意见稿|意见(?!建议)|要点|总结|解读|公告|通知|文件|政策|办法|条例|规定|方案")
_ABOUT_DOCUMENTS = frozenset(
    {
        Facet.CLAUSE,
        Facet.DOC_NUMBER,
        Facet.ISSUER,
        Facet.ISSUE_DATE,
        Facet.BASIS,
        Facet.EFFECTIVE,
        Facet.EXPIRY,
        Facet.COMMENTS,
        Facet.STATUS,
        Facet.DEPARTMENT,
    }
)


def names_public_matter(question: Question) -> bool:
    """Whether the question names a common matter of public policy, or asks about a document or an office."""
    if _ABOUT_DOCUMENTS & set(question.facets):
        return True
    if question.regions and _DOCUMENT.search(question.folded):
        return True
    return any(word in question.folded for word in load_lexicon().domain)
