from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding.batched_queries import MOST, BatchedQueries
from index.errors import EncodingFailed
from tests.library import Built

pytestmark = pytest.mark.slow


class Lengths:
    """Embeds a text as its length; holds the first batch back until told; fails for texts with 坏."""

    name, dim, max_tokens = "lengths", 1, None

    def __init__(self) -> None:
        self.go, self.started = Event(), Event()
        self.batches: list[list[str]] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        self.started.set()
        self.go.wait(30)
        if any("坏" in text for text in texts):
            raise EncodingFailed("坏")
        return np.array([[len(text)] for text in texts], np.float32)


def test_a_lone_question_is_embedded_at_once_by_itself() -> None:
    within = Lengths()
    within.go.set()
    sizes: list[int] = []
    queries = BatchedQueries(within, sizes.append)
    assert [queries.encode_query("问" * n)[0] for n in (1, 2, 3)] == [1, 2, 3]
    assert sizes == [1, 1, 1]


def test_what_comes_while_another_is_embedded_goes_together_and_each_gets_its_own() -> None:
    within = Lengths()
    queries = BatchedQueries(within)
    with ThreadPoolExecutor(50) as pool:
        first = pool.submit(queries.encode_query, "一")
        assert within.started.wait(30)
        others = [pool.submit(queries.encode_query, "问" * n) for n in range(2, 42)]
        while len(queries._waiting) < 40:
            time.sleep(0.001)
        within.go.set()
        assert first.result(30)[0] == 1
        assert [other.result(30)[0] for other in others] == list(range(2, 42))
    assert [len(batch) for batch in within.batches] == [1, MOST, 40 - MOST]


def test_a_failing_text_fails_for_its_own_asker_and_nobody_else() -> None:
    within = Lengths()
    queries = BatchedQueries(within)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(queries.encode_query, "一")
        assert within.started.wait(30)
        bad = [pool.submit(queries.encode_query, "坏") for _ in range(2)]
        good = pool.submit(queries.encode_query, "好的")
        while len(queries._waiting) < 3:
            time.sleep(0.001)
        within.go.set()
        assert first.result(30)[0] == 1
        assert good.result(30)[0] == 2
        for failed in bad:
            with pytest.raises(EncodingFailed):
                failed.result(30)
    assert queries.encode_query("还能问")[0] == 3


class Ended(BaseException):
    """As when the interpreter ends a thread."""


def test_an_asker_that_is_ended_while_it_embeds_for_others_leaves_nobody_waiting() -> None:
    class Ending(Lengths):
        def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
            vectors = super().encode_queries(texts)
            if len(texts) > 1:
                raise Ended
            return vectors

    within = Ending()
    queries = BatchedQueries(within)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(queries.encode_query, "一")
        assert within.started.wait(30)
        others = [pool.submit(queries.encode_query, "问" * n) for n in (2, 3, 4)]
        while len(queries._waiting) < 3:
            time.sleep(0.001)
        within.go.set()
        assert first.result(30)[0] == 1
        ends = sorted(type(other.exception(30)).__name__ for other in others)
    assert ends == ["EncodingFailed", "EncodingFailed", "Ended"]
    assert queries.encode_query("还能问")[0] == 3


def test_a_question_has_the_same_vector_in_a_batch_of_longer_ones_as_alone(built: Built) -> None:
    questions = [
        "奖励",
        "日照市对新设立的创业投资机构给多少奖励？",
        "高企补助" * 40,
        "科技特派员由谁负责",
        "？",
        "a" * 300,
    ]
    alone = np.array([built.encoder.encode_queries([question])[0] for question in questions])
    together = built.encoder.encode_queries(questions)
    norms = np.linalg.norm(alone, axis=1) * np.linalg.norm(together, axis=1)
    assert (
        np.min(np.sum(alone * together, axis=1) / norms) >= 0.9995
    )  # int8 activations are scaled by what is padded beside them; measured 0.99974
