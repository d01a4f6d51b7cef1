"""Which lines open a clause and how deep: each rule of the outline at the place where it turns."""

import pytest

from ingest.clauses.markers import Mark
from ingest.clauses.node import Node, walk
from ingest.clauses.outline import outline
from ingest.model import ClauseKind
from ingest.normalize import lines, without_markup


def roots_of(text: str, fronts: frozenset[int] = frozenset()) -> list[Node]:
    return outline([without_markup(line) for line in lines(text)], fronts)


def drawn(text: str, fronts: frozenset[int] = frozenset()) -> list[str]:
    """One line a clause: two spaces a level, its kind, and its first line."""

    def draw(nodes: list[Node], level: int) -> list[str]:
        found = []
        for node in nodes:
            found.append(f"{'  ' * level}{node.kind.value} {text[node.start : node.end].splitlines()[0]}")
            found += draw(node.children, level + 1)
        return found

    return draw(roots_of(text, fronts), 0)


def opened(text: str) -> list[str]:
    """The first line of every numbered clause."""
    return [text[n.start : n.end].splitlines()[0] for n in walk(roots_of(text)) if n.label is not None]


def test_a_table_stands_where_a_paragraph_would_and_the_document_goes_on():
    text = "一、奖励\n1.对平台给予奖励。\n| 类别 | 金额 |\n|---|---|\n| 平台 | 10 |\n| 人才 | 5 |\n2.对人才给予奖励。\n"
    assert drawn(text) == [
        "heading 一、奖励",
        "  item 1.对平台给予奖励。",
        "  paragraph | 类别 | 金额 |",
        "    paragraph | 平台 | 10 |",
        "    paragraph | 人才 | 5 |",
        "  item 2.对人才给予奖励。",
    ]
    table = roots_of(text)[0].children[1]
    assert table.heading is not None
    assert table.heading.cut(text) == "类别 | 金额"
    assert text[table.start : table.end].endswith("| 人才 | 5 |")
    assert [(row.parent, row.heading and row.heading.cut(text)) for row in table.children] == [
        (table, "平台"),
        (table, "人才"),
    ]
    assert [text[row.start : row.end] for row in table.children] == ["| 平台 | 10 |", "| 人才 | 5 |"]


def test_a_table_that_the_item_announces_stands_under_it():
    assert drawn("一、奖励\n1.按下表奖励。\n| 类别 |\n| 平台 |\n") == [
        "heading 一、奖励",
        "  item 1.按下表奖励。",
        "    paragraph | 类别 |",
        "      paragraph | 平台 |",
    ]
    # At the very beginning there is nothing it could stand under.
    assert drawn("| 类别 |\n| 平台 |\n")[0] == "paragraph | 类别 |"
    assert drawn("标准如下：\n| 类别 |\n| 平台 |\n")[1] == "paragraph | 类别 |"


def test_a_table_leaves_every_item_that_takes_no_paragraph():
    text = "一、奖励\n1.对平台给予奖励。\n（1）对国家级给予奖励。\n| 类别 |\n| 平台 |\n"
    assert drawn(text)[3] == "  paragraph | 类别 |"


def test_a_document_may_begin_with_a_paragraph_or_an_item():
    assert drawn("正文。\n") == ["paragraph 正文。"]
    assert drawn("1.给予奖励。\n") == ["item 1.给予奖励。"]


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("1.甲。\n4.乙。\n", ["1.甲。", "4.乙。"]),
        ("1.甲。\n5.乙。\n", ["1.甲。"]),
        ("1.甲。\n2.乙。\n2.丙。\n", ["1.甲。", "2.乙。"]),
        ("1.甲；\n9.乙。\n", ["1.甲；", "9.乙。"]),
        ("1.甲。\n9.乙。\n10.丙。\n", ["1.甲。", "9.乙。", "10.丙。"]),
        ("1.甲。\n9.乙。\n8.丙。\n", ["1.甲。"]),
        ("1.甲。\n9.乙。\n11.丙。\n", ["1.甲。"]),
        # What stands in a quotation vouches for no number.
        ("1.甲。\n5.乙改为：“丙。\n6.丁。”\n", ["1.甲。"]),
    ],
)
def test_an_item_goes_on_with_the_numbers_before_it_or_is_vouched_for(text, numbered):
    assert opened(text) == numbered


