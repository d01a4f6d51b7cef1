"""Why this answer: what of the response is told, in words a reader knows."""

from __future__ import annotations

import tomllib

from server.contract import Understood
from tests.running_service import ROOT
from tests.ui.samples import a_citation, an_answer
from tests.ui.test_citations import Elements
from ui.why import FACETS, why_this_answer


def test_region_facet_terms_time_and_score_parts_are_told() -> None:
    response = an_answer(
        understood=Understood(
            regions=["日照市"], facets=["amount"], rewritten_question="创投怎么奖励", terms=["创业投资"]
        ),
        citations=[
            a_citation(scores={"dense": 0.8612, "lexical": 12.34, "fused": 0.5, "matched_terms": ["创业", "投资"]})
        ],
        timings_ms={"total": 137.84},
    )
    text = Elements(why_this_answer(response)).text
    for told in (
        "日照市",
        "金额",
        "创业投资",
        "创投怎么奖励",
        "摘自原文",
        "138 毫秒",
        "0.861",
        "12.3",
        "0.5",
        "创业、投资",
    ):
        assert told in text


def test_what_is_not_known_is_not_made_up() -> None:
    text = Elements(why_this_answer(an_answer(citations=[a_citation(scores={})]))).text
    assert "没有限定" in text
    assert "None" not in text


def test_every_facet_of_the_service_has_a_name() -> None:
    known = tomllib.loads((ROOT / "server/understanding/facets.toml").read_text(encoding="utf-8"))["facets"]
    assert set(known) == set(FACETS)
