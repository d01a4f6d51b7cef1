"""Which region a question is about: named in full or short, by nickname, with a typing error, or earlier on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import rjieba
from pypinyin import lazy_pinyin

from ingest.metadata.region import Mention, divisions, find_regions, level, resolve, short_name
from ingest.model import Region, Span
from server.understanding.area import find_areas, find_unknown_area, without_areas_of_their_own
from server.understanding.county import find_counties
from server.understanding.lexicon import load_lexicon
from server.understanding.vocabulary import Vocabulary

_ORGANISATION = re.compile(
    r"^[^\W\d_a-zA-Z的给对在和与跟了有引招落来去能要把被让从向为]{0,4}(?:大学(?!生)|学院|理工|科大|师范|银行)"
)

_SET_BESIDE = re.compile(r"[^,，。;；]{0,12}(?:和|与|跟|、|同)[^,，。;；]{0,14}(?:各|分别|比|哪个|谁|都|差)")
"""After a place: another is set beside it."""
_NO_WORDS = Vocabulary()


@dataclass(frozen=True, slots=True)
class RegionReading:
    """The regions of a question in the order named, where they stand in it, and what was corrected."""

    regions: tuple[Region, ...]
    spans: tuple[Span, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    """(as typed, as understood) for typing errors."""


def read_regions(question: str, covered: Sequence[Region], vocabulary: Vocabulary = _NO_WORDS) -> RegionReading:
    """Regions named in ``question``. Typing errors are only mended towards a ``covered`` region (same sound)."""
    edges = _word_edges(question)
    areas = find_areas(question, vocabulary.areas)
    taken = [m.span for m in areas]
    named, outside = without_areas_of_their_own(
        question, [m for m in find_regions(question) if _is_word(question, m, edges) and not _meets(m.span, taken)]
    )
    taken += [m.span for m in outside]
    counties = find_counties(question, edges, named, covered, vocabulary.says)
    mentions = areas + [
        _without_level(question, m)
        for m in (*named, *(c for c in counties if not _meets(c.span, taken)))
        if not _ORGANISATION.match(question[m.span.end :])
    ]
    corrected: list[tuple[str, str]] = []
    spans = [m.span for m in mentions]
    if not mentions:
        mentions = _nicknamed(question)
    if not mentions:
        for region in covered:
            typed = _misspelt(question, short_name(region.name))
            if typed:
                mentions.append(Mention(typed, (region,)))
                spans.append(typed)
                corrected.append((typed.cut(question), short_name(region.name)))
    if not mentions:
        mentions = outside or find_unknown_area(question, vocabulary.says)
        spans = [m.span for m in mentions]
    return RegionReading(_innermost(resolve(mentions), question, mentions), tuple(spans), tuple(corrected))


def _nicknamed(question: str) -> list[Mention]:
    for nickname, name in load_lexicon().nicknames.items():
        at = question.find(nickname)
        if at >= 0:
            return [Mention(Span(at, at + len(nickname)), m.candidates) for m in find_regions(name)]
    return []


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _without_level(question: str, mention: Mention) -> Mention:
    """聊城市级 is 聊城 + 市级: the 市 belongs to the level, not to the name."""
    if question[mention.span.end - 1] in "省市县区" and question[mention.span.end :][:1] in "级里":
        return Mention(Span(mention.span.start, mention.span.end - 1), mention.candidates)
    return mention


def _word_edges(question: str) -> frozenset[int]:
    edges, position = [0], 0
    for word in rjieba.cut(question):
        position += len(word)
        edges.append(position)
    return frozenset(edges)


def _is_word(question: str, mention: Mention, edges: frozenset[int]) -> bool:
    """A short name counts only as a word of its own: 白银 in 真金白银 and 蒙山 in 沂蒙山 are not places."""
    said = mention.span.cut(question)
    if said == mention.candidates[0].name and len(said) > 2:
        return True
    if said in load_lexicon().by_way:
        return False
    return mention.span.start in edges and (mention.span.end in edges or level(mention.candidates[0]) < 3)


def _innermost(regions: Sequence[Region], question: str, mentions: Sequence[Mention]) -> tuple[Region, ...]:
    """山东省聊城市 means 聊城市, 山东和聊城 both; repeated names count once."""
    unique = list(dict.fromkeys(regions))
    if any(_SET_BESIDE.match(question[m.span.end :]) for m in mentions):
        return tuple(unique)
    return tuple(r for r in unique if not any(r.adcode in other.parents for other in unique))


def _misspelt(question: str, name: str) -> Span | None:
    """Where ``name`` stands with one character replaced by one of the same sound (聊成 for 聊城)."""
    sound = lazy_pinyin(name)
    for start in range(len(question) - len(name) + 1):
        window = question[start : start + len(name)]
        differing = sum(a != b for a, b in zip(window, name, strict=True))
        if differing == 1 and lazy_pinyin(window) == sound:
            return Span(start, start + len(name))
    return None


def is_covered(region: Region, covered: Iterable[Region]) -> bool:
    """Whether documents of ``region`` itself or of a division above it are held."""
    held = {r.adcode for r in covered}
    return bool(held & {region.adcode, *region.parents})


def applicable(region: Region, covered: Iterable[Region]) -> tuple[str, ...]:
    """Adcodes of held documents that speak for ``region``: its own, its city's, its province's, the nation's."""
    held = {r.adcode for r in covered}
    return tuple(code for code in (region.adcode, *reversed(region.parents), "000000") if code in held)


def names(adcodes: Iterable[str]) -> list[str]:
    """Full names, larger divisions first."""
    regions = [divisions()[code] for code in adcodes]
    return [r.name for r in sorted(regions, key=lambda r: (level(r), r.adcode))]
