"""The question a fact answers, worded so that it stands alone: with its region or document and its subject."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.metadata.region import level
from ingest.model import Clause, Document
from ingest.normalize import fold
from server.answer.facts.fact import Aspect, Fact, Kind
from server.answer.facts.indicator import indicator_of, terms_of
from server.answer.notices import titled
from server.understanding.lexicon import load_lexicon
from server.understanding.quantities import Measure

_LONGEST_SUBJECT = 30
_LEAST_CONDITION = 6
_VAGUE = re.compile(r"本[\u4e00-\u9fa5]{1,3}第|附录|尚不构成|没有规定|前款|前条|有下列|拒不|逾期|情节")
_BREACH = re.compile(r"^违反本[\u4e00-\u9fa5]{1,4}规定[,，]")
_SAID_BY_ASKING = frozenset({"新增", "建设", "布局"})
_NOT_ONE_THING = re.compile(r"[，,；;0-9０-９]")
_DEFINED = re.compile(r"本[\u4e00-\u9fa5]{1,3}所称的?“?(?P<term>[\u4e00-\u9fa5]{2,14}?)”?[,，]?\s*是指")


def question_for(fact: Fact, document: Document, clause: Clause | None = None) -> str | None:
    """The question ``fact`` answers; ``None`` where its words are too few or too many for one.

    With ``clause`` its heading helps a subject that does not say what it is about (复审通过认定的企业).
    """
    if fact.subject == "罚款":
        return _fine_asked(fact, document)
    named = "".join(fact.subject.split())
    if not 2 <= len(named) <= _LONGEST_SUBJECT or _NOT_ONE_THING.search(named):
        return None
    subject = named if fact.level and fact.level[:2] in named else f"{fact.level}{named}"
    if fact.kind is Kind.PROMISE:
        return _money_asked(fact, subject, document, clause)
    return _indicator_asked(fact, subject, document) if fact.kind in (Kind.TARGET, Kind.RESULT) else None


def matter_of(fact: Fact) -> str:
    """The folded words that say what a figure is about; of a fine, the breach alone."""
    return fold(fact.condition if fact.subject == "罚款" else fact.subject + fact.condition).lower()


def _fine_asked(fact: Fact, document: Document) -> str | None:
    condition = _BREACH.sub("", "".join(fact.condition.split()))
    if not _LEAST_CONDITION <= len(condition) <= _LONGEST_SUBJECT or _VAGUE.search(condition):
        return None
    return f"{titled(document)}规定，{condition}的罚款多少？"


def _money_asked(fact: Fact, subject: str, document: Document, clause: Clause | None) -> str | None:
    if fact.quantity.measure is not Measure.MONEY or fact.level.endswith("等奖"):
        return None
    place = place_of(document)
    if not _names_entity(subject):
        if clause is None or not _names_entity(clause.heading):
            return None
        place = f"{place}{clause.heading}，"
    return f"{place}{subject}，奖补多少？" if subject.endswith("的") else f"{place}对{subject}奖补多少？"


def _indicator_asked(fact: Fact, subject: str, document: Document) -> str | None:
    numeral = fact.quantity.text[fact.quantity.number.start - fact.span.start :][:1]
    if not fold(numeral).isdigit() or fact.aspect is Aspect.GROWTH:
        return None
    if indicator_of(fact) is None or not _names_entity(subject) or not _says_it_all(fact):
        return None
    year = f"{fact.year}年" if fact.year else ""
    added = "新增" if fact.aspect is Aspect.ADDED and "新" not in subject else ""
    goal = "的目标" if fact.kind is Kind.TARGET else ""
    count = f"{'是' if goal else '有'}多少{fact.quantity.unit}"
    much = count if fact.quantity.measure is Measure.COUNT else "是多少"
    return f"{place_of(document)}{year}{added}{subject}{goal}{much}？"


def _says_it_all(fact: Fact) -> bool:
    """Whether the subject alone says what is counted (高企 does not, of 101家高企加入上市后备企业库)."""
    named = {term.text for term in terms_of(replace(fact, wording=fold(fact.subject).lower()))}
    return {term.text for term in terms_of(fact) if term.kind != "actions"} <= named | _SAID_BY_ASKING


def _names_entity(words: str) -> bool:
    found = load_lexicon().find(fold(words).lower())
    return any(concept.kind == "entities" for _, concepts in found for concept in concepts)


def place_of(document: Document) -> str:
    """The region a question names; for a nation-wide text, or one of no region, its title."""
    if document.region and level(document.region):
        return document.region.name
    return titled(document)


def definition_asked(clause: Clause, document: Document) -> str | None:
    """The question after a term that ``clause`` defines (本条例所称…，是指…)."""
    match = _DEFINED.search(clause.text)
    return f"{titled(document)}所称的{match['term']}是指什么？" if match else None
