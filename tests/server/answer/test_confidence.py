"""The confidence of an answer, against the logistic function worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from index.model import Hit
from server.answer.confidence import FEATURES, Coefficients, Features, load_coefficients
from server.answer.evidence import weigh
from server.answer.gate import THRESHOLDS, Judge
from server.answer.holdings import Holdings
from server.calibration import Example, curve, fit
from server.understanding.question import read_question

NONE = Features(coverage=0.0, cosine=0.0, unsaid=0.0, heading=0.0, shared=0.0, terms=0.0)


def model(**weights: float) -> Coefficients:
    return Coefficients("test", -1.0, tuple(weights.get(name, 0.0) for name in FEATURES))


def test_without_any_feature_the_intercept_speaks_alone() -> None:
    assert model().confidence(NONE) == pytest.approx(1 / (1 + math.e))


def test_each_feature_counts_its_weight() -> None:
    # -1 + 4 · 0.5 + 2 · 0.25 = 1.5
    features = replace(NONE, coverage=0.5, heading=0.25)
    assert model(coverage=4.0, heading=2.0).confidence(features) == pytest.approx(1 / (1 + math.exp(-1.5)))


def test_the_curve_counts_what_each_threshold_refuses_and_lets_through() -> None:
    # confidence = 1 / (1 + e^-(10·coverage - 1)): 0.27, 0.73, 0.95 at coverage 0, 0.2, 0.4
    data = [
        Example(NONE, right=True),
        Example(replace(NONE, coverage=0.2), right=False),
        Example(replace(NONE, coverage=0.4), right=True),
    ]
    rows = {threshold: (refused, wrong) for threshold, refused, wrong in curve(data, model(coverage=10.0))}
    assert rows[0.0] == (0, 1)
    assert rows[0.3] == (1, 1)
    assert rows[0.8] == (1, 0)


def test_fitting_finds_the_feature_that_tells_right_from_wrong() -> None:
    right = [Example(replace(NONE, coverage=0.6 + i / 100, terms=i % 3), right=True) for i in range(30)]
    wrong = [Example(replace(NONE, coverage=0.1 + i / 100, terms=i % 3), right=False) for i in range(30)]
    fitted = fit([*right, *wrong], "test")
    by_name = dict(zip(FEATURES, fitted.weights, strict=True))
    assert by_name["coverage"] > 1
    assert abs(by_name["terms"]) < 0.2
    assert by_name["unsaid"] == 0.0  # the same in every example
    assert all(fitted.confidence(e.features) > 0.5 for e in right)
    assert all(fitted.confidence(e.features) < 0.5 for e in wrong)


def test_terms_the_documents_never_say_are_weighed_by_their_share(holdings: Holdings) -> None:
    # 揭榜 is said in the shipped documents, but not in documents that are not there.
    question = read_question("揭榜挂帅", (), holdings.regions)
    clause = holdings.units_of({"liaocheng-2023-strong-city-opinions"})[5]
    best = weigh(question, holdings, [Hit(clause.id, clause.document_id, "", 1.0, {"dense": 0.9})])[0]
    features = Judge(question, holdings, frozenset({"no-such-document"}), THRESHOLDS).features(best)
    assert features.unsaid == 1.0
    assert features.cosine == 0.9
    assert features.terms == pytest.approx(math.log(1 + len(question.terms)))
    assert Judge(question, holdings, None, THRESHOLDS).features(best).unsaid < 1.0


def test_the_shipped_coefficients_rank_full_coverage_above_none() -> None:
    shipped = load_coefficients()
    near = replace(NONE, cosine=0.8, terms=1.0)
    assert shipped.confidence(replace(near, coverage=1.0)) > shipped.confidence(replace(near, coverage=0.0, unsaid=1.0))


def test_a_sentence_of_another_subject_does_not_pass(holdings: Holdings) -> None:
    question = read_question("聊城院士工作站奖多少", (), holdings.regions)
    clauses = holdings.units_of({"liaocheng-2023-strong-city-opinions"})
    hits = [Hit(c.id, c.document_id, "", 1.0, {"dense": 0.9}) for c in clauses]
    judge = Judge(question, holdings, None, THRESHOLDS)
    passing = [e for e in weigh(question, holdings, hits) if judge.passes(e)]
    assert passing
    assert all("院士工作站" in e.clause.text for e in passing)
