"""Answers that are words: the best sentence, a whole enumeration, or the definition of a term."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Clause, ClauseKind, Span
from ingest.normalize import fold
from server.answer.evidence import Evidence
from server.answer.holdings import Holdings
from server.answer.list_size import opens_document
from server.answer.outcome import Quote, Statement
from server.answer.sentences import parts, sentences, without_roles
from server.understanding.facets import Facet
from server.understanding.question import Question
from server.understanding.terms import Term

_LONG = 130
_LONG_LIST = 210
_SECOND = 0.85
"""A second sentence of the same clause is added when its score is at least this share of the first's."""
_SECOND_ASKED = 0.6
"""The same where two are asked for (谁管行政、谁是经办机构)."""
_WHO = re.compile(r"谁|哪个(?:部门|单位|机构|局)")
_MOST = 220
_ITEM_CHARS = 60
_OPENS = 0.8
_REFERS_TO_LIST = re.compile(r"(?:下列|以下|如下)[^。;]*:$")
"""A sentence that says nothing without the items behind its colon."""
_LONGEST_LIST = 420
_EXPLAINS = re.compile(r"是指|指的是|即(?!可)|包括|简称|以下简称|^[”\"]?[(].{2,40}[)]|为[“\"]")
_QUOTED = re.compile(r"[“\"]([^”\"]{1,20})[”\"]")
_CODE = re.compile(r"[0-9a-z]+(?:\+[0-9a-z]+)+", re.IGNORECASE)
"""A short name made of figures and letters (5+3+X, 1+N), which says nothing unless it is spelt out."""


def enumeration(holdings: Holdings, best: Evidence, weights: dict[Term, float]) -> list[Clause]:
    """The whole list to give when a list is asked for: the one ``best`` opens, or the one it is a member of.

    A member's list is only meant when the line that opens it says as much of the question as the member does;
    else the question is about that member.
    """
    clause = best.clause
    if clause.kind is ClauseKind.ARTICLE:  # cited whole; its list is told as a passage
        return []
    if opened := opened_list(holdings, clause):
        return opened
    group = holdings.siblings(clause)
    before = [c for c in group[: group.index(clause)] if not c.label]
    parent = holdings.clauses.get(clause.parent_id) if clause.parent_id else None
    opener = before[-1] if before else parent
    if not clause.label or opener is None:
        return []
    members = opened_list(holdings, opener)
    total = sum(weights.values()) or 1.0
    share = sum(w for t, w in weights.items() if t.said_in(holdings.folded(opener))) / total
    return members if clause in members and share >= _OPENS * best.coverage else []


def opened_list(holdings: Holdings, clause: Clause) -> list[Clause]:
    """The enumeration that ``clause`` opens with its final colon, or an empty list."""
    first = fold(clause.text.split("\n")[0]).rstrip()
    if not first.endswith(":") or opens_document(first):
        return []
    group = holdings.siblings(clause)
    following = holdings.children(clause) or group[group.index(clause) + 1 :]
    members: list[Clause] = []
    for other in following:
        if not other.label or (members and other.label[-1:] != members[0].label[-1:]):
            break
        members.append(other)
    return members


def state_list(members: Sequence[Clause]) -> list[Statement]:
    """Each member of an enumeration in short, with its own citation."""
    statements = []
    for clause in members:
        own = sentences(clause)
        short = without_roles(clause.text[len(clause.label) :]).strip(" 、.．,，")
        short = short if len(short) <= _ITEM_CHARS else without_roles(own[0].text)
        mark = clause.label if clause.label.endswith("是") else clause.label.rstrip(".、．") + "、"
        text = f"{mark}{short.rstrip('。；;')[: 2 * _ITEM_CHARS]}；"
        statements.append(Statement(text, (Quote(clause, Span(0, len(clause.text))),)))
    return statements


