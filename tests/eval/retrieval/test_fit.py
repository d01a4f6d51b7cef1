"""Learning the fusion, on questions made so that the right weight is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from eval.retrieval.fit import FORMS, Candidates, cross_validated, figures, fold_of
from index.fusion.learned import CoverageSum
from index.fusion.weighted import WeightedSum
from index.hybrid import Ranking

pytestmark = pytest.mark.slow


def question(number: int, dense: Sequence[float], lexical: Sequence[float], right: int) -> Candidates:
    places = np.arange(len(dense))
    scores = np.array(dense, np.float32), np.array(lexical, np.float32)
    ranking = Ranking(places, *scores, scores[0], 20.0)
    return Candidates(f"q{number}", [f"d{place}" for place in places], ranking, {f"d{right}": 1})


def random_questions(side: str, count: int = 60) -> list[Candidates]:
    """The right one of 20 is the best of one side; the other side is noise."""
    rng = np.random.default_rng(3)
    made = []
    for number in range(count):
        dense, lexical = rng.uniform(0.5, 0.9, 20), rng.uniform(1, 8, 20)
        right = int(np.argmax(dense if side == "dense" else lexical))
        made.append(question(number, dense.tolist(), lexical.tolist(), right))
    return made


@pytest.mark.parametrize(("side", "other"), [("dense", "lexical"), ("lexical", "dense")])
def test_the_side_that_knows_gets_the_weight(side: str, other: str) -> None:
    asked = random_questions(side)
    for form in ("coverage sum, chosen", "weighted sum, chosen"):
        assert cross_validated(asked, FORMS[form])["mrr@10"] > 0.85
    assert cross_validated(asked, FORMS[side])["mrr@10"] == 1
    assert cross_validated(asked, FORMS[other])["mrr@10"] < 0.6


def test_figures_written_out() -> None:
    # Terms of 20 at most: 0.4 · 0.9 = 0.36 and 0.4 · 0.7 + 0.6 · 5 / 20 = 0.43; 0.8 · 0.9 = 0.72 and 0.56 + 0.05.
    one = question(0, [0.9, 0.8, 0.7], [0, 0, 5], right=0)
    assert figures([one], CoverageSum(0.4))["mrr@10"] == pytest.approx(1 / 2)
    assert figures([one], CoverageSum(0.8))["mrr@10"] == 1


def test_a_question_stays_in_its_fold_and_folds_are_even() -> None:
    folds = [fold_of(f"q{number}") for number in range(1000)]
    assert [fold_of(f"q{number}") for number in range(0, 1000, 7)] == folds[::7]
    assert min(np.bincount(folds)) > 150


def test_what_is_chosen_never_saw_the_fold_it_is_measured_on() -> None:
    asked = random_questions("dense", 25)
    seen: list[set[str]] = []

    def spying(others: Sequence[Candidates]) -> WeightedSum:
        seen.append({one.query for one in others})
        return WeightedSum(1.0)

    cross_validated(asked, spying)
    everyone = {one.query for one in asked}
    left_out = [everyone - others for others in seen]
    assert set().union(*left_out) == everyone
    assert sum(map(len, left_out)) == len(everyone)
