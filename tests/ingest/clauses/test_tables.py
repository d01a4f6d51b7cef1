"""Tables among lines: where each begins and ends, what heads it, and what names its rows."""

import pytest

from ingest.clauses.tables import Table, cells, find_tables, header_of, named_cells
from ingest.model import Span
from ingest.normalize import Line, lines, without_markup


def read(text: str) -> list[Line]:
    return [without_markup(line) for line in lines(text)]


def only(text: str, fronts: frozenset[int] = frozenset()) -> Table:
    (table,) = find_tables(read(text), fronts).values()
    return table


def test_a_table_with_caption_and_unit_begins_at_the_caption():
    text = "见下表。\n表1 奖励\n单位：万元\n| 类别 | 金额 |\n|---|---|\n| 平台 | 10 |\n| 人才 | 5 |\n二、其他\n"
    found = find_tables(read(text), frozenset())
    assert list(found) == [1]
    table = found[1]
    assert (table.first, table.last, table.announced) == (1, 7, True)
    assert table.span.cut(text) == text[text.index("表1") : text.index("\n二、")]
    assert table.heading.cut(text) == "表1 奖励"
    assert [row.span.cut(text) for row in table.rows] == ["| 平台 | 10 |", "| 人才 | 5 |"]
    assert [row.name.cut(text) for row in table.rows] == ["平台", "人才"]


def test_a_table_without_a_caption_is_headed_by_its_column_names():
    text = "| 类别 | 金额 |\n| 平台 | 10 |\n"
    table = only(text)
    assert (table.first, table.last, table.announced) == (0, 2, False)
    assert table.heading.cut(text) == "类别 | 金额"
    assert table.span == Span(0, len(text) - 1)


def test_a_unit_stands_above_a_table_without_a_caption():
    table = only("给予奖励。\n单位：万元\n| 类别 | 金额 |\n| 平台 | 10 |\n")
    assert (table.first, table.announced) == (1, False)


def test_a_table_at_the_very_beginning_may_have_a_unit_or_a_caption():
    assert only("单位：万元\n| 类别 |\n| 平台 |\n").first == 0
    assert only("奖励标准\n| 类别 |\n| 平台 |\n").first == 0
    assert only("奖励标准\n单位：万元\n| 类别 |\n| 平台 |\n").first == 0


@pytest.mark.parametrize("last", ["单位：万元", "奖励标准", "标准如下"])
def test_the_last_line_of_a_document_is_not_above_its_first(last):
    text = f"|类别|金额|\n|平台|10|\n给予奖励。\n{last}\n"
    table = only(text)
    assert (table.first, table.last, table.announced) == (0, 2, False)
    assert table.heading.cut(text) == "类别|金额"
    assert table.span.cut(text) == "|类别|金额|\n|平台|10|"


@pytest.mark.parametrize("lines_above", ["奖励标准\n单位：万元\n", "奖励标准\n"])
def test_a_line_of_the_documents_head_is_no_caption_and_no_unit(lines_above):
    text = lines_above + "| 类别 | 金额 |\n| 平台 | 10 |\n"
    above = lines_above.count("\n")
    table = only(text, frozenset(range(above)))
    assert table.first == above
    assert table.heading.cut(text) == "类别 | 金额"


def test_the_caption_is_left_to_the_head_when_only_the_unit_is_the_tables():
    text = "奖励标准\n单位：万元\n| 类别 | 金额 |\n| 平台 | 10 |\n"
    table = only(text, frozenset([0]))
    assert table.first == 1
    assert table.heading.cut(text) == "类别 | 金额"


def test_what_stands_two_lines_above_or_right_below_does_not_matter():
    text = "奖励标准\n给予奖励。\n| 类别 |\n| 平台 |\n"
    assert only(text, frozenset([0])).first == 2
    text = "给予奖励。\n单位：万元\n| 类别 |\n| 平台 |\n"
    assert only(text, frozenset([0])).first == 1
    text = "给予奖励。\n奖励标准\n| 类别 |\n| 平台 |\n单位：元\n"
    assert only(text, frozenset([0, 4])).first == 1


def test_two_tables_each_with_its_own_caption():
    text = "表1\n| 甲 |\n| 一号 |\n表2\n单位：元\n| 乙 |\n| 二号 |\n完。\n| 丙 |\n| 三号 |\n"
    found = find_tables(read(text), frozenset())
    assert [(t.first, t.last, t.heading.cut(text)) for t in found.values()] == [
        (0, 3, "表1"),
        (3, 7, "表2"),
        (8, 10, "丙"),
    ]
    assert [t.announced for t in found.values()] == [False, False, False]


