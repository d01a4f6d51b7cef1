"""What a statement claims besides amounts: dates, departments, quotations, grades, and figures that measure nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Span
from ingest.normalize import fold
from ingest.numerals import CHINESE_NUMERAL, read_integer

_CN = "[〇○零一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?<![0-9])(?:(?P<y>(?:19|20)[0-9]{{2}}|[一二]{_CN}{{3}})\s*(?:年|-|\.|/)\s*)?"
    rf"(?:(?P<m>1[0-2]|0?[1-9]|{_CN}{{1,2}})(?:月|(?<=[0-9])(?:-|\.|/)(?=[0-9]))\s*(?:(?P<d>[0-9]{{1,2}}|{_CN}{{1,3}})(?:[日号]|(?![0-9万亿个.%])))?)?"
)
_PLACE_IN_TIME = re.compile(r"(?:(?P<edge>底|末|初)|度)?(?:之|以)?(?P<side>前|止|后|起|来)?")
_SIDES = {"前": "before", "止": "before", "后": "after", "起": "after", "来": "after"}
_EDGES = {"底": "end", "末": "end", "初": "beginning"}

_QUOTED = re.compile(r"“([^“”]+)”|《([^《》]+)》|「([^「」]+)」|\"([^\"]+)\"")
_GRADE = re.compile(r"[特一二三四五]等奖|(?:国家|[国省市县区])级")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9@._:/-]+")
_ORDINAL = re.compile(rf"第({CHINESE_NUMERAL})(?=[条款项章节])")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")

_OFFICE = re.compile(
    r"(?<![布格结全大当棋])局(?![面势部限长])|厅(?![级堂长])|委员会|委(?![托派员任屈培])|办公室|人民政府|法院|检察院"
    r"|(?<![全内总干外东西中南北本学])部(?![分署队位长下属委])(?:门)?|协会|联合会|工商联"
)
_WORDS_BEFORE = re.compile(r"[^\u4e00-\u9fa5]|[由向和与及是为对经到在找询系责头同跟归需请应可将的]")
_LEVEL = re.compile(r"[省市县区]")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is given, its place in ``text``, and which side of it is meant (前, 起, 底)."""

    year: int | None
    month: int | None
    day: int | None
    sides: frozenset[str]
    span: Span

    def is_part_of(self, other: Date) -> bool:
        """Whether all that is given here is given in ``other`` alike."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or mine == its for mine, its in pairs) and self.sides <= other.sides


def find_dates(text: str) -> list[Date]:
    """Years, months with a year or a day, and days, in figures or Chinese numerals."""
    folded = fold(text)
    found = []
    for match in _DATE.finditer(folded):
        year, month, day = (read_integer(match[part]) if match[part] else None for part in ("y", "m", "d"))
        if (year is None and day is None) or (year is not None and month is None and "年" not in match.group()):
            continue
        if year is None and "月" not in match.group():
            continue
        place = _PLACE_IN_TIME.match(folded, match.end())
        sides = {_EDGES.get(place["edge"] or ""), _SIDES.get(place["side"] or "")} if place else set()
        found.append(Date(year, month, day, frozenset(s for s in sides if s), Span(*match.span())))
    return found


def unknown_dates(text: str, sources: list[str]) -> list[str]:
    """Dates of ``text`` that no source gives."""
    known = [date for source in sources for date in find_dates(source)]
    return [d.span.cut(text) for d in find_dates(text) if not any(d.is_part_of(k) for k in known)]


def unknown_quotations(text: str, sources: list[str]) -> list[str]:
    """Quoted words and titles of ``text`` that no source has letter for letter (white space aside)."""
    known = [_solid(source) for source in sources]
    quoted = (next(part for part in match.groups() if part) for match in _QUOTED.finditer(text))
    return [part for part in quoted if not any(_solid(part) in source for source in known)]


def unknown_departments(text: str, sources: list[str]) -> list[str]:
    """Offices named in ``text`` that no source names; 聊城市财政局 is known where 市财政局 is."""
    folded, known = fold(text), [fold(source) for source in sources]
    unknown = []
    for match in _OFFICE.finditer(folded):
        name = _name_ending_at(folded, match)
        forms = [name, *(name[m.start() :] for m in _LEVEL.finditer(name) if len(name) - m.start() > 2)]
        if len(name) > len(match.group()) and not any(form in source for form in forms for source in known):
            unknown.append(name)
    return unknown


def _name_ending_at(text: str, office: re.Match[str]) -> str:
    edges = [m.end() for m in _WORDS_BEFORE.finditer(text, 0, office.start())]
    return text[edges[-1] if edges else 0 : office.end()]


def unknown_words(text: str, sources: list[str]) -> list[str]:
    """Grades (二等奖, 省级), Latin words, addresses and ordinals (第三条) of ``text`` that no source has."""
    folded, known = fold(text).lower(), fold("\n".join(sources)).lower()
    figures = set(_DIGITS.findall(known))
    words = [m.group() for pattern in (_GRADE, _LATIN) for m in pattern.finditer(folded)]
    ordinals = [
        m.group()
        for m in _ORDINAL.finditer(folded)
        if str(read_integer(m[1])) not in figures and m.group() not in known
    ]
    return [word for word in words if word.rstrip(".:/-") not in known] + ordinals


def unknown_figures(text: str, measured: list[Span], sources: list[str]) -> list[str]:
    """Figures of ``text`` outside the spans ``measured`` (telephone numbers, 第14条) that no source has."""
    known = {figure for source in sources for figure in _DIGITS.findall(fold(source))}
    known |= {str(read_integer(number)) for source in sources for number in _ORDINAL.findall(source)}
    bare = [m for m in _DIGITS.finditer(fold(text)) if not any(s.covers(Span(*m.span())) for s in measured)]
    return [m.group() for m in bare if m.group() not in known]


def _solid(text: str) -> str:
    return "".join(fold(text).split())
