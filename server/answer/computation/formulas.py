"""Formulas a clause prints: 补偿费=车价款（元）×行驶里程（公里）/1000（公里）×n, with n 不得高于0.5%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.writing import write, write_figure
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure

_FORMULA = re.compile(r"(?P<name>[\u4e00-\u9fa5]{2,20})\s*=\s*(?P<right>[^。；;,，=\n]{3,90})")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?%?)|(?P<name>[\u4e00-\u9fa5]+|[A-Za-z]{1,3})|(?P<op>[×*·÷/+＋\-－−()]))"
)
_UNIT = re.compile(r"\s*\(\s*(?P<unit>元|万元|公里|千米|天|日|个?月|年|小时|平方米|亩|吨|人|%)\s*\)")
_MONEY_NAME = re.compile(r"(?:费|额|款|金|价|息|税|价格|价值|补偿|成本|收入)(?:用|额|金)?$")
_SIGNS = {"*": "×", "·": "×", "/": "÷", "＋": "+", "－": "-", "−": "-"}
_RULE_OF = r"[^。；;\n]{0,16}?(?P<bound>不得高于|不高于|不得超过|不超过|为|是|取|按)[^。；;\n]{0,6}?(?P<value>[0-9.]+%)"


@dataclass(frozen=True, slots=True)
class _Part:
    """An operand or an operator; an operand has a value, how it is written, and whether it is money."""

    sign: str = ""
    value: Decimal = Decimal(0)
    text: str = ""
    money: bool = False
    most: bool = False


def printed_formula(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The clause's own formula with the asker's values in it, where it names what is asked for."""
    own = sentences(evidence.clause)
    for sentence in own:
        for match in _FORMULA.finditer(sentence.folded):
            if not pairs(match["name"]) & pairs(problem.words):
                continue
            if worked := _solve(problem, own, sentence, match):
                return worked
    return None


def _solve(problem: Problem, own: Sequence[Sentence], sentence: Sentence, match: re.Match[str]) -> Worked | None:
    right, position = match["right"], 0
    parts: list[_Part] = []
    used = [sentence]
    free = list(problem.givens)
    while position < len(right.rstrip()):
        token = _TOKEN.match(right, position)
        if token is None:
            return None
        position = token.end()
        if token["op"]:
            parts.append(_Part(_SIGNS.get(token["op"], token["op"])))
            continue
        unit = _UNIT.match(right, position)
        position = unit.end() if unit else position
        part = (
            _number(token["number"], unit["unit"] if unit else "")
            if token["number"]
            else _named(token["name"], unit["unit"] if unit else "", free, own, used)
        )
        if part is None:
            return None
        parts.append(part)
    value = _evaluate(parts)
    if value is None or not any(p.text and not p.sign for p in parts):
        return None
    is_money = _MONEY_NAME.search(match["name"]) is not None and any(p.money for p in parts)
    if not is_money:
        return None
    total = write(value, Measure.MONEY, "元")
    formula = "".join(p.sign or p.text for p in parts)
    prefix = "最高" if any(p.most for p in parts) else ""
    shown = [f.text for p in parts if p.text for f in read_figures(p.text)]
    return Worked(
        f"{prefix}{total}（{match['name']}={formula}={total}）",
        tuple(dict.fromkeys(used)),
        (total, *shown, *(p.text for p in parts if p.text)),
    )


def _number(text: str, unit: str) -> _Part:
    value = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return _Part(value=value, text=f"{text}{unit}", money=unit == "元")


def _named(name: str, unit: str, free: list[Figure], own: Sequence[Sentence], used: list[Sentence]) -> _Part | None:
    """The value of a name: the given that fits it by unit or by its words; else what the clause sets it to."""
    fitting = [(_fit(name, unit, g), g) for g in free]
    best = max((score for score, _ in fitting), default=0)
    if best > 0:
        given = next(g for score, g in fitting if score == best)
        free.remove(given)
        value = given.value / 100 if given.measure is Measure.PERCENT else given.value
        latin = name.isascii()
        text = write_figure(given) if latin else f"{name}{write_figure(given)}"
        rule = _rule_of(name, own)
        if rule and latin:
            used.append(rule[0])
        return _Part(value=value, text=text, money=given.measure is Measure.MONEY)
    rule = _rule_of(name, own)
    if rule is None:
        return None
    sentence, bound, text = rule
    used.append(sentence)
    return _Part(value=Decimal(text.rstrip("%")) / 100, text=text, most="高" in bound or "超" in bound)


def _fit(name: str, unit: str, given: Figure) -> int:
    shared = len(pairs(name) & pairs(given.words)) + len(set(name) & set(given.words)) * (1 if unit else 0)
    if unit:
        same = (
            (unit == "元" and given.measure is Measure.MONEY)
            or unit == given.unit
            or (unit, given.unit) == ("天", "日")
        )
        return 10 + shared if same else 0
    if name.isascii() or name.endswith(("率", "系数", "比例")):
        return 10 if given.measure is Measure.PERCENT else 0
    return shared


def _rule_of(name: str, own: Sequence[Sentence]) -> tuple[Sentence, str, str] | None:
    for sentence in own:
        match = re.search(re.escape(name.lower()) + _RULE_OF, sentence.folded)
        if match:
            return sentence, match["bound"], match["value"]
    return None


def _evaluate(parts: list[_Part]) -> Decimal | None:
    """Sums of products with brackets, by descent; ``None`` for what is not an expression."""
    position = 0

    def peek() -> str:
        return parts[position].sign if position < len(parts) else ""

    def atom() -> Decimal:
        nonlocal position
        if position >= len(parts):
            raise InvalidOperation
        part = parts[position]
        position += 1
        if part.sign == "(":
            inner = total()
            if peek() != ")":
                raise InvalidOperation
            position += 1
            return inner
        if part.sign:
            raise InvalidOperation
        return part.value

    def product() -> Decimal:
        nonlocal position
        value = atom()
        while peek() in ("×", "÷"):
            sign = peek()
            position += 1
            value = value * atom() if sign == "×" else value / atom()
        return value

    def total() -> Decimal:
        nonlocal position
        value = product()
        while peek() in ("+", "-"):
            sign = peek()
            position += 1
            value = value + product() if sign == "+" else value - product()
        return value

    try:
        value = total()
    except (InvalidOperation, DivisionByZero):
        return None
    return value if position == len(parts) else None
