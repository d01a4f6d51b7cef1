"""Quantities in a text: money, percentages, counts, durations, ratios and years, with unit and qualifier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ingest.model import Span
from ingest.normalize import fold
from ingest.numerals import read_decimal, read_integer, write_decimal


class Measure(StrEnum):
    """What a quantity measures; quantities compare only within one measure."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DURATION = "duration"
    RATIO = "ratio"
    YEAR = "year"
    DATE = "date"
    FORMULA = "formula"
    """An amount given in words: 同等额度, 一事一议."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: ``value`` in base units (元, %, the counted thing), ``text`` verbatim with its qualifier.

    ``span`` covers ``text``; ``number`` is the span without the qualifier.
    """

    measure: Measure
    value: Decimal
    unit: str
    text: str
    span: Span
    number: Span
    qualifier: str = ""


_CN = "[零〇一二三四五六七八九十百千两]"
_NUMBER = (
    rf"(?P<n>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?|(?<!第)(?<!{_CN}){_CN}+(?:点{_CN}+)?)"
    r"(?P<more>余|多)?\s*(?P<scale>[十百千]?[万亿]|[千百])?(?P<more2>余|多)?"
)
_COUNTERS = (
    "人次|人年|家次|家|个百分点|个工作日|个月|个|项|名|人|户|件|种|期|场|次|单|笔|吨标准煤|吨|公里|平方米|亩|册|处|位|门|所|"
    "类|条|届|倍|台|套|小时|日|天|年|周岁|周|岁|辆|座|支|批|篇|部(?![门分委队长署])|级|档|份|株|头|只|分钟|平方公里|千瓦时|千瓦|"
    "公斤|毫升|厘米|米|摄氏度|度|学时|课时|元|块|美元|欧元|%|‰|分(?!别|之|类|批|期|级|档|段)"
)
_QUANTITY = re.compile(
    rf"(?P<q>(?:累计|单个项目|单个|每年|每家|每个|每项|每户|每人)?(?:给予|支持|奖补|奖励|补助)?"
    rf"(?:最高(?:不超过|可达|给予|奖补|支持|补助|奖励|可)?|最多|不超过|不高于|不低于|不少于|至少|超过|突破|达到|约|近|力争达到|一次性(?:给予|奖励|补助)?)?)"
    rf"(?P<body>{_NUMBER}\s*(?P<unit>{_COUNTERS})(?P<tail>以上|以下|以内|左右|/[\u4e00-\u9fa5]+)?)"
)
_PERCENT_WORDS = re.compile(rf"(?P<kind>百分之|千分之|万分之)(?P<n>{_CN}+(?:点{_CN}+)?)")
_PARTS_OF_HUNDRED = {"百分之": 1, "千分之": 10, "万分之": 100}
_ONE = re.compile(r"(?:为|满|内|期|处|过|于|少|多|超|近|长|每[年月季周日]|半年|[:：])(?:进行|组织|开展|举行)?$")
"""What stands before 一年 or 一次 where it is a figure and no phrase."""
_RATIO = re.compile(r"(?<![0-9])(?P<a>[0-9]{1,2})\s*:\s*(?P<b>[0-9]{1,2})(?![0-9])")
_YEAR = re.compile(
    r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})\s*年(?:(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})[日号])?)?(?:底|末|度)?"
)
_DAY = re.compile(
    r"(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<d>[12][0-9]|3[01]|[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号](?:[0-9]{1,2}时)?|"
    r"第(?P<w>[一二三四])[周个](?:的)?(?:星期|周)(?P<wd>[一二三四五六日天]))"
)
"""A day of the year without the year: 11月14日12时, 5月第三周的星期一."""
_FRACTION = re.compile(rf"(?P<b>{_CN}+)分之(?P<a>{_CN}+)(?!点)|(?P<half>一半|减半|半数|折半)")
_FORMULA = re.compile(
    r"同等额度|不设(?:置)?上限|上不封顶|一事一议|就高原则|一定比例|适当(?:补助|奖励)|"
    r"(?:超过|高于|达到|不低于|快于)(?:全[省国市]|同期|上年)[\u4e00-\u9fa5]{0,4}平均(?:水平|值|增速)|翻[一两]?番"
)
_DURATIONS = frozenset(["个工作日", "个月", "日", "天", "年", "周", "小时", "分钟"])
_MONEY = frozenset(["元", "块", "美元", "欧元"])
_QUALIFIERS = re.compile(
    r"累计最高|累计|最高不超过|最高|最多|不超过|不高于|不低于|不少于|至少|每年最高|突破|超过|力争|一次性|每家|每年|单个项目"
)


_COLLOQUIAL = re.compile(
    r"(?P<n>[0-9]+(?:\.[0-9]+)?)\s*(?P<scale>[十百千]?[万亿])(?!元|块|人|家|个|项|户|件|名|吨|亩|次|[0-9])"
)


def find_colloquial_money(text: str) -> list[Quantity]:
    """Amounts a speaker names without a unit (免税额5000万): money, since only money is counted so."""
    found = []
    for match in _COLLOQUIAL.finditer(fold(text)):
        value = read_decimal(match["n"] + match["scale"])
        if value is not None:
            span = Span(*match.span())
            found.append(Quantity(Measure.MONEY, value, "元", span.cut(text), span, span))
    return found


