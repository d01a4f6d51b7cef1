import numpy as np

from index.training.negatives import (
    below_margin,
    dense_candidates,
    hard_negatives,
    lexical_candidates,
    overlap,
    pairs,
)

ARTICLES = [
    "甲法第一条\n承包方可以转让土地经营权",
    "乙法第二条\n承包方可以转让土地经营权的",  # repeats the first
    "乙法第三条\n发包方不得收回承包地",
    "丙法第四条\n用人单位应当支付劳动报酬",
]


def test_what_nearly_repeats_a_judged_article_is_no_negative() -> None:
    # Of the pairs 承包 包方 方可 可以 以转 转让 让土 土地 地经 经营 营权 the second article has all and 权的 besides.
    assert overlap(pairs(ARTICLES[0]), pairs(ARTICLES[1])) == 11 / 12
    assert hard_negatives([1, 0, 3, 2, 3], relevant=[0], articles=ARTICLES) == [3, 2]


def test_the_title_does_not_make_articles_alike() -> None:
    assert pairs("中华人民共和国土地管理法第一条\n为了") == {"为了"}
    assert pairs("没有题目的条文") == {"没有", "有题", "题目", "目的", "的条", "条文"}


def test_sets_without_members_have_no_overlap() -> None:
    assert overlap(frozenset(), frozenset()) == 0.0
    assert overlap(frozenset({"为了"}), frozenset()) == 0.0


def test_lexical_candidates_come_best_first() -> None:
    (found,) = lexical_candidates(ARTICLES, ["用人单位不支付劳动报酬"], depth=2)
    assert found[0] == 3
    assert len(found) == 2


def test_dense_candidates_are_the_rows_with_the_highest_cosine() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32)
    rows = np.array([7, 3, 9])
    ((found, scores),) = dense_candidates(np.array([[0.8, 0.6]], np.float32), rows, vectors, depth=2)
    # 0.8, 0.48 + 0.48 = 0.96, 0.6
    assert found.tolist() == [3, 7]
    np.testing.assert_allclose(scores, [0.96, 0.8], rtol=1e-6)


def test_what_scores_well_above_the_judged_article_is_taken_for_unjudged_truth() -> None:
    rows, scores = np.array([4, 5, 6, 7]), np.array([0.95, 0.86, 0.84, 0.1], np.float32)
    assert below_margin(rows, scores, best_judged=0.8, margin=0.05) == [6, 7]
