"""Which lines begin inside a quotation; the texts are amendments as laws print them."""

import pytest

from ingest.clauses.quotation import quoted_lines
from ingest.normalize import lines


def quoted(text: str) -> set[int]:
    return set(quoted_lines(list(lines(text))))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("修改为：“甲。\n乙。\n丙。”\n丁。\n", {1, 2}),
        ("修改为：“甲。\n“乙。\n“丙。”\n丁。\n", {1, 2}),
        ("“甲。\n乙。”\n", {1}),
        ("甲“乙”。\n丙“丁”。\n戊。”\n", set()),
        ("甲。”\n乙。\n", set()),
        ("甲。\n乙。\n", set()),
        ("甲“乙”丙“丁”。\n戊。\n己。”\n", set()),
        # Two quotations, one after the other.
        ("改为：“甲。\n乙。”\n其他。\n改为：“丙。\n丁。”\n", {1, 4}),
        # The line that closes one opens the next.
        ("改为：“甲。\n乙。”，增加：“丙。\n丁。”\n戊。\n", {1, 2}),
        # A quotation within the line on which the outer one ends.
        ("改为：“甲。\n“乙”丙。”\n丁。\n", {1}),
        ("改为：“甲“乙”丙“丁。\n戊。”\n", {1}),
        # A closing mark too many closes nothing.
        ("改为：“甲。\n乙。”\n其他。\n丙”。\n", {1}),
        ("改为：“甲。\nX射线装置。\n丙。”\n", {1, 2}),
        # Never closed: no line is known to be inside.
        ("改为：“甲。\n乙。\n丙。\n", set()),
    ],
)
def test_lines_inside_a_quotation(text, inside):
    assert quoted(text) == inside


def test_a_quotation_of_its_own_in_mid_sentence_shows_that_a_closing_mark_was_forgotten():
    assert quoted("本法所称“企业，是指单位。\n国家鼓励“创新”。\n丙。”\n") == set()
    # And one that is opened there is a new quotation.
    assert quoted("本法所称“企业，是指单位。\n乙。\n修改为“丙。\n丁。”\n戊。\n") == {3}


def test_a_quotation_open_for_longer_than_120_lines_is_given_up():
    assert quoted("改为：“甲。\n" + "乙。\n" * 120 + "丙。”\n") == set(range(1, 122))
    assert quoted("改为：“甲。\n" + "乙。\n" * 121 + "丙。”\n") == set()


def test_after_a_quotation_was_given_up_the_next_is_read():
    text = "改为：“甲。\n" + "乙。\n" * 130 + "改为：“丙。\n丁。”\n"
    assert quoted(text) == {132}
