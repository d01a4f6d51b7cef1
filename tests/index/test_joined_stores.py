"""Stores in several pieces against the same rows in one: numpy for the vectors, the bm25s library for the keywords."""

from __future__ import annotations

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.settings import Bm25Settings, DenseSettings
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.stores.joined_dense import JoinedDense
from index.stores.layout import Layout, Run
from index.stores.postings import Postings

pytestmark = pytest.mark.slow

WORDS = "甲乙丙丁戊"


@st.composite
def layouts(draw):
    """Pieces of some length, some of their rows taken in runs, in any order; with the (piece, row) of each position."""
    lengths = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4))
    runs = []
    for piece, length in enumerate(lengths):
        cuts = sorted(draw(st.sets(st.integers(0, length), max_size=5)) | {0, length})
        runs += [Run(piece, a, b) for a, b in zip(cuts, cuts[1:], strict=False) if draw(st.booleans())]
    runs = draw(st.permutations(runs))
    rows = [(run.piece, row) for run in runs for row in range(run.start, run.end)]
    return lengths, Layout(runs, lengths), rows


@given(layouts(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_layout_goes_from_positions_to_rows_and_back(made, random):
    lengths, layout, rows = made
    assert len(layout) == len(rows)
    pieces, found = layout.locate(np.arange(len(rows))[::-1])
    assert list(zip(pieces.tolist(), found.tolist(), strict=True)) == rows[::-1]
    some = np.array(sorted(p for p in range(len(rows)) if random.random() < 0.5), np.int64)
    split = {piece: taken.tolist() for piece, taken in layout.split(some)}
    assert split == {
        piece: sorted(rows[p][1] for p in some.tolist() if rows[p][0] == piece) for piece in {rows[p][0] for p in some}
    }
    for piece, length in enumerate(lengths):
        own = sorted(row for at, row in rows if at == piece)
        kept = layout.rows(piece)
        assert (list(range(length)) if kept is None else kept.tolist()) == own
        positions = layout.positions(piece, np.array(own, np.int64)).tolist()
        assert [rows[p] for p in positions] == [(piece, row) for row in own]


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_of_equal_scores_a_flat_index_gives_the_lowest_positions_too(k: int) -> None:
    # FAISS alone gives [2, 1] for the best two of the scores -1, -1, 1.
    store = FaissStore(2, DenseSettings())
    store.add(np.array([[-1, 0], [-1, 1], [1, 0]], np.float32))
    positions, scores = store.search(np.array([1, 0], np.float32), k)
    assert positions.tolist() == [2, 0, 1][:k]
    assert scores.tolist() == [1, -1, -1][:k]


@pytest.mark.parametrize("k", [1, 2, 3])
def test_of_equal_scores_the_lowest_positions_are_found_also_where_a_piece_lies_out_of_order(k: int) -> None:
    piece = FaissStore(2, DenseSettings())
    piece.add(np.array([[1, 0], [0, 1], [0, 1], [0, 1], [1, 0]], np.float32))
    # Rows 3 and 4 come first: positions 0 to 4 are the rows 3, 4, 0, 1, 2.
    joined = JoinedDense(2, [piece], Layout([Run(0, 3, 5), Run(0, 0, 3)], [5]))
    positions, scores = joined.search(np.array([0, 1], np.float32), k)
    assert positions.tolist() == [0, 3, 4][:k]
    assert scores.tolist() == [1, 1, 1][:k]


@given(layouts(), st.integers(0, 2**32 - 1), st.integers(1, 40), st.booleans())
@settings(max_examples=150, deadline=None)
def test_vectors_in_pieces_are_searched_like_all_in_one(made, seed, k, filtered):
    lengths, layout, rows = made
    rng = np.random.default_rng(seed)
    # Few values, so that many scores are equal and the order of positions decides.
    held = [rng.integers(-1, 2, (length, 4)).astype(np.float32) for length in lengths]
    pieces = []
    for vectors in held:
        piece = FaissStore(4, DenseSettings())
        piece.add(vectors)
        pieces.append(piece)
    joined = JoinedDense(4, pieces, layout)
    whole = np.array([held[piece][row] for piece, row in rows], np.float32).reshape(-1, 4)
    assert len(joined) == len(whole)
    np.testing.assert_array_equal(joined.vectors(np.arange(len(whole))[::-1]), whole[::-1])
    query = rng.integers(-1, 2, 4).astype(np.float32)
    allowed = np.flatnonzero(rng.random(len(whole)) < 0.5) if filtered else np.arange(len(whole))
    products = whole @ query
    right = sorted(allowed.tolist(), key=lambda p: (-products[p], p))[:k]
    positions, scores = joined.search(query, k, allowed if filtered else None)
    assert positions.tolist() == right
    np.testing.assert_array_equal(scores, products[right])


def test_positions_that_are_not_there_are_refused():
    piece = FaissStore(2)
    piece.add(np.eye(2, dtype=np.float32))
    joined = JoinedDense(2, [piece], Layout([Run(0, 1, 2)], [2]))
    with pytest.raises(ValueError, match="位置"):
        joined.search(np.ones(2, np.float32), 1, np.array([1]))
    with pytest.raises(ValueError, match="形状"):
        joined.search(np.ones(3, np.float32), 1)


def by_bm25s(texts, query, k1, b):
    """The scores of the library that is built over all texts at once."""
    model = bm25s.BM25(method="lucene", k1=k1, b=b)
    vocabulary = {word: at for at, word in enumerate(WORDS)}
    model.index(
        ([[vocabulary[w] for w in text] for text in texts], vocabulary), create_empty_token=False, show_progress=False
    )
    known = [vocabulary[word] for word in query if word in vocabulary]
    return model.get_scores_from_ids(known) if known else np.zeros(len(texts))


@given(
    layouts(),
    st.integers(0, 2**32 - 1),
    st.lists(st.sampled_from(WORDS + "己"), max_size=6),
    st.tuples(st.floats(0.1, 3), st.floats(0, 0.99)),
)
@settings(max_examples=200, deadline=None)
def test_keywords_in_pieces_score_like_all_in_one(made, seed, query, k1_and_b):
    lengths, layout, rows = made
    rng = np.random.default_rng(seed)
    held = [[list(rng.choice(list(WORDS), rng.integers(0, 9))) for _ in range(length)] for length in lengths]
    store = Bm25Store([Postings.of(texts) for texts in held], layout, Bm25Settings(k1=k1_and_b[0], b=k1_and_b[1]))
    texts = [held[piece][row] for piece, row in rows]
    right = by_bm25s(texts, query, *k1_and_b) if any(texts) else np.zeros(len(texts))
    assert store.scores(query) == pytest.approx(right, rel=1e-4, abs=1e-6)
    whole = Bm25Store.build(texts, Bm25Settings(k1=k1_and_b[0], b=k1_and_b[1]))
    assert store.ceiling(query) == pytest.approx(whole.ceiling(query))
    for position, text in enumerate(texts):
        assert store.matched(query, position) == tuple(word for word in dict.fromkeys(query) if word in text)


@given(layouts(), st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_postings_joined_are_those_of_the_texts_together_to_the_byte(tmp_path_factory, made, seed):
    lengths, layout, rows = made
    rng = np.random.default_rng(seed)
    held = [[list(rng.choice(list(WORDS), rng.integers(0, 9))) for _ in range(length)] for length in lengths]
    folder = tmp_path_factory.mktemp("postings")
    files = []
    for name, postings in (
        ("joined", Postings.join([Postings.of(texts) for texts in held], layout)),
        ("whole", Postings.of([held[piece][row] for piece, row in rows])),
    ):
        (folder / name).mkdir()
        postings.save(folder / name)
        files.append({path.name: path.read_bytes() for path in (folder / name).iterdir()})
    assert files[0] == files[1]
