"""Fused scores against arithmetic written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion.learned import CoverageSum, Learned, shipped_weight
from index.fusion.rrf import ReciprocalRank
from index.fusion.weighted import WeightedSum


def scores(*values):
    return np.array(values, np.float32)


def test_reciprocal_ranks_written_out():
    # Dense ranks: 2, 1, 3. Lexical ranks: 1, not found, 2.
    fused = ReciprocalRank(k=60)(scores(0.8, 0.9, 0.7), scores(5.0, 0.0, 0.5), 9.0)
    assert fused == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 63 + 1 / 62], rel=1e-6)


def test_equal_scores_share_the_better_rank():
    # Dense ranks: 1, 1, 3.
    fused = ReciprocalRank(k=1)(scores(0.9, 0.9, 0.8), scores(0, 0, 0), 9.0)
    assert fused == pytest.approx([1 / 2, 1 / 2, 1 / 4])


def test_weighted_sum_written_out():
    # Dense 0.70…0.90 scaled: 0.5, 1, 0. Lexical 0…8 scaled: 1, 0, 0.25.
    fused = WeightedSum(dense_weight=0.75)(scores(0.8, 0.9, 0.7), scores(8.0, 0.0, 2.0), 9.0)
    expected = [0.75 * 0.5 + 0.25 * 1, 0.75 * 1 + 0.25 * 0, 0.75 * 0 + 0.25 * 0.25]
    assert fused == pytest.approx(expected, abs=1e-6)


def test_weighted_sum_of_one_candidate_or_without_any_term():
    assert WeightedSum(0.5)(scores(0.8), scores(3.0), 9.0).tolist() == [0.5]
    assert WeightedSum(0.5)(scores(0.8, 0.6), scores(0, 0), 9.0).tolist() == [0.5, 0]
    assert WeightedSum(0.5)(scores(0.8, 0.8), scores(0, 0), 9.0).tolist() == [0, 0]


def test_the_coverage_sum_written_out():
    fused = CoverageSum(0.6)(scores(0.8, 0.9, -0.5), scores(8.0, 0.0, 2.0), 16.0)
    assert fused == pytest.approx([0.6 * 0.8 + 0.4 * 0.5, 0.6 * 0.9, 0.6 * -0.5 + 0.4 * 0.125], abs=1e-6)
    assert CoverageSum(0.6)(scores(0.8), scores(0.0), 0.0) == pytest.approx([0.48])
    assert CoverageSum(0.6)(scores(0.8), scores(0.25), 0.5) == pytest.approx([0.6 * 0.8 + 0.4 * 0.5])


@pytest.mark.parametrize("fusion", [ReciprocalRank(60), WeightedSum(0.4), CoverageSum(0.6)])
def test_without_candidates_there_are_no_scores(fusion):
    assert fusion(scores(), scores(), 9.0).tolist() == []


@pytest.mark.parametrize("fusion", [ReciprocalRank(60), WeightedSum(0.4), CoverageSum(0.6)])
def test_fused_scores_take_no_more_room_than_those_they_come_from(fusion):
    assert fusion(scores(0.8, 0.9), scores(3.0, 0.0), 9.0).dtype == np.float32


def test_a_candidate_scores_the_same_whatever_the_others():
    alone = CoverageSum(0.7)(scores(0.8), scores(3.0), 9.0)
    assert CoverageSum(0.7)(scores(0.8, 0.99, 0.1), scores(3.0, 8.0, 0.0), 9.0)[0] == alone[0]


def test_a_weight_outside_0_to_1_is_refused():
    for weight in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="dense_weight"):
            Learned.model_validate({"dense_weight": weight, "provenance": {}})


def test_the_shipped_weight_says_where_it_comes_from():
    shipped = shipped_weight()
    assert 0 < shipped.dense_weight < 1
    assert {"questions", "texts", "model", "learned_on"} <= shipped.provenance.keys()


parallel = st.lists(
    st.tuples(st.floats(-1, 1, width=32), st.floats(0, 50, width=32).map(lambda x: x if x > 1e-3 else 0.0)),
    max_size=30,
)


@given(pairs=parallel, order=st.randoms(use_true_random=False))
@pytest.mark.parametrize("fusion", [ReciprocalRank(60), WeightedSum(0.4), CoverageSum(0.6)])
def test_better_on_both_sides_is_never_worse_and_order_is_free(fusion, pairs, order):
    dense, lexical = scores(*(d for d, _ in pairs)), scores(*(x for _, x in pairs))
    fused = fusion(dense, lexical, 60.0)
    assert fused.shape == (len(pairs),)
    for i in range(len(pairs)):
        for j in range(len(pairs)):
            if dense[i] >= dense[j] and lexical[i] >= lexical[j]:
                assert fused[i] >= fused[j] - 1e-6
    shuffled = list(range(len(pairs)))
    order.shuffle(shuffled)
    assert fusion(dense[shuffled], lexical[shuffled], 60.0) == pytest.approx(fused[shuffled], abs=1e-6)
