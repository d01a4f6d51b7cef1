"""The lines of an answer: sentences as they are, cells of a comparison as a table."""

from __future__ import annotations

from server.present import answer_text


def test_sentences_are_lines() -> None:
    assert answer_text([("", "甲。[1]"), ("", "乙。[2]")]) == "甲。[1]\n乙。[2]"


def test_cells_are_rows_of_one_table_and_cells_of_one_row_stand_together() -> None:
    text = answer_text(
        [("", "相差5万元。[1]"), ("聊城市", "10万元。[1]"), ("聊城市", "另5万元。[2]"), ("日照市", "原文未载明。")]
    )
    assert text.splitlines() == [
        "相差5万元。[1]",
        "| 对象 | 原文规定 |",
        "|---|---|",
        "| 聊城市 | 10万元。[1] 另5万元。[2] |",
        "| 日照市 | 原文未载明。 |",
    ]


def test_a_bar_in_a_text_cannot_open_a_cell_of_its_own() -> None:
    assert answer_text([("甲市", "一|二")]).splitlines()[-1] == "| 甲市 | 一｜二 |"
