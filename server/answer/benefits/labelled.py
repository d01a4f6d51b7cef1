"""What a document gives under printed labels: 补贴条件：… 补贴对象：… 补贴标准：… 补贴期限：…, a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Clause, Span
from ingest.normalize import fold, trim
from server.answer.benefits.benefit import Benefit
from server.understanding.quantities import Measure, find_quantities

_LABEL = re.compile(
    r"(?m)^[ \t\u3000]*(?:\(?[一二三四五六七八九十0-9]{1,3}[)、.]\s*)?"
    r"(?:补贴|补助|奖励|奖补|资助|扶持|支持|申请|申报|享受|政策|发放)?"
    r"(?P<role>对象|范围|条件|标准|额度|金额|方式|期限|时限)\s*:"
)
_ROLES = {
    "对象": "recipient", "范围": "recipient", "条件": "condition", "标准": "standard", "额度": "standard",
    "金额": "standard", "方式": "standard", "期限": "time_limit", "时限": "time_limit",
}  # fmt: skip
_PAID = (Measure.MONEY, Measure.PERCENT, Measure.RATIO, Measure.FORMULA)


def labelled_benefits(clauses: Sequence[Clause]) -> list[Benefit]:
    """One benefit for each innermost clause that prints a standard and another of the labels, in reading order.

    Its ``span`` is the standard alone: what is given has its name in the clause's heading.
    """
    read = {clause.id: _read(clause) for clause in clauses}
    parents = {clause.id: clause.parent_id for clause in clauses}
    found: dict[str, Benefit] = {}
    for clause in reversed(clauses):  # inner ones before those that hold them
        benefit = read[clause.id]
        if benefit is None or any(clause.extent.covers(inner.clause.extent) for inner in found.values()):
            continue
        # A list under one label may have swallowed the labels behind it: the clause above then prints more of them.
        above = read.get(parents[clause.id] or "")
        while above and _stated(above) > _stated(benefit):
            benefit, above = above, read.get(parents[above.clause.id] or "")
        found.setdefault(benefit.clause.id, benefit)
    return sorted(found.values(), key=lambda b: b.clause.extent)


def _stated(benefit: Benefit) -> int:
    return sum(s is not None for s in (benefit.recipient, benefit.condition, benefit.time_limit))


def _read(clause: Clause) -> Benefit | None:
    folded = fold(clause.text)
    labels = list(_LABEL.finditer(folded))
    if not labels:
        return None
    ends = [*(m.start() for m in labels[1:]), len(folded)]
    bodies: dict[str, Span] = {}
    for label, end in zip(labels, ends, strict=True):
        body = trim(clause.text, label.end(), end)
        role = _ROLES[label["role"]]
        if role in bodies:  # the labels of a second thing: this clause holds several
            return None
        if body.end > body.start:
            bodies[role] = body
    standard = bodies.get("standard")
    if standard is None or len(bodies) < 2:
        return None
    if not any(q.measure in _PAID for q in find_quantities(standard.cut(clause.text))):
        return None
    return Benefit(
        clause,
        standard,
        bodies.get("recipient"),
        bodies.get("condition"),
        standard,
        bodies.get("time_limit"),
    )
