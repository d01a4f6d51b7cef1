"""Which numbers of a sentence are counts of what is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.answer.fit import fitting_quantities
from server.answer.sentences import sentences
from server.understanding.question import read_question
from tests.server.answer.invented import holdings_of


@pytest.mark.parametrize(
    ("text", "asked", "fits"),
    [
        ("每年组织1次玩具展销会。", "云和每年组织几次玩具展销会", ["每年组织1次"]),
        ("每半年组织1次玩具展销会。", "云和每半年组织几次玩具展销会", ["每半年组织1次"]),
        ("每培育1家玩具设计企业，机构新增员工3名。", "云和培育几家玩具设计企业", []),
        ("每年对机构每培育1家玩具设计企业，新增员工3名。", "云和每年培育几家玩具设计企业", []),
    ],
)
def test_the_one_that_something_is_given_for_is_no_number_of_them(
    tmp_path: Path, text: str, asked: str, fits: list[str]
) -> None:
    holdings = holdings_of(tmp_path, toys=f"云和县玩具办法\n\n第一条 {text}\n")
    [clause] = [c for c in holdings.units_of(holdings.documents) if text in c.text]
    [sentence] = sentences(clause)
    question = read_question(asked, [], holdings.regions, holdings.vocabulary)
    found = [sentence.folded[: q.span.end] for q in fitting_quantities(question, sentence) if q.value == 1]
    assert [said.removeprefix("第一条 ") for said in found] == fits