def state_passage(
    question: Question, ranked: Sequence[Evidence], weights: dict[Term, float], region: str | None
) -> Statement:
    """The best sentence, trimmed to the parts that answer, and a second one of the clause when it says as much."""
    first = ranked[0]
    chosen = [first]
    for other in ranked[1:6]:
        share = _SECOND_ASKED if len(_WHO.findall(question.folded)) > 1 else _SECOND
        if other.clause.id == first.clause.id and other.score >= share * first.score:
            chosen.append(other)
            break
    asks_list = Facet.LIST in question.facets or _REFERS_TO_LIST.search(first.sentence.folded)
    if asks_list and (listed := _whole_list(first, region)):
        return listed
    chosen.sort(key=lambda e: e.sentence.position)
    longest = _LONG_LIST if Facet.LIST in question.facets else _LONG
    texts = [_trim(e, weights, longest) for e in chosen]
    if len(chosen) == 2 and sum(map(len, texts)) > _MOST:
        chosen, texts = [first], [_trim(first, weights, longest)]
    body = "；".join(texts)
    if first.sentence.opener:
        body = f"{first.sentence.opener.rstrip('：:')}：{body}"
    place = f"{region}：" if region and region not in body else ""
    return Statement(f"{place}{body}。", tuple(Quote(e.clause, e.sentence.span) for e in chosen))


def _whole_list(evidence: Evidence, region: str | None) -> Statement | None:
    """The list inside a clause that a sentence opens or belongs to: its opening words and every item."""
    own = sentences(evidence.clause)
    opener = evidence.sentence.opener or evidence.sentence.text
    items = [s for s in own if s.opener == opener]
    if len(items) < 2:
        return None
    place = f"{region}：" if region else ""
    listed = "".join(s.text for s in items).rstrip("。；;")
    if len(listed) > _LONGEST_LIST:
        heads = [parts(s.text)[0].cut(s.text).rstrip("，,；;。") for s in items]
        listed = "；".join(heads)[:_LONGEST_LIST]
    start = next((s.span.start for s in own if s.text == opener), items[0].span.start)
    quote = Quote(evidence.clause, Span(start, items[-1].span.end))
    return Statement(f"{place}{opener}{listed}。", (quote,))


def _trim(evidence: Evidence, weights: dict[Term, float], longest: int) -> str:
    text = without_roles(evidence.sentence.text).rstrip("。；;，,：: ")
    if len(text) <= longest:
        return text
    spans = parts(text)
    scored = [sum(w for t, w in weights.items() if t.said_in(s.cut(evidence.sentence.folded))) for s in spans]
    best = max(range(len(spans)), key=lambda i: scored[i])
    left = right = best
    while right - left + 1 < len(spans):
        grow_left = left > 0 and (right + 1 >= len(spans) or scored[left - 1] >= scored[right + 1])
        left, right = (left - 1, right) if grow_left else (left, right + 1)
        if spans[right].end - spans[left].start > longest:
            left, right = (left + 1, right) if grow_left else (left, right - 1)
            break
    return text[spans[left].start : spans[right].end].strip("，,；;。 ")


def names_term(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence has a term that the question sets in quotation marks."""
    named = [*_QUOTED.findall(question.asked), *_CODE.findall(question.folded)]
    return any(fold(term).lower() in evidence.sentence.folded for term in named)


def is_explained(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence really explains the quoted term a definition question asks about."""
    if Facet.DEFINITION not in question.facets:
        return True
    terms = _QUOTED.findall(question.folded) or _QUOTED.findall(question.asked)
    folded = evidence.sentence.folded
    asked_parts = re.search(r"代表|含义|意思|指什么|怎么理解", question.folded)
    if codes := _CODE.findall(question.folded):
        terms, asked_parts = codes, asked_parts or re.search(r"是(?:指)?(?:什么|啥|哪)|都有", question.folded)
    if not terms or not asked_parts:
        return True
    for term in terms:
        at = folded.find(fold(term).lower())
        if at >= 0 and _EXPLAINS.search(folded[at + len(term) : at + len(term) + 40]):
            return True
    return False
