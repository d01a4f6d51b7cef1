"""The whole search over a built snapshot, against brute force written out here."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.build import build_snapshot
from index.model import Filters, SearchRequest
from index.retriever import Retriever
from index.settings import RetrievalSettings
from index.snapshots import list_snapshots
from index.tokens import tokenize
from ingest.model import Library, Status
from tests.index.small_library import THREE_CITIES, HashEncoder, Text, library_of
from tests.index.test_bm25_store import plain_bm25

pytestmark = pytest.mark.slow

ENCODER = HashEncoder()


def opened(tmp_path, library, settings=None):
    build_snapshot(library, ENCODER, tmp_path)
    return Retriever.open(tmp_path, ENCODER, settings=settings)


def random_library(seed, documents=40):
    rng = random.Random(seed)
    syllables = "高企补助奖励孵化器万元技术合同登记平台认定首次人才"
    made = []
    for number in range(documents):
        clauses = [
            ["".join(rng.choices(syllables, k=rng.randint(4, 25))) for _ in range(rng.randint(1, 3))]
            for _ in range(rng.randint(1, 5))
        ]
        status = Status.DRAFT if number % 20 == 0 else Status.IN_FORCE
        made.append(Text(f"doc{number}", clauses, f"37{number % 10:02}00", status=status))
    return library_of(*made)


def brute_force(library, query, admitted, weight):
    """Clause ids in order, with parts: every admitted chunk scored, scaled, summed and collapsed openly."""
    chunks = library.chunks
    vectors = ENCODER.encode_passages([chunk.text for chunk in chunks])
    cosines = vectors.astype(float) @ ENCODER.encode_query(query).astype(float)
    terms = [term for term in tokenize(query) if len(term) > 1]  # single characters are not looked for
    bm25 = plain_bm25([tokenize(chunk.text) for chunk in chunks], terms, k1=1.2, b=0.75)
    rows = [i for i, chunk in enumerate(chunks) if admitted(chunk)]
    low, high = min(cosines[rows]), max(cosines[rows])
    top = max(bm25[i] for i in rows)
    fused = {
        i: weight * ((cosines[i] - low) / (high - low) if high > low else 0)
        + (1 - weight) * (bm25[i] / top if top else 0)
        for i in rows
    }
    best = {}
    for i in sorted(rows, key=lambda i: (-fused[i], i)):
        best.setdefault(chunks[i].clause_id, (chunks[i].id, cosines[i], bm25[i], fused[i]))
    return best


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("filters", [Filters(), Filters(regions=("370300",)), Filters(status=("draft",))])
def test_equals_brute_force(tmp_path, seed, filters):
    library = random_library(seed)
    regions = {document.id: document.region.adcode for document in library.documents}
    status = {document.id: document.status.value for document in library.documents}
    expected = brute_force(
        library,
        "首次认定高企补助",
        lambda chunk: (
            (not filters.regions or regions[chunk.document_id] in filters.regions)
            and (not filters.status or status[chunk.document_id] in filters.status)
        ),
        weight=0.3,
    )
    # A depth beyond the library, so that every admitted chunk is a candidate, as in the brute force.
    settings = RetrievalSettings(depth=10_000, fusion="weighted", dense_weight=0.3)
    hits = opened(tmp_path, library, settings).search(SearchRequest("首次认定高企补助", filters=filters, top_k=12))
    assert len(hits) == min(12, len(expected))
    assert [hit.score for hit in hits] == pytest.approx([part[3] for part in expected.values()][:12], abs=1e-4)
    for hit in hits:
        chunk_id, cosine, bm25, fused = expected[hit.clause_id]
        assert hit.chunk_id == chunk_id
        assert hit.scores == pytest.approx({"dense": cosine, "lexical": bm25, "fused": fused}, abs=1e-4)


@pytest.mark.parametrize("depth", [1, 3, 10_000])
@pytest.mark.parametrize("fusion", ["rrf", "weighted"])
def test_filters_never_starve_the_answer(tmp_path, depth, fusion):
    library = random_library(seed=9)
    retriever = opened(tmp_path, library, RetrievalSettings(depth=depth, fusion=fusion))
    clauses = [clause.id for clause in library.clauses if clause.document_id in ("doc7", "doc31")]
    hits = retriever.search(SearchRequest("高企", filters=Filters(documents=("doc7", "doc31")), top_k=50))
    assert sorted(hit.clause_id for hit in hits) == sorted(clauses)


def test_many_chunks_of_one_clause_do_not_crowd_out_the_others(tmp_path):
    library = library_of(
        Text("long", [["高企补助。"] * 60]), Text("short", [["高企奖励。"], ["孵化器。"], ["番茄炒蛋。"]])
    )
    hits = opened(tmp_path, library, RetrievalSettings(depth=5)).search(SearchRequest("高企补助", top_k=4))
    assert hits[0].clause_id == "long:1"
    assert sorted(hit.clause_id for hit in hits) == ["long:1", "short:1", "short:2", "short:3"]


def test_the_nearest_clause_comes_first_with_its_parts(tmp_path):
    hits = opened(tmp_path, THREE_CITIES).search(SearchRequest("首次认定高新技术企业补助多少", top_k=3))
    assert hits[0].clause_id == "jia:1"
    assert hits[0].document_id == "jia"
    assert hits[0].score == hits[0].scores["fused"] == max(hit.score for hit in hits)
    assert hits[0].matched_terms == ("首次", "认定", "高新技术", "企业", "补助")


def test_keywords_count_for_terms_but_not_for_the_vector(tmp_path):
    retriever = opened(tmp_path, THREE_CITIES)
    plain = {hit.clause_id: hit for hit in retriever.search(SearchRequest("给多少钱", top_k=9))}
    helped = retriever.search(SearchRequest("给多少钱", keywords=("技术合同登记",), top_k=9))
    named = max(helped, key=lambda hit: hit.scores["lexical"])
    assert named.clause_id == "yi:2"
    assert set(named.matched_terms) == {"技术", "合同", "登记"}
    assert plain["yi:2"].matched_terms == ()
    for hit in helped:
        assert hit.scores["dense"] == plain[hit.clause_id].scores["dense"]


def test_edges(tmp_path):
    retriever = opened(tmp_path, THREE_CITIES)
    assert len(retriever.search(SearchRequest("高企", top_k=1000))) == 5
    assert retriever.search(SearchRequest("高企", top_k=0)) == []
    assert retriever.search(SearchRequest("高企", filters=Filters(regions=("110000",)))) == []
    assert len(retriever.search(SearchRequest("？！", top_k=2))) == 2


def test_an_empty_library_finds_nothing(tmp_path):
    retriever = opened(tmp_path, Library())
    assert retriever.library == Library()
    assert retriever.search(SearchRequest("高企")) == []


def test_threads_searching_at_once_get_what_one_gets_alone(tmp_path):
    retriever = opened(tmp_path, random_library(seed=5))
    requests = [
        SearchRequest(query, filters=Filters(regions=regions), top_k=8)
        for query in ("高企补助", "孵化器奖励", "技术合同登记", "人才平台")
        for regions in ((), ("370100",), ("370200", "370300"))
    ]
    alone = [retriever.search(request) for request in requests]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(retriever.search, requests * 10)) == alone * 10


def test_an_open_retriever_is_not_disturbed_by_later_builds(tmp_path):
    retriever = opened(tmp_path, THREE_CITIES)
    before = retriever.search(SearchRequest("高新技术企业"))
    for seed in range(7):
        build_snapshot(random_library(seed, documents=3), ENCODER, tmp_path)
    folder = tmp_path / "snapshots" / retriever.snapshot
    assert folder.exists()
    assert retriever.search(SearchRequest("高新技术企业")) == before
    assert np.isfinite([hit.score for hit in before]).all()

    del retriever
    build_snapshot(random_library(7, documents=3), ENCODER, tmp_path)
    assert not folder.exists()
    assert len(list_snapshots(tmp_path)) == 5