def test_a_line_of_the_foot_vouches_for_no_number():
    assert drawn("1.甲。\n5.乙。\n6.丙。\n", frozenset([2])) == ["item 1.甲。", "paragraph 5.乙。", "front 6.丙。"]


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("第五条 甲。\n第五条之一 乙。\n", ["第五条 甲。", "第五条之一 乙。"]),
        ("第五条 甲。\n第五条 乙。\n", ["第五条 甲。"]),
        ("第五条 甲。\n第八条 乙。\n第六条 丙。\n", ["第五条 甲。", "第八条 乙。"]),
        ("第五条 甲。\n第九条 乙。\n第六条 丙。\n", ["第五条 甲。", "第六条 丙。"]),
        ("第五条 甲。\n第二十条 乙。\n", ["第五条 甲。", "第二十条 乙。"]),
        ("第五条 甲。\n第二十条 乙。\n第二十一条 丙。\n", ["第五条 甲。", "第二十条 乙。", "第二十一条 丙。"]),
        ("第五条 甲。\n第二十条 乙。\n第五条 丙。\n", ["第五条 甲。", "第二十条 乙。"]),
        ("第五条 甲。\n第二十条 乙。\n第二十条 丙。\n", ["第五条 甲。", "第二十条 乙。"]),
    ],
)
def test_an_article_goes_on_unless_what_follows_speaks_against_it(text, numbered):
    assert opened(text) == numbered


def test_a_sentence_that_names_a_chapter_opens_none_unless_the_source_marks_it():
    assert drawn("第一章 总则\n第二章 甲乙。\n") == ["division 第一章 总则", "  paragraph 第二章 甲乙。"]
    assert drawn("# 第一章 甲。\n") == ["division 第一章 甲。"]


def test_a_line_after_a_chapter_is_the_rest_of_its_heading_only_where_it_looks_like_one():
    assert drawn("第一章 总则\n9.布局\n第一条 甲。\n")[1] == "  paragraph 9.布局"
    assert drawn("第一章 总则\n| 甲 |\n第一条 甲。\n")[1] == "  paragraph | 甲 |"
    assert drawn("第一章 总则\n本章规定如下：\n第一条 甲。\n")[1] == "  paragraph 本章规定如下："
    assert drawn("第一章 总则\n附则\n第一条 甲。\n") == [
        "division 第一章 总则",
        "division 附则",
        "  article 第一条 甲。",
    ]


def test_a_division_and_all_above_it_reach_to_the_end_of_a_heading_on_two_lines():
    text = "第一编 甲\n第一章 乙\n第二节\n程序\n"
    nodes = list(walk(roots_of(text)))
    assert [n.end for n in nodes] == [len(text) - 1] * 3
    assert nodes[2].heading is not None
    assert nodes[2].heading.cut(text) == "程序"


def test_every_clause_reaches_to_the_end_of_what_it_holds():
    text = "第一章 总则\n第一条 甲：\n（一）乙；\n1.丙。\n第二章 附则\n"
    chapter, last = roots_of(text)
    assert text[chapter.start : chapter.end].endswith("1.丙。")
    assert text[last.start : last.end] == "第二章 附则"
    assert text[chapter.children[0].start : chapter.children[0].end].endswith("1.丙。")


def test_an_appendix_begins_its_numbers_anew():
    assert drawn("1.甲。\n2.乙。\n附件\n申报表\n3.丙。\n") == [
        "item 1.甲。",
        "item 2.乙。",
        "division 附件",
        "  paragraph 3.丙。",
    ]


def test_headings_of_the_source_nest_by_their_depth():
    assert drawn("# 甲\n## 乙\n## 丙\n# 丁\n正文。\n") == [
        "heading 甲",
        "  heading 乙",
        "  heading 丙",
        "heading 丁",
        "  paragraph 正文。",
    ]
    # Under a chapter that is marked as one, but not under a number that is not.
    assert drawn("## 第一章 总则\n### 目的\n") == ["division 第一章 总则", "  heading 目的"]
    assert drawn("一、甲\n## 乙\n") == ["heading 一、甲", "heading 乙"]
    (heading,) = roots_of("## 甲\n")
    assert heading.end == 4


