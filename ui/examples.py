"""Example questions, made from what the library holds: a clause of each region, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from server.contract import ClauseList, ClauseNode, DocumentInfo

MAX_EXAMPLES = 4

_MONEY = re.compile(r"\d+(?:\.\d+)?\s*[万亿]?元")
_HEADING = re.compile(r"[一-鿿]{5,16}")
"""A heading that reads well inside a question: a few words, no digits, brackets or quotation marks."""


def documents_for_examples(documents: Sequence[DocumentInfo]) -> tuple[DocumentInfo, ...]:
    """The documents to take examples from: each region's longest with rules, at most ``MAX_EXAMPLES``."""
    chosen: dict[str, DocumentInfo] = {}
    for document in documents:
        if document.region is None:
            continue
        known = chosen.get(document.region)
        if known is None or _weight(document) > _weight(known):
            chosen[document.region] = document
    return tuple(chosen.values())[:MAX_EXAMPLES]


def example_questions(library: Sequence[ClauseList]) -> tuple[str, ...]:
    """At most one question a document, each about a clause with a heading of its own.

    The first clause with an amount and a department is taken, else one with an amount, else one with a
    department, so that an example has a definite answer. A document without a region or headings gives none.
    """
    questions = (_question_about(tree) for tree in library)
    return tuple(question for question in questions if question is not None)


def _question_about(tree: ClauseList) -> str | None:
    region = tree.document.region
    headed = [clause for clause in tree.clauses if _HEADING.fullmatch(clause.heading)]
    if region is None or not headed:
        return None
    clause = max(headed, key=_definiteness)
    if _MONEY.search(clause.text):
        return f"{region}{clause.heading}，能给多少资金支持？"
    if clause.departments:
        return f"{region}{clause.heading}，由哪个部门负责？"
    return f"{region}{clause.heading}，有哪些措施？"


def _weight(document: DocumentInfo) -> tuple[bool, int]:
    """Summaries and interpretations weigh less than any document with rules of its own."""
    return document.status != "informational", document.clause_count


def _definiteness(clause: ClauseNode) -> tuple[bool, bool]:
    """What an example had best be about: an amount, and a department that answers for it."""
    return bool(_MONEY.search(clause.text)), bool(clause.departments)