def find_quantities(text: str) -> list[Quantity]:
    """Quantities of ``text`` in order; spans are offsets in ``text``. Ordinals (第3位) are none."""
    folded = fold(text)
    found: list[Quantity] = []
    taken: list[Span] = []

    def free(span: Span) -> bool:
        return all(span.end <= t.start or span.start >= t.end for t in taken)

    def add(quantity: Quantity) -> None:
        found.append(quantity)
        taken.append(quantity.number)

    for match in _YEAR.finditer(folded):
        span = Span(*match.span())
        measure = Measure.DATE if match["d"] else Measure.YEAR
        add(Quantity(measure, Decimal(match["y"]), "年", span.cut(text), span, span))
    for match in _DAY.finditer(folded):
        span = Span(*match.span())
        if free(span):
            add(Quantity(Measure.DATE, _day_of_year(match), "日", span.cut(text), span, span))
    for match in _PERCENT_WORDS.finditer(folded):
        value = read_decimal(match["n"])
        if value is not None:
            span = Span(*match.span())
            add(
                Quantity(
                    Measure.PERCENT,
                    value / _PARTS_OF_HUNDRED[match["kind"]],
                    "%",
                    span.cut(text),
                    span,
                    span,
                )
            )
    for match in _FRACTION.finditer(folded):
        span = Span(*match.span())
        if free(span) and (value := _fraction(match)) is not None:
            add(Quantity(Measure.RATIO, value, "比例", span.cut(text), span, span))
    for match in _RATIO.finditer(folded):
        span = Span(*match.span())
        # 20:00 is a time of day.
        if free(span) and (parts := Decimal(match["b"])):
            add(Quantity(Measure.RATIO, Decimal(match["a"]) / parts, "比例", span.cut(text), span, span))
    for match in _QUANTITY.finditer(folded):
        quantity = _read(match, text, folded)
        if quantity is not None and free(quantity.number):
            add(quantity)
    for match in _FORMULA.finditer(folded):
        span = Span(*match.span())
        add(Quantity(Measure.FORMULA, Decimal(0), "", span.cut(text), span, span))
    return sorted(found, key=lambda q: q.number)


def _day_of_year(match: re.Match[str]) -> Decimal:
    """Month and day as one number, 1114 for 11月14日; a weekday of a month counts from the 40th day on."""
    month = read_integer(match["m"]) or 0
    if match["d"]:
        return Decimal(100 * month + (read_integer(match["d"]) or 0))
    week, weekday = read_integer(match["w"]) or 0, "一二三四五六日".find(match["wd"].replace("天", "日")) + 1
    return Decimal(100 * month + 40 + 7 * week + weekday)


def _fraction(match: re.Match[str]) -> Decimal | None:
    if match["half"]:
        return Decimal("0.5")
    above, below = read_integer(match["a"]), read_integer(match["b"])
    return Decimal(above) / Decimal(below) if above and below and below not in (100, 1000) else None


def _read(match: re.Match[str], text: str, folded: str) -> Quantity | None:
    body = Span(*match.span("body"))
    quoted_name = folded[: body.start].endswith("“") and not match["n"][0].isdigit()
    if quoted_name or (folded[: body.start].endswith(("第", "“")) and match["unit"] not in _MONEY):
        return None
    value = read_decimal(match["n"] + (match["scale"] or ""))
    if value is None:
        value = Decimal(read_integer(match["n"]) or 0)
    unit = match["unit"]
    chinese = not match["n"][0].isdigit()
    if (
        chinese
        and unit
        in {
            "个",
            "级",
            "类",
            "批",
            "部",
            "种",
            "条",
            "位",
            "份",
            "支",
            "家",
            "次",
            "年",
            "项",
            "分",
            "场",
            "人",
            "部分",
            "度",
            "米",
            "只",
            "名",
            "期",
            "日",
        }
        and (value <= 1 or unit in {"级", "分"})
        and not (unit in {"年", "次", "日"} and _ONE.search(folded[: body.start]))
    ):
        return None
    span = Span(match.start("q"), body.end)
    qualifier = "".join(_QUALIFIERS.findall(match["q"])) + (match["tail"] or "")
    measure = Measure.COUNT
    if unit in _MONEY:
        measure, unit = Measure.MONEY, "元" if unit == "块" else unit
    elif unit in ("%", "‰"):
        measure, value, unit = Measure.PERCENT, value / (10 if unit == "‰" else 1), "%"
    elif unit == "个百分点":
        measure = Measure.PERCENT
    elif unit in _DURATIONS:
        measure = Measure.DURATION
    return Quantity(measure, value, unit, span.cut(text), span, body, qualifier)


def write_money(value: Decimal) -> str:
    """An amount of 元 as policy texts print it: 150000 → 15万元, 45000 → 4.5万元, 800 → 800元."""
    for scale, name in ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元")):
        if value >= scale:
            return f"{write_decimal(value / scale)}{name}"
    return f"{write_decimal(value)}元"
