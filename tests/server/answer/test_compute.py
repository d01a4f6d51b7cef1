"""Which rule of a sentence turns what the asker has into money. Results are checked where they are shown, in
``test_shipped_documents``."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server.answer.compute import Rule, find_rule
from server.understanding.quantities import find_colloquial_money, find_quantities


def rule_of(text: str, given: str) -> Rule | None:
    stated = find_quantities(text)
    had = find_quantities(given) or find_colloquial_money(given)
    return find_rule(text, stated, had)


@pytest.mark.parametrize(
    ("text", "given", "rate", "base", "cap"),
    [
        ("每通过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元。", "30家", 5000, 30, 200_000),
        ("每培养1名技术经纪人给予1000元补助。", "45名", 1000, 45, None),
        ("按照年度免税技术交易额的1.5%给予补助，最高不超过50万元。", "5000万", "1.5", 50_000_000, 500_000),
        ("按照年度免税技术交易额的1.5%给予补助，最高不超过50万元。", "5000万元", "1.5", 50_000_000, 500_000),
        ("每孵化一家企业，给予2万元补助。", "8家", 20_000, 8, None),
    ],
)
def test_rate_base_and_cap_are_told_apart(text: str, given: str, rate: int | str, base: int, cap: int | None) -> None:
    rule = rule_of(text, given)
    assert rule is not None
    assert rule.rate.value == Decimal(rate)
    assert rule.base.value == base
    assert (rule.cap.value if rule.cap else None) == cap


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("对首次通过认定的企业，给予10万元补助。", "30家"),
        ("按照交易额的1.5%给予补助。", "30家"),
        ("每培养1名技术经纪人给予1000元补助。", "500万元"),
        ("每年最高支持100万元。", "3年"),
        ("研发投入强度达到3.1%以上。", "500万元"),
    ],
    ids=["no per-unit rule", "a count for a share", "money for a count", "only a cap", "a target"],
)
def test_a_sentence_without_a_rule_for_it_gives_none(text: str, given: str) -> None:
    assert rule_of(text, given) is None
