"""Refusals say what was looked for, never that there is no such policy."""

from __future__ import annotations

import re

from ingest.metadata.region import divisions
from server.answer import refusals
from server.answer.holdings import Holdings

MONEY = re.compile(r"[0-9０-９]\s*(?:百|千)?[万亿]?元")


def test_a_region_that_is_not_covered_is_named(holdings: Holdings) -> None:
    refused = refusals.region_not_covered([divisions()["370200"], divisions()["370100"]], holdings)
    assert refused.code == "region_not_covered"
    assert "未收录" in refused.message
    assert "青岛市" in refused.message
    assert "济南市" in refused.message
    assert refused.quotes == ()


def test_something_that_is_not_about_policy_is_told_so(holdings: Holdings) -> None:
    refused = refusals.off_topic(holdings)
    assert refused.code == "off_topic"
    assert refused.quotes == ()


def test_suggestions_can_be_asked_and_promise_no_sum(holdings: Holdings) -> None:
    suggested = refusals.suggestions(holdings, None)
    assert 1 <= len(suggested) <= 5
    for question in suggested:
        assert question.endswith(("？", "?"))
        assert not MONEY.search(question)
        assert any(region.name[:2] in question for region in holdings.regions)


def test_suggestions_stay_within_the_documents_given(holdings: Holdings) -> None:
    [document] = [d.id for d in holdings.library.documents if d.id.startswith("liaocheng")]
    assert all("聊城" in question for question in refusals.suggestions(holdings, frozenset({document})))
