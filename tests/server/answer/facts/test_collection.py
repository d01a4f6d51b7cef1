"""The facts of a library: read once, looked up by the words they are said in, let go with the library."""

from __future__ import annotations

import gc
from weakref import ref

from ingest.pipeline import ingest_paths
from server.answer.facts.collection import facts_of
from server.answer.facts.indicator import terms_of
from server.answer.holdings import Holdings
from tests.library import CORPUS
from tests.server.answer.facts.reading import PLAN, facts_in


def test_facts_are_found_by_their_words_in_the_documents_asked_for(holdings: Holdings) -> None:
    [wanted] = facts_in(PLAN, "高新技术企业达到1000家。")
    documents = holdings.of_regions(["370300"])
    found = {
        f.quantity.number.cut(holdings.clauses[f.clause_id].text)
        for f in facts_of(holdings).saying(terms_of(wanted), documents)
        if f.subject.startswith("高新技术企业") and f.quantity.unit == "家"
    }
    assert found == {"1027家", "1260家", "1260家以上", "1600家"}


def test_a_clause_is_read_once_and_a_place_is_found_once(holdings: Holdings) -> None:
    facts = facts_of(holdings)
    assert facts_of(holdings) is facts
    clause = next(c for c in holdings.units_of(["zibo-2022-innovative-city-opinions"]) if "1600家" in c.text)
    assert facts.of(clause) is facts.of(clause)
    found = list(facts.saying((), holdings.library.documents))
    places = [(f.document_id, holdings.clauses[f.clause_id].extent.start + f.quantity.number.start) for f in found]
    assert len(set(places)) == len(places)


def test_the_facts_of_a_library_given_up_do_not_keep_it() -> None:
    held = Holdings(ingest_paths([CORPUS]))
    assert facts_of(held).units("zibo-2022-innovative-city-opinions")
    gone = ref(held)
    del held
    gc.collect()
    assert gone() is None
