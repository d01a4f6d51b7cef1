"""The figures that differ between two wordings of a clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from server.library.matching import plain
from server.understanding.quantities import Measure, Quantity, find_quantities


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure and what it became; ``None`` for one that is new or gone. Spans are offsets in the two texts."""

    measure: Measure
    old: Quantity | None
    new: Quantity | None


def changed_amounts(old: str, new: str) -> list[Changed]:
    """Figures of other value, in the order of ``new``; the same value written otherwise (两百万元) is no change.

    Figures belong together where the same words stand around them, or where they are of one measure and unit
    in a passage that was rewritten.
    """
    before, after = find_quantities(old), find_quantities(new)
    matcher = SequenceMatcher(None, _pattern(old, before), _pattern(new, after), autojunk=False)
    partner: dict[int, int] = {}
    numbers_old, numbers_new = _numbers(old, before), _numbers(new, after)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        olds = [numbers_old[i] for i in range(left, left_end) if i in numbers_old]
        news = [numbers_new[j] for j in range(right, right_end) if j in numbers_new]
        if tag == "equal":
            partner.update(zip(news, olds, strict=True))
        elif tag == "replace":
            partner.update(_of_one_kind(olds, news, before, after))
    return list(_differing(_Read(old, before), _Read(new, after), partner))


def _of_one_kind(
    olds: list[int], news: list[int], before: list[Quantity], after: list[Quantity]
) -> Iterator[tuple[int, int]]:
    free = list(olds)
    for j in news:
        i = next((i for i in free if _kind(before[i]) == _kind(after[j])), None)
        if i is not None:
            free.remove(i)
            yield j, i


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with its figures."""

    text: str
    figures: list[Quantity]

    def value(self, number: int) -> tuple[object, ...]:
        """What two figures have to agree in to be the same."""
        figure = self.figures[number]
        # Dates and formulas are read only in part (a date's value is its year): their words tell the rest.
        exact = figure.measure in {Measure.DATE, Measure.YEAR, Measure.FORMULA}
        words = plain(figure.number.cut(self.text)) if exact else ""
        return figure.measure, figure.unit, figure.value, figure.qualifier, words


def _differing(old: _Read, new: _Read, partner: dict[int, int]) -> Iterator[Changed]:
    used = set(partner.values())
    gone = [i for i in range(len(old.figures)) if i not in used]
    for j, figure in enumerate(new.figures):
        i = partner.get(j)
        if i is None:
            yield Changed(figure.measure, None, figure)
            continue
        while gone and gone[0] < i:
            yield _gone(old.figures[gone.pop(0)])
        if old.value(i) != new.value(j):
            yield Changed(figure.measure, old.figures[i], figure)
    for i in gone:
        yield _gone(old.figures[i])


def _gone(figure: Quantity) -> Changed:
    return Changed(figure.measure, figure, None)


def _kind(quantity: Quantity) -> tuple[str, str]:
    return quantity.measure.value, quantity.unit


def _pattern(text: str, quantities: list[Quantity]) -> list[str]:
    """``text`` as a sequence of characters in which each figure is one symbol that tells only its kind."""
    starts = {q.number.start: q for q in quantities}
    symbols: list[str] = []
    position = 0
    while position < len(text):
        quantity = starts.get(position)
        symbols.append("\0" + "".join(_kind(quantity)) if quantity else text[position])
        position = quantity.number.end if quantity else position + 1
    return symbols


def _numbers(text: str, quantities: list[Quantity]) -> dict[int, int]:
    """Which symbol of ``_pattern`` stands for which figure."""
    found: dict[int, int] = {}
    shift = 0
    for number, quantity in enumerate(quantities):
        found[quantity.number.start - shift] = number
        shift += quantity.number.end - quantity.number.start - 1
    return found
