"""Reading and writing Chinese, Arabic and mixed numerals, alone and with a unit.

Values are exact (:class:`decimal.Decimal`), so that 0.1 万元 is 1000 元 and not nearly so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ingest.normalize import fold

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_ZEROS = frozenset("零〇○Ｏ")

CHINESE_NUMERAL = "[零〇○一二三四五六七八九十百千两]+"
"""A regular expression for the integers that number clauses."""


def read_integer(text: str) -> int | None:
    """Value of a Chinese (``三百二十``, ``十四``, ``二〇二三``) or Arabic (also full-width) integer, else ``None``.

    A last digit without 零 before it counts in the next lower place, as it is said: 一万五 is 15000.

    >>> read_integer("一百零五"), read_integer("二〇二三"), read_integer("１４"), read_integer("三千二")
    (105, 2023, 14, 3200)
    """
    text = fold(text).strip()
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _read_places(text)


def _read_places(text: str) -> int | None:
    """Value of a numeral with places (十百千万亿); ``None`` for 万 alone and for two digits together (十四五).

    ``counts`` is what a last digit counts: a tenth of the place before it, one after 零.
    """
    if text[0] in _LARGE:
        return None
    total = section = counts = 0
    digit: int | None = None
    for c in text:
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
            counts = 1 if c in _ZEROS else counts
        elif c in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[c]
            digit, counts = None, _SMALL[c] // 10
        else:
            section += digit or 0
            total = (total + section) * _LARGE[c] if c == "亿" else total + section * _LARGE[c]
            section, digit, counts = 0, None, _LARGE[c] // 10
    return total + section + (digit or 0) * counts


def write_integer(value: int) -> str:
    """Chinese form of 0 ≤ ``value`` < 10¹², else ``ValueError``, as clause numbers and laws print it (10 is 十).

    >>> write_integer(320), write_integer(10), write_integer(1_0005)
    ('三百二十', '十', '一万零五')
    """
    if not 0 <= value < 10**12:
        raise ValueError(f"only 0 to 10^12 can be written, not {value}")
    if value == 0:
        return "零"
    parts: list[str] = []
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, value = divmod(value, unit)
        if section:
            if parts and section < 1000:
                parts.append("零")
            parts.append(_write_section(section) + name)
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text


def _write_section(section: int) -> str:
    out = gap = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            out += gap + "零一二三四五六七八九"[digit] + name
            gap = ""
        elif out:
            gap = "零"
    return out


_MIXED = re.compile(r"(?:[0-9][0-9,]*(?:\.[0-9]+)?[十百千万亿]+)+[0-9]*|[0-9][0-9,]*(?:\.[0-9]+)?")
_MIXED_PART = re.compile(r"(?P<arabic>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<scale>[十百千万亿]*)")


def read_decimal(text: str) -> Decimal | None:
    """Value of a number with optional scale words: ``1.2亿``, ``5000``, ``三百二十万``, ``20余``; ``None`` if none.

    >>> read_decimal("1.2亿"), read_decimal("３２０万"), read_decimal("三百二十万"), read_decimal("1亿2000万")
    (Decimal('120000000.0'), Decimal('3200000'), Decimal('3200000'), Decimal('120000000'))
    """
    text = fold(text).strip().removesuffix("余").removesuffix("多")
    if _MIXED.fullmatch(text):
        return _read_mixed(text)
    whole, point, fraction = text.partition("点")
    integer = read_integer(whole)
    if integer is None:
        return None
    if not point:
        return Decimal(integer)
    scale = Decimal(1)
    while fraction and fraction[-1] in _LARGE:
        scale *= _LARGE[fraction[-1]]
        fraction = fraction[:-1]
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return Decimal(f"{integer}." + "".join(str(_DIGITS[c]) for c in fraction)) * scale


def _read_mixed(text: str) -> Decimal | None:
    """Arabic digits with scale words, several in falling order (1亿2000万, 3万5千); ``None`` in any other order."""
    total = Decimal(0)
    before: int | None = None
    for match in _MIXED_PART.finditer(text):
        scale = 1
        for word in match["scale"]:
            scale *= _SMALL.get(word) or _LARGE[word]
        if before is not None and scale >= before:
            return None
        value = Decimal(match["arabic"].replace(",", ""))
        if before is not None and not match["scale"] and len(match["arabic"]) == 1 and before >= 100:
            scale = before // 10  # 3万5 is 35000
        total += value * scale
        before = scale
    return total


class Style(StrEnum):
    """How a number is written out."""

    ARABIC = "320万元"
    CHINESE = "三百二十万元"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: ``value`` counts ``unit`` (元, 人, 年, %…); scale words are in the value already."""

    value: Decimal
    unit: str