def test_numbers_marked_as_headings_close_headings_as_deep():
    assert drawn("## 序言\n正文。\n## 一、平台\n") == ["heading 序言", "  paragraph 正文。", "heading 一、平台"]
    assert drawn("## 序言\n### 一、平台\n") == ["heading 序言", "  heading 一、平台"]
    assert drawn("## 一、平台\n") == ["heading 一、平台"]
    assert drawn("# 甲\n## 第一章 总则\n") == ["heading 甲", "  division 第一章 总则"]
    assert drawn("## 附则\n第四条 施行。\n") == ["heading 附则", "  article 第四条 施行。"]


def test_words_that_head_a_part_stand_beside_the_chapters():
    assert drawn("序言\n正文。\n第一章 总则\n第一条 甲。\n附则\n第二条 乙。\n") == [
        "division 序言",
        "  paragraph 正文。",
        "division 第一章 总则",
        "  article 第一条 甲。",
        "division 附则",
        "  article 第二条 乙。",
    ]


def test_a_chapter_closes_a_list_with_the_paragraph_that_opens_it():
    text = "第一章 总则\n第一条 甲。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n第二章 附则\n"
    assert drawn(text) == [
        "division 第一章 总则",
        "  article 第一条 甲。",
        "    paragraph 有下列情形之一的：",
        "      item （一）乙；",
        "      item （二）丙。",
        "division 第二章 附则",
    ]


def test_a_chapter_that_comes_late_closes_the_articles_before_it():
    text = "第一条 甲。\n有下列情形之一的：\n（一）乙；\n第二章 附则\n"
    assert drawn(text)[-1] == "division 第二章 附则"


def test_a_sentence_on_the_items_of_a_list_stands_beside_them():
    assert drawn("一、材料\n（1）合同\n（2）证明\n以上材料收复印件。\n")[-1] == "  paragraph 以上材料收复印件。"
    assert drawn("一、材料\n（1）合同\n以上材料收复印件。\n")[-1] == "    paragraph 以上材料收复印件。"
    assert drawn("第二章 总则\n以上规定从其规定。\n")[-1] == "  paragraph 以上规定从其规定。"
    assert drawn("一、材料\n（1）合同\n（2）证明\n另附材料。\n")[-1] == "    paragraph 另附材料。"


def test_a_paragraph_belongs_to_an_item_with_a_heading_only():
    assert drawn("一、任务\n1.对企业给予奖励。\n正文。\n")[-1] == "  paragraph 正文。"
    assert drawn("一、任务\n1.平台奖补。给予50万元。\n正文。\n")[-1] == "    paragraph 正文。"


def test_a_sequence_goes_on_after_a_paragraph_and_a_list_in_between():
    between = "说明情况。\n(1)申请书；\n(2)证明材料。\n"
    assert drawn(f"一、执行\n1.给予奖励。\n{between}4.审查。\n")[-1] == "  item 4.审查。"
    # The same number again is none that goes on.
    assert drawn(f"一、执行\n1.给予奖励。\n{between}1.审查。\n")[-1] == "    item 1.审查。"


def test_a_quotation_over_several_lines_is_paragraphs_of_the_clause():
    assert drawn("一、修改为：“甲。\n第五条 乙。”\n") == ["item 一、修改为：“甲。", "  paragraph 第五条 乙。”"]


@pytest.mark.parametrize("before", ["正文：", "）"])
def test_running_marks_are_items_of_their_paragraph(before):
    text = f"{before}一是甲。二是乙。\n"
    (paragraph,) = roots_of(text)
    assert [(n.kind, n.mark, n.parent, text[n.start : n.end]) for n in paragraph.children] == [
        (ClauseKind.ITEM, Mark("一是", 1, 2, 2), paragraph, "一是甲。"),
        (ClauseKind.ITEM, Mark("一是", 2, 2, 2), paragraph, "二是乙。"),
    ]


def test_a_line_that_is_the_first_of_its_running_marks_is_not_divided():
    assert drawn("（1）一是甲。二是乙。\n") == ["item （1）一是甲。二是乙。"]
