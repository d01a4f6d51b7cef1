"""Search judged by the expected places; every figure is written out."""

from __future__ import annotations

import random
from math import log2
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from eval.metrics.retrieval import Passage, RetrievalScore, characters_until_quote, score_hits, score_passages
from server.contract import SearchHit
from tests.eval.builders import case, expected, hit, refusal_case

OTHER = "对入选的孵化器，给予累计最高200万元支持"


def elsewhere() -> SearchHit:
    return hit(source_file="x.txt", text="别的", clause_label="", clause_path=[])


def test_the_first_right_hit_counts_and_its_like_gains_nothing() -> None:
    wants = case(citations=[expected()])
    found = score_hits(wants, [elsewhere(), elsewhere(), hit(), hit()])
    # One requirement, first met at rank 3; best order: rank 1.
    assert found == RetrievalScore(0, 1, 1, pytest.approx(1 / 3), pytest.approx((1 / log2(4)) / (1 / log2(2))))
    # The tenth hit counts and the eleventh does not.
    late = [elsewhere()] * 9
    assert score_hits(wants, [*late, hit()]) == RetrievalScore(
        0, 0, 1, pytest.approx(1 / 10), pytest.approx(1 / log2(11))
    )
    assert score_hits(wants, [*late, elsewhere(), hit()]) == RetrievalScore(0, 0, 0, 0, 0)
    assert score_hits(wants, []) == RetrievalScore(0, 0, 0, 0, 0)


def test_each_requirement_gains_once() -> None:
    wants = case(
        citations=[expected(), expected(file="b.txt", quote=OTHER), expected(file="c.txt", quote="目标乙")],
        citation_mode="all",
    )
    second = hit(source_file="b.txt", text=OTHER, clause_label="", clause_path=[])
    found = score_hits(wants, [second, second, hit()])
    # Gains 1, 0, 1 of the three that the best order has at ranks 1, 2 and 3.
    best = 1 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert found == RetrievalScore(1, 1, 1, 1, pytest.approx((1 / log2(2) + 1 / log2(4)) / best))


def test_a_hit_that_meets_two_requirements_gains_two() -> None:
    wants = case(citations=[expected(), expected(quote="给予5万元补助")], citation_mode="all")
    # Both quotes stand in the one clause; found at rank 2 it gains 2 / log2(3) of 2 / log2(2).
    assert score_hits(wants, [elsewhere(), hit()]) == RetrievalScore(
        0, 1, 1, pytest.approx(1 / 2), pytest.approx(2 / log2(3) / 2)
    )


@pytest.mark.parametrize("changed", [{"text": "别的", "clause_label": "1.高企培育。"}, {"text": "，给予10万元补助"}])
def test_a_hit_is_right_by_its_name_or_by_half_the_quote(changed: dict[str, Any]) -> None:
    wants = case(citations=[expected(clause="1.高企培育")])
    found = score_hits(wants, [hit(**changed)])
    assert found is not None
    assert found.at_1 == 1


def test_a_case_that_names_no_clause_to_find_gets_no_score() -> None:
    turns = ({"role": "user", "content": "高企"}, {"role": "assistant", "content": "…"})
    follow_up = case(citations=[expected()]).model_copy(update={"history": turns})
    by_document = case(citations=[expected()], citation_mode="document")
    for wants in (case(must_contain=[["10万元"]]), refusal_case("off_topic"), by_document, follow_up):
        assert score_hits(wants, [hit()]) is None


def test_what_is_read_until_the_quote_counts_from_the_top_without_white_space() -> None:
    wants = case(citations=[expected(quote="给予10万元补助")])  # 8 characters
    found = [
        Passage("x.txt", "给予10万元补助"),
        Passage("a.txt", " 甲 乙丙 "),
        Passage("a.txt", "丁：给予\n10万元补助。"),
    ]
    # 8 of the other file and 3 of the second passage are read, then two characters and the quote.
    assert characters_until_quote(wants, found) == 8 + 3 + 2 + 8
    # Only "10万元补助", 6 of the 8, stands here: half the quote is enough, read to where it ends.
    assert characters_until_quote(wants, [Passage("a.txt", "10万元补助及其他")]) == 6
    assert characters_until_quote(wants, found[:2]) is None


def test_passages_without_names_are_judged_by_their_text_alone() -> None:
    wants = case(citations=[expected(clause="1.高企培育")])
    named = Passage("a.txt", "别的", ("1.高企培育",))
    unnamed = Passage("a.txt", "1.高企培育")
    assert score_passages(wants, [unnamed]) == RetrievalScore(0, 0, 0, 0, 0)
    assert score_passages(wants, [unnamed, named]) == RetrievalScore(
        0, 1, 1, pytest.approx(1 / 2), pytest.approx(1 / log2(3))
    )


def test_random_lists_agree_with_plain_loops_and_with_scikit_learn() -> None:
    rng = random.Random(8)
    for _ in range(50):
        places = [expected(file=f"{number}.txt", quote="给予补助") for number in range(rng.randint(1, 4))]
        wants = case(citations=places, citation_mode="all")
        files = [f"{rng.randint(0, 12)}.txt" for _ in range(10)]
        found = score_passages(wants, [Passage(file, "给予补助") for file in files])
        wanted = {place["file"] for place in places}
        gains = [int(file in wanted and file not in files[:rank]) for rank, file in enumerate(files)]
        ranks = [rank for rank, gain in enumerate(gains, 1) if gain]
        # What was not found stands behind the ten, where scikit-learn's ideal order still sees it.
        unmet = len(wanted) - len(ranks)
        truth = np.array([[*gains, *[1] * unmet, 0]])
        order = np.array([range(truth.shape[1], 0, -1)])
        assert found == RetrievalScore(
            float(bool(ranks and ranks[0] <= 1)),
            float(bool(ranks and ranks[0] <= 5)),
            float(bool(ranks)),
            pytest.approx(1 / ranks[0] if ranks else 0),
            pytest.approx(float(ndcg_score(truth, order, k=10))),
        )
