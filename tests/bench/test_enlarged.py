"""The library that `make bench` searches."""

from __future__ import annotations

from collections import Counter

from ingest.pipeline import ingest_paths
from tests.bench.enlarged import enlarged
from tests.library import CORPUS


def test_an_enlarged_library_is_whole_copies_that_hang_together() -> None:
    base = ingest_paths([CORPUS])
    held = len(base.clauses)
    large = enlarged(base, 2 * held + 1)
    assert (len(large.clauses), len(large.chunks)) == (3 * held, 3 * len(base.chunks))
    assert large.clauses[:held] == base.clauses
    ids = {clause.id for clause in large.clauses}
    assert len(ids) == 3 * held
    assert {clause.parent_id for clause in large.clauses} - {None} <= ids
    assert {chunk.clause_id for chunk in large.chunks} <= ids
    assert {chunk.document_id for chunk in large.chunks} <= {document.id for document in large.documents}
    assert {document.source_file for document in large.documents} <= {source.name for source in large.sources}
    # Every text stands in it three times as often.
    once, thrice = (Counter(chunk.text for chunk in library.chunks) for library in (base, large))
    assert thrice == Counter({text: 3 * count for text, count in once.items()})
