"""Places that are no administrative division: 新区, 开发区, a port or a town that carries no code of its own.

A document's title ties such an area to its region (支持某港地区发展 of 某市). An area that no document names is a place
the library does not cover: to overlook it would answer with another place's rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import rjieba

from ingest.metadata.region import Mention, divisions, find_regions, level
from ingest.model import Document, Region, Span
from server.understanding.lexicon import load_lexicon

_KINDS = (
    "新片区|自贸试验区|自贸区|综合保税区|保税区|经济技术开发区|经济开发区|经开区|高新技术产业开发区|高新区|开发区|示范区|试验区|"
    "工业园区|科学城|新城|新区|地区"
)
_KIND = re.compile(_KINDS)
_NO_COUNTY = re.compile(r"新区|新城|新片区")
"""Makes another place of a county's short name (江北新区 is not 江北区); a city's own (某市高新区) is of the city."""
_NAMED_HERE = re.compile(r"(?:^|[\s，,。；;！!？?]|在|来自|到|去|注册于|我们|咱们?|我是|公司是|位于|落户)$")
"""What stands before a place that a question is about."""
_ENDS = "的、，,。；;和与及在等"
"""What stands behind a name that has ended."""
_PLACE_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz", "s", "j"})


def areas_of(document: Document) -> dict[str, Region]:
    """Areas its title names, with the document's region: by the whole name, and by its own word (某港 of 某港地区)."""
    found: dict[str, Region] = {}
    if document.region is None or level(document.region) == 0 or _KIND.search(document.title) is None:
        return found
    tagged = rjieba.Jieba().tag(document.title)
    for (word, tag), (kind, _) in zip(tagged, tagged[1:], strict=False):
        if tag not in _PLACE_TAGS or len(word) < 2 or not _KIND.fullmatch(kind):
            continue
        for name in (word + kind, word):
            if not find_regions(name) or (name != word and _NO_COUNTY.fullmatch(kind) and not _is_division(name)):
                found[name] = document.region
    return found


def without_rivals(areas: Iterable[tuple[str, Region]]) -> dict[str, Region]:
    """Names of areas that lie in one region only: a 开发区 of two cities is nobody's by its name alone."""
    regions: dict[str, set[Region]] = {}
    for name, region in areas:
        regions.setdefault(name, set()).add(region)
    return {name: next(iter(found)) for name, found in regions.items() if len(found) == 1}


def find_areas(question: str, areas: Mapping[str, Region]) -> list[Mention]:
    """The areas of documents' titles that a question names, longest name first."""
    found: list[Mention] = []
    for name in sorted(areas, key=len, reverse=True):
        for match in re.finditer(re.escape(name), question):
            span = Span(*match.span())
            if not any(f.span.covers(span) for f in found):
                found.append(Mention(span, (areas[name],)))
    return found


def without_areas_of_their_own(question: str, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """``mentions`` without counties whose short name is but the first half of an area's, and those areas."""
    kept: list[Mention] = []
    areas: list[Mention] = []
    for mention in mentions:
        behind = _NO_COUNTY.match(question, mention.span.end)
        name = mention.span.cut(question)
        if behind is None or level(mention.candidates[0]) < 3 or name == mention.candidates[0].name:
            kept.append(mention)
            continue
        span = Span(mention.span.start, behind.end())
        areas.append(Mention(span, (_area(span.cut(question)),)))
    return kept, areas


def find_unknown_area(question: str, says: Callable[[str], bool]) -> list[Mention]:
    """The first place that is no division and that no document mentions, as a region of its own; else none."""
    position = 0
    tagged = rjieba.Jieba().tag(question)
    for (word, tag), (following, _) in zip(tagged, [*tagged[1:], ("", "")], strict=False):
        start, position = position, position + len(word)
        kind = _NO_COUNTY.fullmatch(following)
        name = word + following if kind else word
        if (
            (tag != "ns" and not kind)
            or len(word) < 2
            or _KIND.fullmatch(word)
            or not _NAMED_HERE.search(question[:start])
        ):
            continue
        if (
            name in load_lexicon().by_way
            or _is_known(name, question[start + len(name) :][:1], says)
            or find_regions(name)
        ):
            continue
        return [Mention(Span(start, start + len(name)), (_area(name),))]
    return []


def _is_known(name: str, following: str, says: Callable[[str], bool]) -> bool:
    """Whether documents speak of a place: 某港区 does not make 某港 known, it has to end there or go on as asked."""
    ends = _ENDS if not following.isalpha() or following in _ENDS else following
    return any(says(name + end) for end in ends)


def _area(name: str) -> Region:
    return Region(f"area:{name}", name)


def _is_division(name: str) -> bool:
    return any(region.name == name for region in divisions().values())
