from collections import Counter
from itertools import pairwise

import torch

from index.training.batches import Question, draw_batch
from index.training.clause_pairs import Pair
from index.training.recipe import Mixture

ARTICLES = [f"条文{at}" for at in range(20)]
QUESTIONS = [
    Question("甲问", relevant=(0, 1), negatives=(5, 6, 7), neutral=frozenset({8})),
    Question("乙问", relevant=(2,), negatives=(8, 0, 9), neutral=frozenset()),
    Question("丙问", relevant=(0,), negatives=(1, 10, 11), neutral=frozenset({12})),
]
PAIRS = [Pair("sentence", f"句{at}", f"段{at}") for at in range(4)]
MIXTURE = Mixture(questions=3, negatives=2, depth=2, pairs=2, gaps=0.0)


def excluded(step: int, mixture: Mixture = MIXTURE) -> dict[str, set[str]]:
    batch = draw_batch(mixture, QUESTIONS, [], PAIRS, ARTICLES, "seed", step)
    return {
        query: {batch.passages[p] for p in row.nonzero()[:, 0].tolist()}
        for query, row in zip(batch.queries, batch.excluded(batch.passages), strict=True)
    }


def test_other_answers_and_near_repeats_count_neither_way() -> None:
    for step in range(20):
        batch = draw_batch(MIXTURE, QUESTIONS, [], PAIRS, ARTICLES, "seed", step)
        right = {query: batch.passages[at] for query, at in zip(batch.queries, batch.target.tolist(), strict=True)}
        there = set(batch.passages)
        found = excluded(step)
        # 甲问 is answered by 0 and 1, and 8 repeats one of them; 12 is neutral for 丙问 but in no batch.
        assert found["甲问"] == ({"条文0", "条文1", "条文8"} & there) - {right["甲问"]}
        assert found["乙问"] == found["丙问"] == set()
        assert right["甲问"] in {"条文0", "条文1"}
        assert (right["乙问"], right["丙问"]) == ("条文2", "条文0")
        assert {f"段{query[1:]}": query for query in batch.queries if query[0] == "句"} == {
            right[query]: query for query in batch.queries if query[0] == "句"
        }


def test_every_passage_stands_in_a_batch_once_and_negatives_come_from_the_hardest() -> None:
    for step in range(10):
        batch = draw_batch(MIXTURE, QUESTIONS, [], PAIRS, ARTICLES, "seed", step)
        assert len(set(batch.passages)) == len(batch.passages)
        assert {"条文5", "条文6", "条文8", "条文10"} <= set(batch.passages)
        assert not {"条文7", "条文9", "条文11"} & set(batch.passages)


def test_each_question_comes_once_a_round() -> None:
    mixture = Mixture(questions=2, negatives=1, depth=3, pairs=0, gaps=0.0)
    asked = [
        query for step in range(6) for query in draw_batch(mixture, QUESTIONS, [], [], ARTICLES, "s", step).queries
    ]
    for start in range(0, 12, 3):
        assert sorted(asked[start : start + 3]) == sorted(question.text for question in QUESTIONS)


def test_a_batch_hangs_on_seed_and_step_alone() -> None:
    one = draw_batch(MIXTURE, QUESTIONS, [], PAIRS, ARTICLES, "seed", 7)
    draw_batch(MIXTURE, QUESTIONS, [], PAIRS, ARTICLES, "seed", 3)
    again = draw_batch(MIXTURE, QUESTIONS, [], PAIRS, ARTICLES, "seed", 7)
    assert (one.queries, one.passages) == (again.queries, again.passages)
    assert torch.equal(one.target, again.target)
    assert one.barred == again.barred


def test_passages_of_other_batches_are_barred_alike() -> None:
    batch = draw_batch(MIXTURE, QUESTIONS, [], PAIRS, ARTICLES, "seed", 1)
    outside = ["条文8", "条文12", "条文19"]
    found = dict(zip(batch.queries, batch.excluded(outside).tolist(), strict=True))
    assert found["甲问"] == [True, False, False]
    assert found["丙问"] == [False, True, False]
    assert found["乙问"] == [False, False, False]
    assert batch.excluded([]).shape == (5, 0)


def test_gaps_leave_out_pairs_of_characters_at_the_wanted_rate() -> None:
    text = "农户成员去世村集体能否收回承包地块" * 3
    question = [Question(text, (0,), (1,), frozenset())]
    mixture = Mixture(questions=1, negatives=1, depth=1, pairs=0, gaps=0.2)
    lengths = Counter(len(draw_batch(mixture, question, [], [], ARTICLES, "s", step).queries[0]) for step in range(200))
    mean = sum(length * count for length, count in lengths.items()) / 200
    assert 0.75 < mean / len(text) < 0.85


def test_written_questions_come_in_runs_of_neighbours_and_each_once_a_round() -> None:
    written = [Question(f"写{at}", (at,), (19,), frozenset()) for at in range(12)]
    mixture = Mixture(questions=0, negatives=0, depth=1, pairs=0, gaps=0.0, written=4, written_negatives=0, run=4)
    for turn in range(5):
        steps = range(3 * turn, 3 * turn + 3)
        asked = [
            int(query[1:])
            for step in steps
            for query in draw_batch(mixture, [], written, [], ARTICLES, "s", step).queries
        ]
        assert sorted(asked) == list(range(12))
        # Twelve in runs of four, cut at one place more at most: three or four breaks, so at least eight neighbours.
        assert sum(after == before + 1 for before, after in pairwise(asked)) >= 8


def test_each_kind_of_question_has_its_own_number_of_hard_negatives() -> None:
    written = [Question("写", (15,), (16, 17), frozenset())]
    mixture = Mixture(questions=1, negatives=0, depth=2, pairs=0, gaps=0.0, written=1, written_negatives=2, run=1)
    batch = draw_batch(mixture, QUESTIONS[1:2], written, [], ARTICLES, "s", 0)
    assert set(batch.passages) == {"条文2", "条文15", "条文16", "条文17"}
