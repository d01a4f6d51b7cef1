from index.training.folds import groups_by_article, named, split_queries


def test_questions_connected_through_articles_form_a_group() -> None:
    assert groups_by_article([[1], [2], [1, 3], [4], [3, 5], [2]]) == [[0, 2, 4], [1, 5], [3]]


def test_groups_go_whole_and_of_a_large_one_single_questions() -> None:
    relevant = [[0, at] for at in range(1, 61)] + [[100 + at // 2] for at in range(80)]
    split = split_queries(relevant, 0.25, seed=4, largest=50)
    held = set(split.held_out)
    assert sorted((*split.trained, *split.held_out)) == list(range(140))
    assert len(held & set(range(60))) == 15
    assert len(held & set(range(60, 140))) == 20
    assert all((row in held) == (row + 1 in held) for row in range(60, 140, 2))
    assert set(split.disjoint) == held & set(range(60, 140))


def test_the_same_seed_holds_out_the_same_and_another_one_others() -> None:
    relevant = [[at] for at in range(50)]
    assert split_queries(relevant, 0.2, seed=1) == split_queries(relevant, 0.2, seed=1)
    assert split_queries(relevant, 0.2, seed=1).held_out != split_queries(relevant, 0.2, seed=2).held_out


def test_the_split_is_written_down_by_the_names_of_the_questions() -> None:
    split = split_queries([[0], [1]], 0.5, seed=1)
    written = named(split, ["甲", "乙"])
    assert sorted(written["trained"] + written["held_out"]) == sorted(["甲", "乙"])
    assert written["held_out_disjoint"] == written["held_out"]
    assert len(written["held_out"]) == 1
