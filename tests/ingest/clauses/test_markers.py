"""Marks at the start of a line and marks running on inside one."""

import pytest

from ingest.clauses.markers import Mark, inline_marks, read_mark
from ingest.normalize import fold


@pytest.mark.parametrize(
    ("line", "suffix"),
    [("第二百八十七条 明知", 0), ("第二百八十七条之二 明知", 2), ("第二百八十七条之十四五 明知", 0)],
)
def test_an_inserted_article_has_a_suffix(line, suffix):
    mark = read_mark(line)
    assert mark is not None
    assert (mark.number, mark.suffix) == (287, suffix)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("附件：申报表", Mark("附件", 1, 2, 2)),
        ("附件", Mark("附件", 1, 2, 2)),
        ("附件2 评分标准", Mark("附件", 2, 3, 3)),
        ("⑶企业", Mark("(1)", 3, 1, 1)),
        ("⑶  企业", Mark("(1)", 3, 1, 3)),
        ("⑤企业", Mark("①", 5, 1, 1)),
        ("⑤ 企业", Mark("①", 5, 1, 2)),
        ("1.2.3 范围", Mark("1.1/2", 3, 5, 6)),
        ("2.1 范围", Mark("1.1/1", 1, 3, 4)),
        ("A.租赁合同", Mark("A.", 1, 2, 2)),
        ("B、借住证明", Mark("A.", 2, 2, 2)),
        ("零、引言", Mark("一、", 0, 2, 2)),
        ("第三条　　奖励", Mark("条", 3, 3, 5)),
    ],
)
def test_kind_number_and_both_lengths(line, mark):
    assert read_mark(fold(line)) == mark


@pytest.mark.parametrize("line", ["十四五、规划目标", "（十四五）规划", "0.总则", "00、总则", "第十四五条 规划"])
def test_a_number_nothing_is_numbered_with_is_no_mark(line):
    assert read_mark(fold(line)) is None


@pytest.mark.parametrize(
    ("line", "start", "offsets"),
    [
        ("一是甲。二是乙。三是丙。", 0, [0, 4, 8]),
        ("1.保障。一是甲。二是乙。", 2, [5, 9]),
        ("一是甲。", 0, []),
        ("二是甲。三是乙。", 0, []),
        # Only what follows the start, and only after the mark before.
        ("一是甲。二是乙。", 2, []),
        ("二是旧。一是甲。二是乙。", 0, [4, 8]),
        ("一是甲。三是二是乙。三是丙。", 0, [0, 6, 10]),
        # The first of several, at once or where the full stop was forgotten.
        ("一是甲。二是乙。二是丙。", 0, [0, 4]),
        ("一是二是甲。", 0, [0, 2]),
        ("一是甲 二是乙", 0, [0, 4]),
    ],
)
def test_marks_running_on_inside_a_line(line, start, offsets):
    assert inline_marks(line, start) == offsets
