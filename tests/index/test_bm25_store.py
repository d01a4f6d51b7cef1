"""BM25 against the formula worked out by hand, and against a plain reading of it."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.settings import Bm25Settings
from index.stores.bm25_store import Bm25Store

TEXTS = [
    ["高企", "补助", "高企", "万元"],
    ["高企", "达到", "家"],
    ["孵化器", "补助", "最高", "万元", "奖励"],
]


def plain_bm25(texts, terms, k1, b):
    """The formula, term by term, in double precision."""
    mean = sum(len(text) for text in texts) / len(texts)
    scores = []
    for text in texts:
        counts = Counter(text)
        score = 0.0
        for term in terms:
            df = sum(term in other for other in texts)
            if counts[term]:  # a term the text does not say adds nothing; for an empty text and b = 1 it would be 0 / 0
                idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
                score += idf * counts[term] / (counts[term] + k1 * (1 - b + b * len(text) / mean))
        scores.append(score)
    return scores


def test_three_texts_worked_out_by_hand():
    # Mean length (4 + 3 + 5) / 3 = 4; k1 = 1.2, b = 0.75.
    # 高企: df 2 of 3, idf = ln(1 + 1.5 / 2.5) = ln 1.6; 孵化器: df 1, idf = ln(1 + 2.5 / 1.5) = ln(8 / 3).
    # Text 0 (length 4): norm 1.2 · (0.25 + 0.75 · 4/4) = 1.2;   高企 twice → ln 1.6 · 2 / (2 + 1.2).
    # Text 1 (length 3): norm 1.2 · (0.25 + 0.75 · 3/4) = 0.975; 高企 once → ln 1.6 · 1 / (1 + 0.975).
    # Text 2 (length 5): norm 1.2 · (0.25 + 0.75 · 5/4) = 1.425; 孵化器 once → ln(8/3) · 1 / (1 + 1.425).
    store = Bm25Store.build(TEXTS, Bm25Settings(k1=1.2, b=0.75))
    by_hand = [0.4700036 * 2 / 3.2, 0.4700036 / 1.975, 0.9808293 / 2.425]
    assert store.scores(["高企", "孵化器", "不在"]) == pytest.approx(by_hand, rel=1e-6)
    positions, scores = store.search(["高企", "孵化器"], 10)
    assert positions.tolist() == [2, 0, 1]
    assert scores == pytest.approx([0.404466, 0.293752, 0.237977], abs=1e-6)


terms = st.sampled_from("甲乙丙丁戊")


@given(
    texts=st.lists(st.lists(terms, max_size=8), min_size=1, max_size=12),
    query=st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=6),
    allowed=st.none() | st.sets(st.integers(0, 11)),
    k=st.integers(1, 15),
    k1_and_b=st.tuples(st.floats(0.1, 3), st.floats(0, 1)),
)
@example(texts=[[], ["甲"]], query=["甲"], allowed=None, k=1, k1_and_b=(1.0, 1.0))
@settings(max_examples=150, deadline=None)
def test_equals_the_formula_within_any_mask(texts, query, allowed, k, k1_and_b):
    k1, b = k1_and_b
    store = Bm25Store.build(texts, Bm25Settings(k1=k1, b=b))
    expected = plain_bm25(texts, query, k1, b) if any(texts) else [0.0] * len(texts)
    assert store.scores(query) == pytest.approx(expected, rel=1e-4, abs=1e-6)

    mask = None if allowed is None else np.array(sorted(a for a in allowed if a < len(texts)), np.int64)
    positions, scores = store.search(query, k, mask)
    admitted = [p for p in (range(len(texts)) if mask is None else mask.tolist()) if expected[p] > 0]
    assert len(positions) == min(k, len(admitted))
    assert set(positions.tolist()) <= set(admitted)
    best = sorted((expected[p] for p in admitted), reverse=True)[:k]
    assert scores == pytest.approx(best, rel=1e-4, abs=1e-6)


@given(
    texts=st.lists(st.lists(terms, max_size=8), min_size=1, max_size=8),
    query=st.lists(st.sampled_from("甲乙丙丁戊己")),
)
@settings(max_examples=60, deadline=None)
def test_matched_terms_are_those_in_the_text(texts, query):
    store = Bm25Store.build(texts)
    for position, text in enumerate(texts):
        assert store.matched(query, position) == tuple(term for term in dict.fromkeys(query) if term in text)


def test_one_text_in_a_hundred_admitted_is_not_starved():
    # Term 甲 is everywhere, and most frequent in texts that are not admitted.
    texts = [["甲"] * (2 if number % 100 else 1) + ["乙"] for number in range(1000)]
    allowed = np.arange(0, 1000, 100)
    positions, _ = Bm25Store.build(texts).search(["甲"], 7, allowed)
    assert positions.tolist() == allowed[:7].tolist()


@pytest.mark.parametrize("texts", [[], [[], []], TEXTS])
def test_saved_and_opened_it_answers_the_same(tmp_path, texts):
    store = Bm25Store.build(texts)
    store.save(tmp_path)
    opened = Bm25Store.open(tmp_path)
    assert len(opened) == len(texts)
    for query in (["高企", "补助"], ["不在"], []):
        assert opened.scores(query).tolist() == store.scores(query).tolist()
        assert opened.search(query, 5)[0].tolist() == store.search(query, 5)[0].tolist()


def test_files_do_not_depend_on_the_order_words_are_first_met(tmp_path):
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        Bm25Store.build(TEXTS).save(tmp_path / name)
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    vocabulary = contents[0]["terms.json"].decode()
    assert vocabulary.index("万元") < vocabulary.index("奖励") < vocabulary.index("高企")
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", ["terms.json", "starts.npy", "texts.npy", "counts.npy", "lengths.npy"])
def test_a_file_cut_short_is_reported(tmp_path, name):
    Bm25Store.build(TEXTS).save(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IndexCorrupt):
        Bm25Store.open(tmp_path)


def test_the_ceiling_is_the_idf_of_what_occurs():
    store = Bm25Store.build(TEXTS)
    assert store.ceiling(["高企", "孵化器", "高企", "不在"]) == pytest.approx(2 * math.log(1.6) + math.log(8 / 3))
    assert store.ceiling(["不在"]) == store.ceiling([]) == Bm25Store.build([[], []]).ceiling(["高企"]) == 0
    endless = Bm25Store.build([["高企"] * 100_000, ["高企"]], Bm25Settings(b=0))
    assert 0.999 < endless.scores(["高企"])[0] / endless.ceiling(["高企"]) < 1
