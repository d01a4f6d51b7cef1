"""Citations against expected places; counts and shares are written out."""

from __future__ import annotations

import random

import pytest

from eval.cases import ExpectedCitation
from eval.metrics.citations import matches, score_citations
from tests.eval.builders import case, citation, expected

OTHER = "对入选的孵化器，给予累计最高200万元支持"


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        (expected(), {}),
        (expected(quote="给予１０万元 “补助”"), {}),
        # 「补助。对复审通过的」 of the clause, while another sentence is quoted: the clause is the evidence
        (expected(quote="给予5万元补助"), {}),
        # 给予10万元补助 = 8 of 15 characters, and the clause was cut short after it
        (expected(quote="给予10万元补助。乙类为一万元"), {"text": "给予10万元补助"}),
        (expected(quote="另一句话", clause="1.高企培育。"), {}),
        (expected(quote="另一句话", clause="（三） 条"), {"clause_label": "（三）条"}),
    ],
)
def test_a_citation_of_the_expected_place_matches(wanted: dict[str, str], changed: dict[str, str]) -> None:
    assert matches(ExpectedCitation.model_validate(wanted), citation(**changed))


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        (expected(file="b.txt"), {}),
        (expected(quote=OTHER), {}),
        # 给予10万元补助 = 8 of 20 characters: less than half
        (expected(quote="给予10万元补助，乙类企业为二十一万元"), {"text": "给予10万元补助"}),
        # a clause number alone is not the clause
        (expected(quote="另一句话", clause="1.高企"), {}),
        (expected(quote="另一句话"), {"clause_label": "", "clause_path": []}),
    ],
)
def test_a_citation_of_another_place_does_not(wanted: dict[str, str], changed: dict[str, object]) -> None:
    assert not matches(ExpectedCitation.model_validate(wanted), citation(**changed))


def test_no_score_where_no_citation_is_expected() -> None:
    assert score_citations(case(), [citation()]) is None


def test_any_one_is_enough() -> None:
    wants = case(citations=[expected(quote=OTHER), expected()], citation_mode="any")
    score = score_citations(wants, [citation(), citation(source_file="c.txt")])
    assert score is not None
    assert (score.satisfied, score.recall, score.precision) == (True, 1.0, 0.5)


def test_all_wants_each_with_a_group_as_alternatives() -> None:
    wants = case(
        citations=[
            expected(),
            expected(file="b.txt", quote="目标甲", group="g"),
            expected(file="c.txt", quote="目标乙", group="g"),
            expected(file="d.txt", quote="目标丙"),
        ],
        citation_mode="all",
    )
    # requirements: a.txt; b.txt or c.txt; d.txt = 3. Met: a.txt and c.txt.
    cited = [citation(), citation(source_file="c.txt", text="目标乙")]
    score = score_citations(wants, cited)
    assert score is not None
    assert score.requirements == 3
    assert score.recall == 2 / 3
    assert not score.satisfied
    assert [[place.file for place in alternatives] for alternatives in score.unmet] == [["d.txt"]]
    assert score.precision == 2 / 2
    whole = score_citations(wants, [*cited, citation(source_file="d.txt", text="目标丙")])
    assert whole is not None
    assert whole.satisfied


def test_document_wants_every_file_and_any_place_in_it() -> None:
    wants = case(
        citations=[expected(), expected(quote=OTHER), expected(file="b.txt", quote=OTHER)],
        citation_mode="document",
    )
    half = score_citations(wants, [citation(text="别处", quote="别处", clause_path=[])])
    assert half is not None
    assert (half.requirements, half.recall, half.satisfied) == (2, 0.5, False)
    whole = score_citations(wants, [citation(), citation(source_file="b.txt")])
    assert whole is not None
    assert (whole.recall, whole.precision, whole.satisfied) == (1.0, 1.0, True)


def test_without_citations_precision_has_no_value() -> None:
    score = score_citations(case(citations=[expected()]), [])
    assert score is not None
    assert (score.satisfied, score.recall, score.precision) == (False, 0.0, None)


def test_random_citations_agree_with_sets_of_files() -> None:
    rng = random.Random(8)
    for _ in range(50):
        wanted = {f"{rng.randint(0, 6)}.txt" for _ in range(rng.randint(1, 4))}
        cited = [f"{rng.randint(0, 6)}.txt" for _ in range(rng.randint(1, 6))]
        wants = case(citations=[expected(file=file) for file in sorted(wanted)], citation_mode="all")
        score = score_citations(wants, [citation(source_file=file) for file in cited])
        assert score is not None
        assert score.precision == pytest.approx(sum(file in wanted for file in cited) / len(cited))
        assert score.recall == pytest.approx(len(wanted & set(cited)) / len(wanted))
        assert score.satisfied == (wanted <= set(cited))
