"""Libraries that grew by segments against the same ones built whole."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.build import build_snapshot
from index.contents import load_contents
from index.errors import IndexCorrupt
from index.lock import writer_lock
from index.manifest import Manifest
from index.merging import FAN, SMALLEST, Held, tier, to_merge
from index.model import Filters, SearchRequest
from index.retriever import Retriever
from index.settings import BuildSettings
from index.snapshots import activate, current_snapshot, list_snapshots, snapshot_dir, verify
from index.storage.local import LocalStorage
from ingest.artifacts import library_sha256
from ingest.changes import Changes
from ingest.model import Library
from tests.index.small_library import HashEncoder, Text, library_of

pytestmark = pytest.mark.slow

ENCODER = HashEncoder()
WORDS = ("孵化器", "补助", "高新技术企业", "奖励", "种子期", "创业投资", "科技局", "万元", "认定", "备案")
QUESTIONS = ("孵化器补助", "高新技术企业认定奖励多少万元", "创业投资", "科技局备案", "没有的词")


def contents_of(home):
    return load_contents(snapshot_dir(home, current_snapshot(home)))


def segments_of(home):
    return [s.name for s in Manifest.read(snapshot_dir(home, current_snapshot(home))).segments]


def a_text(rng: random.Random, number: int) -> Text:
    clauses = [
        ["".join(rng.choices(WORDS, k=rng.randint(1, 9))) + f"第{number}号。" for _ in range(rng.randint(1, 3))]
        for _ in range(rng.randint(1, 4))
    ]
    return Text(f"d{number}", clauses, rng.choice(("371500", "371100", None)))


def changed(rng: random.Random, texts: dict[int, Text]) -> dict[int, Text]:
    """One document more, one less, one in another form at its place or at the end, or the whole in another order."""
    after = dict(texts)
    kind = rng.choice(("add", "add", "add", "delete", "replace", "move", "shuffle") if texts else ("add",))
    number = rng.choice(list(texts)) if texts else 0
    if kind == "add":
        new = max(texts, default=0) + 1
        after[new] = a_text(rng, new)
    elif kind == "delete":
        del after[number]
    elif kind == "replace":
        after[number] = a_text(rng, number)
    elif kind == "move":
        del after[number]
        after[number] = a_text(rng, number)
    else:
        after = dict(sorted(texts.items(), key=lambda _: rng.random()))
    return after


def assert_equal_to_one_built_whole(home, library: Library, fresh) -> None:
    build_snapshot(library, ENCODER, fresh)
    grown, whole = Retriever.open(home, ENCODER), Retriever.open(fresh, ENCODER)
    assert grown.library == whole.library == library
    assert contents_of(home).manifest.library_sha256 == library_sha256(library)
    rows = np.arange(len(library.chunks))
    np.testing.assert_array_equal(
        contents_of(home).dense.vectors(rows), ENCODER.encode_passages([c.text for c in library.chunks])
    )
    ids = tuple(document.id for document in library.documents[::2])
    for question in QUESTIONS:
        for filters in (Filters(), Filters(regions=("371500",)), Filters(documents=ids)):
            request = SearchRequest(question, filters=filters, top_k=1000)
            found, right = grown.search(request), whole.search(request)
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in right], abs=1e-5)
            by_clause = {hit.clause_id: hit for hit in right}
            assert {hit.clause_id for hit in found} == by_clause.keys()
            for hit in found:
                assert hit.scores == pytest.approx(by_clause[hit.clause_id].scores, abs=1e-5)
                assert (
                    hit.matched_terms == by_clause[hit.clause_id].matched_terms
                    or hit.chunk_id != by_clause[hit.clause_id].chunk_id
                )


@pytest.mark.parametrize("seed", range(4))
def test_however_it_came_about_a_library_answers_like_one_built_whole(tmp_path, seed):
    rng = random.Random(seed)
    texts = {n: a_text(rng, n) for n in range(1, 4)}
    home = tmp_path / "home"
    for step in range(24):
        library = library_of(*texts.values())
        if library.documents:
            build_snapshot(library, ENCODER, home)
            assert len(segments_of(home)) <= FAN
            if step % 4 == 3:
                assert_equal_to_one_built_whole(home, library, tmp_path / f"fresh{step}")
                verify(home)
        texts = changed(rng, texts)


def test_adding_writes_the_document_and_leaves_the_rest_as_it_is(tmp_path):
    rng = random.Random(1)
    texts = [a_text(rng, n) for n in range(1, 30)]
    build_snapshot(library_of(*texts[:-1]), ENCODER, tmp_path)
    [first] = segments_of(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "segments" / first).rglob("*")}
    build_snapshot(library_of(*texts), ENCODER, tmp_path)
    names = segments_of(tmp_path)
    assert names[0] == first
    assert len(names) == 2
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "segments" / first).rglob("*")} == before
    documents = (tmp_path / "segments" / names[1] / "library" / "documents.json").read_text(encoding="utf-8")
    assert '"id":"d29"' in documents
    assert '"id":"d28"' not in documents


def test_taking_out_writes_no_segment_and_bringing_back_embeds_again(tmp_path):
    rng = random.Random(2)
    texts = [a_text(rng, n) for n in range(1, 9)]
    build_snapshot(library_of(*texts), ENCODER, tmp_path)
    names = segments_of(tmp_path)
    build_snapshot(library_of(*texts[:3], *texts[4:]), ENCODER, tmp_path)
    assert segments_of(tmp_path) == names
    build_snapshot(library_of(*texts), ENCODER, tmp_path)
    assert len(segments_of(tmp_path)) == 2
    assert contents_of(tmp_path).library == library_of(*texts)


def test_a_segment_mostly_taken_out_is_written_again_without_it(tmp_path):
    rng = random.Random(3)
    texts = [a_text(rng, n) for n in range(1, 13)]
    build_snapshot(library_of(*texts), ENCODER, tmp_path)
    [first] = segments_of(tmp_path)
    build_snapshot(library_of(*texts[:2]), ENCODER, tmp_path)
    [second] = segments_of(tmp_path)
    assert second != first
    assert len(contents_of(tmp_path).segments[0].parts) == 2


def test_segments_go_with_the_last_snapshot_that_names_them_and_not_before(tmp_path):
    keep = BuildSettings(keep_snapshots=2)
    rng = random.Random(4)
    old, new = [a_text(rng, 1)], [a_text(rng, 2)]
    first = build_snapshot(library_of(*old), ENCODER, tmp_path, storage=LocalStorage(keep))
    [held] = segments_of(tmp_path)
    build_snapshot(library_of(*new), ENCODER, tmp_path, storage=LocalStorage(keep))
    assert (tmp_path / "segments" / held).exists()
    activate(tmp_path, first)
    assert contents_of(tmp_path).library == library_of(*old)
    for number in (3, 4, 5):
        build_snapshot(library_of(a_text(rng, number)), ENCODER, tmp_path, storage=LocalStorage(keep))
    named = {s.name for n in list_snapshots(tmp_path) for s in Manifest.read(snapshot_dir(tmp_path, n)).segments}
    assert held not in named
    assert {path.name for path in (tmp_path / "segments").iterdir()} == named


def test_what_a_cut_off_build_left_among_the_segments_is_cleared(tmp_path):
    rng = random.Random(5)
    build_snapshot(library_of(a_text(rng, 1)), ENCODER, tmp_path)
    half = tmp_path / "segments" / "20200101T000000"
    half.mkdir()
    (half / "segment.json").write_text("{", encoding="utf-8")
    build_snapshot(library_of(a_text(rng, 1), a_text(rng, 2)), ENCODER, tmp_path)
    assert not half.exists()
    verify(tmp_path)


def test_an_open_segment_is_not_read_again_unless_its_files_have_changed(tmp_path):
    rng = random.Random(6)
    texts = [a_text(rng, n) for n in range(1, 6)]
    build_snapshot(library_of(*texts[:4]), ENCODER, tmp_path)
    opened = contents_of(tmp_path)
    with writer_lock(tmp_path):
        LocalStorage().write(library_of(*texts), Changes(), ENCODER, tmp_path, opened)
    following = contents_of(tmp_path)
    assert following.segments[0] is opened.segments[0]
    assert all(mine is theirs for mine, theirs in zip(following.library.clauses, opened.library.clauses, strict=False))
    path = tmp_path / "segments" / opened.segments[0].name / "lexical" / "counts.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"counts\.npy"):
        contents_of(tmp_path)
    with pytest.raises(IndexCorrupt, match=r"counts\.npy"):
        verify(tmp_path)


def test_libraries_of_mixed_order_are_refused(tmp_path):
    mixed = library_of(Text("a", [["一。"], ["二。"]]), Text("b", [["三。"]]))
    first, second, third = mixed.clauses
    with pytest.raises(ValueError, match="顺序"):
        build_snapshot(Library(mixed.sources, mixed.documents, (first, third, second), mixed.chunks), ENCODER, tmp_path)


def test_tiers_are_eight_times_as_large_each():
    assert [tier(n) for n in (0, 1, SMALLEST, SMALLEST + 1, 8 * SMALLEST, 8 * SMALLEST + 1)] == [0, 0, 0, 1, 1, 2]


def test_growing_by_small_documents_segments_stay_few_and_little_is_written_again():
    """10,000 documents of 10 to 90 chunks: what the rule costs, counted out."""
    rng = random.Random(7)
    held: list[Held] = []
    added = written = 0
    most = 0
    for _ in range(10_000):
        rows = rng.randint(10, 90)
        merged = to_merge(held, rows)
        size = rows + sum(held[at].live for at in merged)
        held = [*(h for at, h in enumerate(held) if at not in merged), Held(size, size)]
        added += rows
        written += size
        most = max(most, len(held))
    assert sum(h.live for h in held) == added
    assert most <= (FAN - 1) * (tier(added) + 1)
    assert written / added < 2 * (tier(added) + 1)
