"""Whether a question is about public policy at all, whatever the library holds."""

from __future__ import annotations

from server.understanding.facets import Facet
from server.understanding.lexicon import load_lexicon
from server.understanding.question import Question

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
    return any(word in question.folded for word in load_lexicon().domain)