def test_the_last_row_of_a_table_is_no_caption_of_the_next():
    # A line of the head between rows parts two tables; the row above it belongs to the first one.
    text = "| 甲 |\n| 目录 |\n| 乙 |\n| 二号 |\n"
    assert [(t.first, t.last) for t in find_tables(read(text), frozenset()).values()] == [(0, 4)]
    parted = "| 甲 |\n| 清单 |\n某市某局\n| 乙 |\n| 二号 |\n"
    found = find_tables(read(parted), frozenset([2]))
    assert [(t.first, t.last) for t in found.values()] == [(0, 2), (3, 5)]


def test_a_row_in_the_head_of_the_document_is_in_no_table():
    text = "| 甲 |\n| 乙 |\n| 丙 |\n"
    assert [(t.first, t.last) for t in find_tables(read(text), frozenset([0])).values()] == [(1, 3)]


@pytest.mark.parametrize("text", ["", "| 类别 | 金额 |\n", "| 类别 | 金额 |\n|---|---|\n", "一、要求\n二、任务\n"])
def test_fewer_than_a_header_and_a_row_are_no_table(text):
    assert find_tables(read(text), frozenset()) == {}


def test_a_single_row_before_a_table_and_text_between_do_not_hide_it():
    text = "| 孤行 |\n正文。\n| 甲 |\n| 一号 |\n"
    assert list(find_tables(read(text), frozenset())) == [2]


@pytest.mark.parametrize(
    "above",
    [
        "表1",
        "附表二奖励",
        "申报材料清单",
        "奖励标准2",
        "（奖励标准）",
        "长" * 58 + "标准",
    ],
)
def test_what_a_caption_looks_like(above):
    table = only(f"{above}\n| 甲 |\n| 一号 |\n")
    assert table.first == 0
    assert table.heading == Span(0, len(above))


@pytest.mark.parametrize(
    "above",
    [
        "给予奖励。",
        "表彰先进单位。",
        "一、奖励标准",
        "# 奖励标准",
        "长" * 59 + "标准",
    ],
)
def test_what_is_no_caption(above):
    text = f"{above}\n| 甲 |\n| 一号 |\n"
    table = only(text)
    assert table.first == 1
    assert table.heading.cut(text) == "甲"


@pytest.mark.parametrize("before", ["标准如下", "按下列标准执行。", "见附表。", "奖励：", "详见清单。"])
def test_the_line_before_announces_a_table(before):
    assert only(f"{before}\n| 甲 |\n| 一号 |\n").announced
    assert only(f"前言。\n{before}\n表1\n| 甲 |\n| 一号 |\n").announced
    assert not only(f"{before}\n给予奖励。\n| 甲 |\n| 一号 |\n").announced
    assert not only(f"给予奖励。\n| 甲 |\n| 一号 |\n{before}\n").announced


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("| 1 | 国家级平台 | 100 |", "国家级平台"),
        ("| （一） |  省级 平台 | 50 |", "省级 平台"),
        ("|  | 人才 |", "人才"),
        ("| 2023 | 12.5% |", "2023"),
        ("|  |  | 30 | 40 |", "30"),
    ],
)
def test_a_row_is_named_by_its_first_cell_that_is_more_than_a_number(row, name):
    text = f"前言。\n| 序号 | 类别 |\n{row}\n"
    (found,) = only(text).rows
    assert found.name.cut(text) == name
    assert found.span.cut(text) == row


def test_a_row_of_empty_cells_is_a_rule_and_no_row():
    text = "| 类别 |\n| 平台 |\n| \u2003\u200b |\n| 人才 |\n"
    assert [row.name.cut(text) for row in only(text).rows] == ["平台", "人才"]


def test_cells_are_stripped_and_empty_ones_kept():
    assert cells("  | 平台 | |10万元|  ") == ["平台", "", "10万元"]
    assert cells("|X平台X|") == ["X平台X"]


def test_column_names_are_in_the_last_row_above_the_rule():
    assert header_of("表1 奖励\n单位：万元\n  | 类别 | 金额 |  \n|---|:-:|\n") == ["类别", "金额"]
    assert header_of("| 总表 |\n| 类别 | 金额 |\n|---|---|") == ["类别", "金额"]
    assert header_of("一、给予奖励。") == []
    assert header_of("|---|---|") == []


def test_cells_of_a_row_are_worded_with_the_names_of_their_columns():
    assert named_cells(["类别", "", "金额", "备注"], "| 平台 | 省级 | 10万元 |  |") == "类别：平台；省级；金额：10万元"


def test_a_row_with_cells_too_many_or_too_few_is_worded_without_names():
    assert named_cells(["类别", "金额"], "| 合计 |  | 30 |") == "合计；30"
    assert named_cells(["类别", "金额"], "| 合计 |") == "合计"
