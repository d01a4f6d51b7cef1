"""Reading and writing Chinese and mixed numerals.

Values are exact (:class:`decimal.Decimal`), so that 0.1 万元 is 1000 元 and not nearly so.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.normalize import fold

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

CHINESE_NUMERAL = "[零〇○一二三四五六七八九十百千两]+"
"""A regular expression for the integers that number clauses."""


def read_integer(text: str) -> int | None:
    """Value of a Chinese (``三百二十``, ``十四``, ``二〇二三``) or Arabic (also full-width) integer, else ``None``.

    >>> read_integer("一百零五"), read_integer("二〇二三"), read_integer("１４")
    (105, 2023, 14)
    """
    text = fold(text).strip()
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[c]
            digit = None
        else:
            section += digit or 0
            total = (total + (section or 1)) * _LARGE[c] if c == "亿" else total + (section or 1) * _LARGE[c]
            section, digit = 0, None
    return total + section + (digit or 0)


def write_integer(value: int) -> str:
    """Chinese form of 0 ≤ ``value`` < 10¹², as clause numbers and laws print it (10 is 十, 110 一百一十).

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
    out = ""
    zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            out += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif out:
            zero = True
    return out


_MIXED = re.compile(r"(?P<arabic>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<scale>[十百千万亿]*)")


def read_decimal(text: str) -> Decimal | None:
    """Value of a number with optional scale words: ``1.2亿``, ``5000``, ``三百二十万``, ``20余``; ``None`` if none.

    >>> read_decimal("1.2亿"), read_decimal("３２０万"), read_decimal("三百二十万")
    (Decimal('120000000.0'), Decimal('3200000'), Decimal('3200000'))
    """
    text = fold(text).strip().removesuffix("余").removesuffix("多")
    if match := _MIXED.fullmatch(text):
        value = Decimal(match["arabic"].replace(",", ""))
        for word in match["scale"]:
            value *= _SMALL.get(word) or _LARGE[word]
        return value
    whole, _, fraction = text.partition("点")
    integer = read_integer(whole)
    if integer is None:
        return None
    if not fraction:
        return Decimal(integer)
    scale = Decimal(1)
    while fraction and fraction[-1] in _LARGE:
        scale *= _LARGE[fraction[-1]]
        fraction = fraction[:-1]
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return Decimal(f"{integer}." + "".join(str(_DIGITS[c]) for c in fraction)) * scale
