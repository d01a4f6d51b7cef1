"""Sheets of keyed paragraphs: which of their short lines are headings."""

from ingest.clauses.keyed import with_keyed_headings
from ingest.normalize import lines


def depths(text: str, fronts: frozenset[int] = frozenset()) -> list[int]:
    return [line.depth for line in with_keyed_headings(list(lines(text)), fronts)]


def test_two_short_lines_over_the_same_key_are_headings():
    assert depths("求职补贴\n内容：1000元。\n见习补贴\n内容：100元。\n") == [3, 0, 3, 0]


def test_one_alone_or_keys_that_do_not_come_again_are_none():
    assert depths("求职补贴\n内容：1000元。\n内容：100元。\n") == [0, 0, 0]
    assert depths("求职补贴\n内容：1000元。\n见习补贴\n金额：100元。\n") == [0, 0, 0, 0]


def test_one_paragraph_may_stand_between_but_not_two_and_no_second_short_line():
    assert depths("甲\n先行说明。\n内容：一\n乙\n先行说明。\n内容：二\n") == [3, 0, 0, 3, 0, 0]
    assert depths("甲\n说明。\n再说明。\n内容：一\n乙\n说明。\n再说明。\n内容：二\n") == [0] * 8
    assert depths("甲\n乙\n内容：一\n丙\n丁\n内容：二\n") == [0, 3, 0, 0, 3, 0]


def test_a_paragraph_after_the_key_changes_nothing():
    assert depths("甲\n内容：一\n说明。\n乙\n内容：二\n说明。\n") == [3, 0, 0, 3, 0, 0]


def test_a_short_line_or_a_paragraph_at_the_very_end_heads_nothing():
    assert depths("甲\n内容：一\n乙\n内容：二\n丙\n") == [3, 0, 3, 0, 0]
    assert depths("甲\n内容：一\n乙\n内容：二\n丙\n说明。\n") == [3, 0, 3, 0, 0, 0]


def test_a_heading_has_thirty_characters_at_most():
    assert depths("长" * 30 + "\n内容：一\n乙\n内容：二\n") == [3, 0, 3, 0]
    assert depths("长" * 31 + "\n内容：一\n乙\n内容：二\n丙\n内容：三\n") == [0, 0, 3, 0, 3, 0]


def test_a_key_right_above_a_heading_each_time_heads_a_group():
    text = "对象：个人\n甲\n说明。\n内容：一\n对象：企业\n乙\n内容：二\n丙\n内容：三\n"
    assert depths(text) == [2, 3, 0, 0, 2, 3, 0, 3, 0]


def test_the_last_key_of_every_sheet_heads_no_group():
    assert depths("甲\n内容：一\n渠道：窗口\n乙\n内容：二\n渠道：网上\n") == [3, 0, 0, 3, 0, 0]


def test_a_key_that_also_begins_a_sheet_heads_no_group():
    text = "甲\n渠道：窗口\n乙\n渠道：网上\n丙\n内容：一\n丁\n内容：二\n"
    assert depths(text) == [3, 0, 3, 0, 3, 0, 3, 0]


def test_lines_of_the_head_are_neither_headings_nor_keys():
    text = "内容：政策汇编\n金额：不等\n甲\n内容：一\n乙\n金额：二\n"
    assert depths(text, frozenset([0, 1])) == [0] * 6
    text = "内容：政策汇编\n甲\n内容：一\n乙\n内容：二\n"
    assert depths(text, frozenset([0])) == [0, 3, 0, 3, 0]


def test_where_anything_is_numbered_or_marked_as_a_heading_nothing_is_guessed():
    assert depths("一、总则\n甲\n内容：一\n乙\n内容：二\n") == [0] * 5
    # A number in the head of the document does not count.
    assert depths("一、总则\n甲\n内容：一\n乙\n内容：二\n", frozenset([0])) == [0, 3, 0, 3, 0]
