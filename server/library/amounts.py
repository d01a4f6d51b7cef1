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


class _Read:
    """A text as a sequence in which every character is a symbol, and every figure one that tells its value."""

    def __init__(self, text: str) -> None:
        self.figures: list[Quantity] = []
        self.symbols: list[str] = []
        self.number_at: dict[int, int] = {}
        """Which symbol is which figure."""
        self._text = text
        starting = {figure.number.start: figure for figure in find_quantities(text)}
        position = 0
        while position < len(text):
            figure = starting.get(position)
            if figure is None:
                self.symbols.append(text[position])
                position += 1
                continue
            self.number_at[len(self.symbols)] = len(self.figures)
            self.figures.append(figure)
            self.symbols.append("\0" + repr(self._value(figure)))
            position = figure.number.end

    def numbers(self, start: int, end: int) -> list[int]:
        """The figures among the symbols [start, end)."""
        return [self.number_at[at] for at in range(start, end) if at in self.number_at]

    def meaning(self, number: int) -> tuple[object, ...]:
        """What two figures have to agree in to be the same."""
        figure = self.figures[number]
        return *self._value(figure), figure.qualifier

    def _value(self, figure: Quantity) -> tuple[object, ...]:
        # Dates and formulas are read only in part (a date's value is its year): their words tell the rest.
        exact = figure.measure in {Measure.DATE, Measure.YEAR, Measure.FORMULA}
        words = plain(figure.number.cut(self._text)) if exact else ""
        return figure.measure.value, figure.unit, figure.value.normalize(), words


def changed_amounts(old: str, new: str) -> list[Changed]:
    """Figures of other value, in the order of ``new``; the same value written otherwise (二百万元) is no change.

    Figures belong together where they are the same between the same words, or where they are of one measure and unit
    in a passage that was rewritten.
    """
    before, after = _Read(old), _Read(new)
    partner: dict[int, int] = {}
    matcher = SequenceMatcher(None, before.symbols, after.symbols, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        olds, news = before.numbers(left, left_end), after.numbers(right, right_end)
        if tag == "equal":
            partner.update(zip(news, olds, strict=True))
        elif tag == "replace":
            partner.update(_of_one_kind(olds, news, before, after))
    return list(_differing(before, after, partner))


def _of_one_kind(olds: list[int], news: list[int], before: _Read, after: _Read) -> Iterator[tuple[int, int]]:
    free = list(olds)
    for j in news:
        i = next((i for i in free if _kind(before.figures[i]) == _kind(after.figures[j])), None)
        if i is not None:
            free.remove(i)
            yield j, i


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
        if old.meaning(i) != new.meaning(j):
            yield Changed(figure.measure, old.figures[i], figure)
    for i in gone:
        yield _gone(old.figures[i])


def _gone(figure: Quantity) -> Changed:
    return Changed(figure.measure, figure, None)


def _kind(figure: Quantity) -> tuple[str, str]:
    return figure.measure.value, figure.unit