_PARTS = {"百分之": "%", "千分之": "‰"}
_PART_WORDS = {unit: words for words, unit in _PARTS.items()}
_AMOUNT = re.compile(
    r"(?P<number>(?:[0-9][0-9,.]*|[零〇○一二三四五六七八九十百千万亿两点壹贰叁肆伍陆柒捌玖拾佰仟])+[十百千万亿]*[余多]?)\s*(?P<unit>[^0-9零〇一二三四五六七八九十百千万亿两\s].*|)"
)


def read_amount(text: str) -> Amount | None:
    """A number with its unit; ``None`` if ``text`` is not one from end to end.

    >>> read_amount("三百二十万元"), read_amount("百分之五"), read_amount("千分之二"), read_amount("1.2亿元")
    (Amount(value=Decimal('3200000'), unit='元'), Amount(value=Decimal('5'), unit='%'), \
Amount(value=Decimal('2'), unit='‰'), Amount(value=Decimal('120000000.0'), unit='元'))
    """
    folded = fold(text).strip()
    for words, unit in _PARTS.items():
        if folded.startswith(words):
            value = read_decimal(folded.removeprefix(words))
            return None if value is None else Amount(value, unit)
    match = _AMOUNT.fullmatch(folded)
    value = read_decimal(match["number"]) if match else None
    return Amount(value, match["unit"]) if match and value is not None else None


def write_amount(amount: Amount, style: Style = Style.ARABIC) -> str:
    """``amount`` as policies (320万元, 5%) or laws (三百二十万元, 百分之五) print it.

    Raises:
        ValueError: the value is negative, or too large for :attr:`Style.CHINESE` (10¹² and up).
    """
    if amount.value < 0:
        raise ValueError(f"a negative number cannot be written: {amount.value}")
    if style is Style.ARABIC:
        return _write_arabic(amount.value) + amount.unit
    written = _write_chinese(amount.value)
    words = _PART_WORDS.get(amount.unit)
    return words + written if words else written + amount.unit


def _write_arabic(value: Decimal) -> str:
    for name, scale in (("亿", 10**8), ("万", 10**4)):
        scaled = value / scale
        if value >= scale and scaled == round(scaled, 4):
            return write_decimal(scaled) + name
    return write_decimal(value)


def _write_chinese(value: Decimal) -> str:
    whole, _, fraction = write_decimal(value).partition(".")
    return write_integer(int(whole)) + (
        "点" + "".join("零一二三四五六七八九"[int(c)] for c in fraction) if fraction else ""
    )


def write_decimal(value: Decimal) -> str:
    """``value`` in Arabic digits, without exponent or closing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_RATIO = re.compile(
    r"(?P<a>[0-9]{1,4}|[一二三四五六七八九十]+)\s*(?:[:∶比])\s*(?P<b>[0-9]{1,4}|[一二三四五六七八九十]+)"
)


def read_ratio(text: str) -> tuple[int, int] | None:
    """The two terms of a ratio (``1∶1``, ``1:2``, ``一比一``), else ``None``."""
    match = _RATIO.fullmatch(fold(text).strip())
    if match is None:
        return None
    first, second = read_integer(match["a"]), read_integer(match["b"])
    return None if first is None or second is None else (first, second)


def write_ratio(first: int, second: int) -> str:
    """A ratio with the sign official texts use: ``1∶1``."""
    return f"{first}∶{second}"


_PLAN = re.compile(r"[“\"]?十(?P<n>[一二三四五六七八九])五[”\"]?(?:规划|时期|期间)?")
_FIRST_PLAN_OF_THE_TEENS = 11
_PLAN_11_BEGINS = 2006


def read_plan(text: str) -> tuple[int, int] | None:
    """First and last year of a five-year plan named as ``十四五`` (the 14th: 2021 to 2025), else ``None``."""
    match = _PLAN.fullmatch(text.strip())
    if match is None:
        return None
    number = 10 + _DIGITS[match["n"]]
    begins = _PLAN_11_BEGINS + 5 * (number - _FIRST_PLAN_OF_THE_TEENS)
    return begins, begins + 4


def write_plan(first_year: int) -> str:
    """The name of the five-year plan that begins in ``first_year``: 2021 is 十四五.

    Raises:
        ValueError: no plan from the 11th to the 19th begins in that year.
    """
    number, rest = divmod(first_year - _PLAN_11_BEGINS, 5)
    if rest or not 0 <= number <= 8:
        raise ValueError(f"no five-year plan that can be named begins in {first_year}")
    return write_integer(_FIRST_PLAN_OF_THE_TEENS + number) + "五"
