"""The number Word prints before a paragraph, computed from numbering.xml (ECMA-376 Part 1, 17.9).

Word stores no label: a paragraph only names a list (w:numId) and a level (w:ilvl), and the label follows from the
counters of the levels, their formats and their text pattern (``%1、``, ``（%2）``, ``第%1条``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml.etree import _Element as Element

from ingest.numerals import write_integer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_LARGEST = 9999
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _letter(value: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[(value - 1) % 26] * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    text = ""
    for unit, letters in _ROMAN:
        count, value = divmod(value, unit)
        text += letters * count
    return text


def _circled(value: int) -> str:
    if value <= 20:
        return chr(0x2460 + value - 1)
    return chr(0x3251 + value - 21) if value <= 35 else str(value)


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(c)] for c in str(value))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: "".join(chr(ord(c) + 0xFEE0) for c in str(value)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "chineseCounting": write_integer,
    "chineseCountingThousand": write_integer,
    "taiwaneseCounting": write_integer,
    "taiwaneseCountingThousand": write_integer,
    "japaneseCounting": write_integer,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda value: write_integer(value).translate(_LEGAL_DIGITS),
    "ideographLegalTraditional": lambda value: write_integer(value).translate(_LEGAL_DIGITS),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    pattern: str
    gap: str
    restart: int | None
    """The 1-based level whose step restarts this one; 0 never, ``None`` any level above."""
    legal: bool
    style: str | None


class Numbering:
    """The lists of one document and where each of them stands. Feed it the paragraphs in order.

    Args:
        root: the ``w:numbering`` element, or ``None`` where the document has no list.
    """

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counted: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level a list ties to a paragraph style; 0 when it names none."""
        return next((i for i, level in self._levels.get(num_id, {}).items() if level.style == style_id), 0)

    def label(self, num_id: str, level: int) -> str:
        """The label of the next paragraph of list ``num_id`` at ``level`` with the gap after it; empty for a bullet.

        >>> Numbering(None).label("1", 0)
        ''
        """
        levels = self._levels.get(num_id)
        if not levels or level not in levels:
            return ""
        counters = self._counters.setdefault(self._counted[num_id], [None] * _LEVELS)
        self._step(num_id, level, levels, counters)
        own = levels[level]
        if own.number_format in ("bullet", "none"):
            return ""
        label = own.pattern
        for index in range(_LEVELS):
            if f"%{index + 1}" in label:
                above = levels.get(index)
                value = counters[index] if counters[index] is not None else (above.start if above else 1)
                label = label.replace(f"%{index + 1}", _written(value or 0, above, own.legal and index != level))
        label = label.strip()
        return label if not label or label[-1] in "、）)．，：" else label + own.gap

    def _step(self, num_id: str, level: int, levels: dict[int, _Level], counters: list[int | None]) -> None:
        start = self._starts.get(num_id, {}).get(level)
        before = counters[level]
        if start is not None and (num_id, level) not in self._begun:
            before = None
        counters[level] = (levels[level].start if start is None else start) if before is None else before + 1
        self._begun.add((num_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < level + 1 <= restart:
                counters[deeper] = None

    def _read(self, root: Element) -> None:
        abstracts = {a.get(f"{W}abstractNumId", ""): a for a in root.iterfind(f"{W}abstractNum")}
        linked = {link.get(f"{W}val"): a for a in abstracts.values() if (link := a.find(f"{W}styleLink")) is not None}
        for num in root.iterfind(f"{W}num"):
            num_id = num.get(f"{W}numId", "")
            named = num.find(f"{W}abstractNumId")
            abstract = abstracts.get(named.get(f"{W}val", "") if named is not None else "")
            if abstract is None:
                continue
            link = abstract.find(f"{W}numStyleLink")
            if link is not None:
                abstract = linked.get(link.get(f"{W}val"), abstract)
            self._counted[num_id] = abstract.get(f"{W}abstractNumId", "")
            self._levels[num_id] = _levels(abstract)
            for override in num.iterfind(f"{W}lvlOverride"):
                index = _integer(override, "ilvl", 0)
                self._levels[num_id] |= _levels(override)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts.setdefault(num_id, {})[index] = _integer(start, "val", 1)


def _levels(parent: Element) -> dict[int, _Level]:
    return {index: _level(e) for e in parent.iterfind(f"{W}lvl") if 0 <= (index := _integer(e, "ilvl", 0)) < _LEVELS}


def _level(element: Element) -> _Level:
    def value(tag: str, default: str) -> str:
        child = element.find(f"{W}{tag}")
        return default if child is None else str(child.get(f"{W}val", default))

    restart = element.find(f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_integer(element.find(f"{W}start"), "val", 1),
        number_format=value("numFmt", "decimal"),
        pattern=value("lvlText", ""),
        gap="" if value("suff", "tab") == "nothing" else " ",
        restart=None if restart is None else _integer(restart, "val", 0),
        legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false"),
        style=value("pStyle", "") or None,
    )


def _integer(element: Element | None, attribute: str, default: int) -> int:
    text = "" if element is None else element.get(f"{W}{attribute}", "")
    return min(int(text), _LARGEST) if text.isascii() and text.isdigit() else default


def _written(value: int, level: _Level | None, legal: bool) -> str:
    if legal or level is None or value < 1:
        return str(value)
    return _FORMATS.get(level.number_format, str)(value)
