"""What documents state in figures, as the API lists it."""

from __future__ import annotations

import pytest

from server.errors import DocumentNotFound
from server.service import PolicyService
from tests.library import source_text


def test_a_figure_comes_with_its_subject_its_sentence_and_its_question(policies: PolicyService) -> None:
    name = next(d.id for d in policies.documents().documents if d.source_file.startswith("liaocheng-2023"))
    listed = policies.facts(name)
    assert (listed.snapshot, listed.document.id) == (policies.snapshot, name)
    # 对复审通过认定的企业，给予5万元补助
    five = [fact for fact in listed.facts if fact.value == "5万元" and "复审" in fact.quote]
    assert [fact.kind for fact in five] == ["promise"]
    assert five[0].clause_label.startswith("1.")
    assert five[0].question is not None
    assert "聊城" in five[0].question


def test_every_quote_stands_at_its_place_and_holds_its_figure(policies: PolicyService) -> None:
    for info in policies.documents().documents:
        text = source_text(info.source_file)
        facts = policies.facts(info.id).facts
        assert [f.clause_id for f in facts if text[f.start : f.end] != f.quote or f.value not in f.quote] == []


def test_figures_are_listed_in_the_order_of_the_text(policies: PolicyService) -> None:
    for info in policies.documents().documents:
        places = [fact.start for fact in policies.facts(info.id).facts]
        assert places == sorted(places)


def test_an_unknown_document_is_told_as_such(policies: PolicyService) -> None:
    with pytest.raises(DocumentNotFound):
        policies.facts("none")
