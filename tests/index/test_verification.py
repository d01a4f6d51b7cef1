"""Verification of a library in files: what is whole passes, and each kind of loss is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.build import build_snapshot
from index.contents import load_contents
from index.snapshots import snapshot_dir
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.tokens import tokenize
from index.verification import SAMPLED, LocalFindable, verify_contents
from tests.index.small_library import HashEncoder, Text, library_of
from tests.index.test_retriever import random_library

ENCODER = HashEncoder()
# The same text thirty times in one document: none of them is the only nearest to itself.
REPEATED = library_of(Text("twice", [["高企补助。"]] * 30 + [["孵化器。"], ["？！"]]))


@pytest.fixture
def contents(tmp_path):
    def built(library):
        return load_contents(snapshot_dir(tmp_path, build_snapshot(library, ENCODER, tmp_path)))

    return built


@pytest.mark.parametrize("library", [random_library(seed=6), REPEATED], ids=["random", "repeated"])
def test_a_whole_library_passes(contents, library):
    heard = []
    verified = verify_contents(LocalFindable(contents(library)), ENCODER, on_progress=heard.append)
    assert verified.problems == ()
    assert (verified.clauses, verified.chunks) == (len(library.clauses), len(library.chunks))
    assert verified.embedded_again == min(SAMPLED, len(library.chunks))
    assert heard[-1] == len(library.chunks)
    assert len(heard) == len(library.documents)


def test_two_chunks_with_each_others_terms_are_both_named(contents):
    whole = contents(random_library(seed=7, documents=4))
    texts = [tokenize(chunk.text) for chunk in whole.library.chunks]
    one, other = 0, len(texts) - 1
    texts[one], texts[other] = texts[other], texts[one]
    swapped = replace(whole, lexical=Bm25Store.build(texts))
    problems = verify_contents(LocalFindable(swapped), ENCODER).problems
    clauses = [whole.library.chunks[at].clause_id for at in (one, other)]
    assert [problem.partition("的条款 ")[2].partition("：按")[0] for problem in problems] == clauses
    assert all("关键词检索不到" in problem for problem in problems)


def test_a_vector_of_something_else_is_named_with_its_cosine(contents):
    whole = contents(random_library(seed=8, documents=3))
    vectors = whole.dense.vectors(np.arange(len(whole.dense)))
    vectors[5] = ENCODER.encode_query("番茄炒蛋")
    dense = FaissStore(ENCODER.dim)
    dense.add(vectors)
    [problem] = verify_contents(LocalFindable(replace(whole, dense=dense)), ENCODER).problems
    chunk = whole.library.chunks[5]
    cosine = float(ENCODER.encode_query("番茄炒蛋") @ ENCODER.encode_query(chunk.text))
    assert problem == f"条款 {chunk.clause_id} 的向量与模型重新算出的不符（余弦 {cosine:.4f}，应 ≥ 0.995）"


def test_a_search_that_misses_a_chunk_is_told(contents):
    class Missing(LocalFindable):
        def nearest(self, vectors, k, document=None):
            return [[hit for hit in hits if hit[0] != 2] for hits in super().nearest(vectors, k, document)]

    library = random_library(seed=9, documents=2)
    [problem] = verify_contents(Missing(contents(library)), ENCODER).problems
    chunk = library.chunks[2]
    assert problem == f"文件 {chunk.document_id} 的条款 {chunk.clause_id}：按它自己的文字用向量检索不到"
