"""Whether a statement gives each member of a list its own amount (二等奖30万元, not its neighbour's 50万元)."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.normalize import fold
from server.answer.alignment import Pair, aligned
from server.understanding.quantities import Quantity, find_quantities


def mispaired(text: str, quoted: Iterable[str]) -> list[str]:
    """Amounts of ``text`` said of a member of a 分别-list in ``quoted`` to which the list gives another amount."""
    wrong: list[str] = []
    said = _pairs(text)
    for sentence in quoted:
        listed = aligned(fold(sentence), tuple(find_quantities(fold(sentence))))
        amounts = {_amount(pair.quantity) for pair in listed}
        for pair in said or _nearest(text, [p.subject for p in listed]):
            own = [p for p in listed if _same(p.subject, pair.subject)]
            given = {_amount(p.quantity) for p in own}
            if own and _amount(pair.quantity) in amounts - given:
                wrong.append(pair.subject + pair.quantity.text)
    return wrong


def _pairs(text: str) -> list[Pair]:
    folded = fold(text)
    return aligned(folded, tuple(find_quantities(folded)))


def _nearest(text: str, subjects: list[str]) -> list[Pair]:
    """Each amount of ``text`` with the member named last before it in the same sentence."""
    folded = fold(text)
    pairs = []
    for quantity in find_quantities(folded):
        start = folded.rfind("。", 0, quantity.number.start) + 1
        placed = [(folded.rfind(s, start, quantity.number.start), s) for s in subjects]
        at, subject = max(placed, default=(-1, ""))
        if at >= 0:
            pairs.append(Pair(subject, quantity))
    return pairs


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _amount(quantity: Quantity) -> tuple[object, ...]:
    return quantity.measure, quantity.value, quantity.unit
