"""Reading a question: regions, facets, terms, years, quantities, clause references, and what earlier turns supply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ingest.model import Region, Span
from ingest.normalize import fold
from server.contract import Turn
from server.understanding.clause_reference import read_clause_reference, without_references
from server.understanding.facets import Facet, asks_to_compare, read_facets
from server.understanding.injection import without_commands
from server.understanding.quantities import Measure, Quantity, find_colloquial_money, find_quantities
from server.understanding.region import read_regions
from server.understanding.terms import Term, read_terms
from server.understanding.vocabulary import Vocabulary

_NO_WORDS = Vocabulary()


@dataclass(frozen=True)
class Question:
    """A question as understood. ``text`` is what is searched for (with the context of earlier turns in it)."""

    asked: str
    text: str
    regions: tuple[Region, ...]
    regions_inherited: bool
    corrected: tuple[tuple[str, str], ...]
    facets: tuple[Facet, ...]
    terms: tuple[Term, ...]
    years: tuple[int, ...]
    quantities: tuple[Quantity, ...]
    clause_numbers: tuple[int, ...]
    """Numbers of the clause referred to, outermost first; empty when none is."""
    compares: bool
    carried: tuple[Term, ...] = ()
    """Those of ``terms`` that earlier turns supplied: the asker does not insist on their very words."""
    as_of: date | None = None
    """The day the answer is for, where that matters (有效期)."""
    focus: frozenset[str] = frozenset()
    """Ids of the clauses the turn before was answered from: a follow-up is likely about them still."""

    @cached_property
    def folded(self) -> str:
        """``text`` folded, as long as it."""
        return fold(self.text)


_YEAR = re.compile(
    r"(?<![0-9])(?:(?P<full>(?:19|20)[0-9]{2})\s*(?:年|(?=目标|实际|计划|要点|总结|意见|办法|政策|文件|方案|通知|版))|(?<![了满过近共缴交干续作龄])(?P<short>1[5-9]|[23][0-9])年(?!期|以上|内|前)(?=底|度|末|实际|目标|计划|[\u4e00-\u9fa5]))"
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,12})[”\"]")
_NEXT_YEAR = re.compile(r"第二年|次年|下一年|转年|翌年|来年")
_ASKS_ITSELF = re.compile(r"什么|啥|哪|怎么|如何|为何|咋")
"""A follow-up with any of these says itself what it asks for."""
_SAY_NOTHING = frozenset({Facet.GENERAL, Facet.YES_NO})
"""Facets that leave open what of the matter is asked for: 临沂有没有一样的."""
_POINTS_BACK = re.compile(
    r"^(?:这|那)(?:个|条|项|笔|份)?(?:数|规定|政策|事|钱|补助|奖励|说法)?(?:是|在|写|归|由|要|从|谁|哪|什么)|它|该条|上述"
)
_FOLLOW_UP = re.compile(
    r"一样的|也(?:是|有|给|行|要|能)|^(?:那|那么|要是|如果|换成|再|还有|其中|它|这个|这|该|上面|前面|刚才|第二年|次年)|呢[？?]?$"
)


def read_question(
    asked: str, history: Sequence[Turn], covered: Sequence[Region], vocabulary: Vocabulary = _NO_WORDS
) -> Question:
    """Understand ``asked`` in the light of ``history``.

    Args:
        covered: the regions the library holds.
        vocabulary: the words the library's documents use.
    """
    own = _read(asked, covered, vocabulary)
    previous = previous_question(history)
    if previous is None:
        return own
    earlier = read_question(*previous, covered, vocabulary)
    return _merge(own, earlier)


def previous_question(history: Sequence[Turn]) -> tuple[str, Sequence[Turn]] | None:
    """The question before, with the turns before it; ``None`` when there was none."""
    if not any(turn.role == "user" for turn in history):
        return None
    at = _last_user(history)
    return history[at].content, history[:at]


def _last_user(history: Sequence[Turn]) -> int:
    return max(i for i, turn in enumerate(history) if turn.role == "user")


def _read(asked: str, covered: Sequence[Region], vocabulary: Vocabulary) -> Question:
    text = without_commands(asked)
    reading = read_regions(text, covered, vocabulary)
    content = text
    for span in sorted(reading.spans, reverse=True):
        content = content[: span.start] + " " + content[span.end :]
    folded = fold(content)
    clause_numbers = read_clause_reference(folded)
    facets = read_facets(folded)
    quantities = _quantities(content)
    years = _years(folded)
    if facets == (Facet.GENERAL,) and folded.rstrip().endswith("?"):
        facets = (Facet.YES_NO,)
    if facets[0] is Facet.YES_NO and years:
        facets = (Facet.YEAR, *facets)
    if Facet.YES_NO in facets and Facet.AMOUNT not in facets and any(q.measure is Measure.MONEY for q in quantities):
        facets = (Facet.AMOUNT, *facets)
    stripped = folded
    for quantity in sorted(quantities, key=lambda q: q.span, reverse=True):
        stripped = stripped[: quantity.number.start] + " " + stripped[quantity.number.end :]
    stripped = without_references(_YEAR.sub(" ", stripped))
    return Question(
        asked=asked,
        text=text,
        regions=reading.regions,
        regions_inherited=False,
        corrected=reading.corrected,
        facets=facets,
        terms=read_terms(stripped, vocabulary.names | _quoted(folded, vocabulary)),
        years=years,
        quantities=quantities,
        clause_numbers=clause_numbers,
        compares=asks_to_compare(folded),
    )


def _quoted(folded: str, vocabulary: Vocabulary) -> frozenset[str]:
    """What the asker sets in quotation marks and the documents say."""
    return frozenset(name for name in _QUOTED.findall(folded) if vocabulary.says(name))


def _quantities(content: str) -> tuple[Quantity, ...]:
    """Quantities the asker states (30家, 5000万), not those he asks for (哪五家, 三个) and not years."""
    found = [q for q in find_quantities(content) if content[q.number.start].isdigit() or _is_span_of_years(q)]
    taken = {q.number for q in found}
    found += [q for q in find_colloquial_money(content) if not any(t.covers(q.number) for t in taken)]
    unasked = (Measure.YEAR, Measure.DATE, Measure.FORMULA)
    years = [Span(*m.span()) for m in _YEAR.finditer(fold(content))]
    return tuple(
        q for q in found if q.measure not in unasked and not any(y.start <= q.number.start < y.end for y in years)
    )


def _is_span_of_years(quantity: Quantity) -> bool:
    return quantity.measure is Measure.DURATION and quantity.unit == "年" and quantity.value > 1


def _years(folded: str) -> tuple[int, ...]:
    years = [int(m["full"] or "20" + m["short"]) for m in _YEAR.finditer(folded)]
    return tuple(dict.fromkeys(years))


def _merge(own: Question, earlier: Question) -> Question:
    """A follow-up takes over whatever kind of thing it does not name itself: region, year, subject, level, facet."""
    kinds = {term.kind for term in own.terms}
    elliptic = bool(_FOLLOW_UP.search(own.asked)) or len(own.terms) <= 2
    regions = own.regions or earlier.regions
    if not elliptic and "entities" in kinds:
        return replace(own, regions=regions, regions_inherited=not own.regions and bool(regions))
    points_back = _POINTS_BACK.search(own.asked) is not None
    carried = [
        t
        for t in earlier.terms
        if t not in own.terms
        and (
            points_back
            or (t.kind not in kinds and (t.kind != "word" or "entities" not in kinds))
            # 换成菏泽: another place, the same matter in the same words.
            or (own.regions and t.kind == "word" and "entities" not in kinds)
        )
    ]
    facets = (
        own.facets
        if set(own.facets) - _SAY_NOTHING or _ASKS_ITSELF.search(own.asked)
        else (*earlier.facets, *own.facets)
    )
    years = own.years or earlier.years
    if _NEXT_YEAR.search(own.asked) and earlier.years:
        years = (earlier.years[-1] + 1,)
    terms = tuple(dict.fromkeys((*own.terms, *carried)))
    place = "" if own.regions else "".join(r.name for r in regions)
    year = "".join(f"{y}年" for y in years)
    inherited = "".join(dict.fromkeys(t.text for t in carried))
    return replace(
        own,
        text=f"{place}{year if not own.years else ''}{inherited}，{own.text}",
        regions=regions,
        regions_inherited=not own.regions and bool(regions),
        facets=tuple(dict.fromkeys(f for f in facets if f is not Facet.GENERAL)) or (Facet.GENERAL,),
        terms=terms,
        carried=tuple(t for t in carried if t in terms),
        years=years,
        quantities=own.quantities or earlier.quantities,
    )
