"""Question candidates drafted from what a document states, for a person to edit.

Each figure for which the service words a question (`server.contract.FactInfo.question`) becomes a case that expects
this figure, its qualifiers (最高, 累计) and its sentence. Whoever edits them has to make them questions of users: the
drafts speak the document's language, and only ask what the service itself has read. As they stand they measure
whether the service finds again what it read, not what it failed to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from eval.cases import Case, Expectation, ExpectedCitation
from server.contract import DocumentInfo, FactInfo, FactKind, FactList

_CATEGORY: Final[dict[FactKind, str]] = {
    "promise": "amount",
    "limit": "amount",
    "target": "target",
    "result": "target",
    "stated": "target",
}


def draft_cases(stated: Iterable[FactList]) -> tuple[Case, ...]:
    """Drafts in the order of the documents and their text, ids counted through.

    A question several figures answer is drafted once, for the first; its note names the others.
    """
    drafts: list[Case] = []
    for listed in stated:
        by_question: dict[str, list[FactInfo]] = {}
        for fact in listed.facts:
            if fact.question:
                by_question.setdefault(fact.question, []).append(fact)
        drafts += [
            _draft(len(drafts) + number, question, facts, listed.document)
            for number, (question, facts) in enumerate(by_question.items(), 1)
        ]
    return tuple(drafts)


def _draft(number: int, question: str, facts: list[FactInfo], document: DocumentInfo) -> Case:
    fact, *others = facts
    # What the value itself says (3%以上) is not asked for twice.
    qualifiers = [word for word in dict.fromkeys(fact.qualifiers) if word not in fact.value]
    notes = [f"草稿，请改成用户的问法并核对。值：{''.join(qualifiers)}{fact.value}；条款：{fact.clause_label}"]
    if rivals := dict.fromkeys(other.value for other in others if other.value != fact.value):
        notes.append(f"同一问法还可答：{'、'.join(rivals)}，请写明所问的是哪一个")
    return Case(
        id=f"draft-{number:03d}",
        question=question,
        category=_CATEGORY[fact.kind],
        expect=Expectation(
            behaviour="answer",
            must_contain=((fact.value,), *((word,) for word in qualifiers)),
            citations=(ExpectedCitation(file=document.source_file, clause=fact.clause_label, quote=fact.quote),),
        ),
        note="；".join(notes),
    )
