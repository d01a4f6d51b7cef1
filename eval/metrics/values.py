"""Whether the asked-for values stand in the answer.

Formula, on texts made comparable by `eval.metrics.text.normalise`:

- *found*: a value stands in the answer where it occurs as a substring and, if it begins (ends) with a
  digit, the character before (after) it is neither a digit nor a full stop: ``5万元`` is not in ``15万元``
  nor in ``1.5万元``. A full stop counts as a decimal point wherever it stands, so the rule never gives a
  doubtful hit.
- *groups*: of every group of `must_contain` at least one alternative is found.
- *forbidden*: of `must_not_contain` none is found. As a figure of its own: answers that hold one / answers to
  cases that forbid any.
- *led by a distractor*: a distractor is found before the first right value. Right values are the
  alternatives of the groups that hold a digit, or of all groups where none does: a distractor is a rival
  figure, and ``最高`` alone in front of it does not make the answer right.
- *length*: for the categories of `BRIEF_CATEGORIES` the answer as given has at most `MAX_BRIEF_CHARS`
  characters.

Source: an answer counts if it contains a gold answer, as in Mallen et al. 2023 (PopQA, arXiv 2212.10511),
with groups for answers of several parts, and the digit rule because a figure inside a longer figure is
another figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eval.cases import Case, Expectation
from eval.metrics.text import normalise

MAX_BRIEF_CHARS = 220
BRIEF_CATEGORIES = frozenset({"amount", "department", "date", "contact", "target", "status"})

_ASCII_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class ValueScore:
    """What is wrong with the values of one answer; nothing is wrong where all fields are empty."""

    missing: tuple[tuple[str, ...], ...] = ()
    """Groups without any alternative in the answer."""
    forbidden: tuple[str, ...] = ()
    """Forbidden values found."""
    led_by: str | None = None
    """The distractor that comes before the first right value."""
    excess_chars: int = 0
    """Characters above the limit of the category."""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.forbidden or self.led_by is not None or self.excess_chars)


def find_value(value: str, answer: str) -> int | None:
    """Where ``value`` first stands in ``answer`` (offset in the normalised answer), ``None`` if it does
    not.
    """
    return _find(normalise(value), normalise(answer))


def score_values(case: Case, answer: str) -> ValueScore | None:
    """Judge the values of ``answer``; ``None`` where the case asks nothing of the text."""
    expect = case.expect
    limited = case.category in BRIEF_CATEGORIES
    if not (expect.must_contain or expect.must_not_contain or limited):
        return None
    text = normalise(answer)
    return ValueScore(
        missing=tuple(group for group in expect.must_contain if _first(group, text) is None),
        forbidden=tuple(v for v in expect.must_not_contain if _find(normalise(v), text) is not None),
        led_by=_leading_distractor(expect, text),
        excess_chars=max(0, len(answer) - MAX_BRIEF_CHARS) if limited else 0,
    )


def _find(value: str, text: str) -> int | None:
    start = text.find(value)
    while start >= 0:
        end = start + len(value)
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if not (_touches(value[0], before) or _touches(value[-1], after)):
            return start
        start = text.find(value, start + 1)
    return None


def _touches(edge: str, neighbour: str) -> bool:
    return edge in _ASCII_DIGITS and (neighbour in _ASCII_DIGITS or neighbour == ".")


def _first(values: Iterable[str], text: str) -> int | None:
    """The first place where any of ``values`` stands in the normalised ``text``."""
    places = (_find(normalise(value), text) for value in values)
    return min((place for place in places if place is not None), default=None)


def _leading_distractor(expect: Expectation, text: str) -> str | None:
    places = [(place, d) for d in expect.distractors if (place := _find(normalise(d), text)) is not None]
    if not places:
        return None
    with_digits = [group for group in expect.must_contain if any(_has_digit(value) for value in group)]
    right = _first((value for group in with_digits or expect.must_contain for value in group), text)
    place, distractor = min(places)
    return distractor if right is None or place < right else None


def _has_digit(value: str) -> bool:
    return not _ASCII_DIGITS.isdisjoint(normalise(value))
