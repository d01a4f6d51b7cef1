"""Counties by their short names (寿光, 即墨), which are often ordinary words as well (延长, 长子).

Overlooking one would answer with another place's rule, so a short name counts unless something speaks against it:
it is no word of its own in the question, the library's documents use it, or it is a common word without 在 or the
like before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import rjieba

from ingest.metadata.region import Mention, divisions, find_regions, level, short_name
from ingest.model import Region, Span
from server.understanding.lexicon import load_lexicon

_PLACE_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "x"})
_NAME_TAGS = frozenset({"n", "nz", "ng", "j", "i"})
_IN = re.compile(r"(?:在|来自|到|去|注册于|我们|咱|咱们|我是|公司是|位于)$")


def find_counties(
    question: str,
    edges: frozenset[int],
    taken: Sequence[Mention],
    covered: Iterable[Region],
    says: Callable[[str], bool],
) -> list[Mention]:
    """Counties named by short names that :func:`find_regions` does not take for places by themselves.

    Args:
        edges: offsets of the question's word boundaries.
        taken: what has been read as regions already; a county right behind its city (温州鹿城) is named for certain.
        covered: regions held; they and their own counties are expected, so only the lexicon speaks against those.
        says: whether the library's documents use a word.
    """
    held = {r.adcode for r in covered if level(r) >= 2}
    found: list[Mention] = []
    for match in _pattern().finditer(question):
        span, name = Span(*match.span()), match.group()
        counties = _counties()[name]
        before = {c.adcode for t in taken if t.span.end == span.start for c in t.candidates}
        own = tuple(c for c in counties if held & {c.adcode, *c.parents} or before & set(c.parents))
        if any(t.span.start < span.end and span.start < t.span.end for t in taken):
            continue
        if own:
            found.append(Mention(span, own))
        elif {span.start, span.end} <= edges and not says(name) and _is_place(name, question[: span.start]):
            found.append(Mention(span, counties))
    return found


def _is_place(name: str, before: str) -> bool:
    tagger = rjieba.Jieba()
    tags = [tag for _, tag in tagger.tag(name)]
    if not tagger.has_word(name) or tags[0] in _PLACE_TAGS:
        return True
    if tags[0] in _NAME_TAGS and not before.strip():
        return True
    return _IN.search(before) is not None


@cache
def _counties() -> dict[str, tuple[Region, ...]]:
    names: dict[str, tuple[Region, ...]] = {}
    for county in divisions().values():
        name = short_name(county.name)
        # 东昌府 is read here although the 东昌 in it names another county.
        whole = any(m.span == Span(0, len(name)) for m in find_regions(name))
        if level(county) == 3 and name != county.name and name not in load_lexicon().by_way and not whole:
            names[name] = (*names.get(name, ()), county)
    return names


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _counties()), key=len, reverse=True)))
