from math import log2

import numpy as np
import pytest

from index.training.figures import measure, rank


def test_figures_are_the_arithmetic_written_out() -> None:
    first = [9, 1, 8, 2, *range(20, 114)]  # 1 at rank 2, 2 at rank 4, 3 nowhere in a hundred
    second = [*range(20, 31), 7, *range(40, 126)]  # 7 at rank 12
    found = measure([first, second], [[1, 2, 3], [7]])
    assert found.recall_10 == pytest.approx((2 / 3 + 0) / 2)
    assert found.recall_100 == pytest.approx((2 / 3 + 1) / 2)
    assert found.mrr_10 == pytest.approx((1 / 2 + 0) / 2)
    gain = (1 / log2(3) + 1 / log2(5)) / (1 / log2(2) + 1 / log2(3) + 1 / log2(4))
    assert found.ndcg_10 == pytest.approx(gain / 2)
    assert found.questions == 2


def test_rankings_are_by_cosine_with_equal_ones_in_row_order() -> None:
    passages = np.array([[0, 1], [1, 0], [0.6, 0.8], [1, 0]], np.float32)
    queries = np.array([[1, 0], [0, 1]], np.float32)
    assert rank(queries, passages, depth=3).tolist() == [[1, 3, 2], [0, 2, 1]]
