"""What a line of an official document is numbered with, read by its mark."""

import pytest

from ingest.clauses.markers import read_mark
from ingest.normalize import fold


@pytest.mark.parametrize(
    ("line", "kind", "number", "label"),
    [
        ("第三部分 保障措施", "部分", 3, "第三部分"),
        ("第二编 分则", "编", 2, "第二编"),
        ("第一分编　通则", "分编", 1, "第一分编"),
        ("第十二章 附则", "章", 12, "第十二章"),
        ("第 3 节　程序", "节", 3, "第 3 节"),
        ("第一百零五条 本法所称", "条", 105, "第一百零五条"),
        ("第二百八十七条之二 明知", "条", 287, "第二百八十七条之二"),
        ("第１４条　奖励", "条", 14, "第１４条"),
        ("第 2 3 条 闲置", "条", 23, "第 2 3 条"),
        ("十一、附则", "一、", 11, "十一、"),
        ("一．总体要求", "一、", 1, "一．"),
        ("（二）重点任务", "（一）", 2, "（二）"),
        ("(二)重点任务", "（一）", 2, "(二)"),
        ("㈢重点任务", "（一）", 3, "㈢"),
        ("1.加快培育", "1.", 1, "1."),
        ("１．加快培育", "1.", 1, "１．"),
        ("12、加快培育", "1.", 12, "12、"),
        ("⒈加快培育", "1.", 1, "⒈"),
        ("（3）企业", "(1)", 3, "（3）"),
        ("⑶企业", "(1)", 3, "⑶"),
        ("4）企业", "1)", 4, "4）"),
        ("⑤企业", "①", 5, "⑤"),
        ("二是加强领导", "一是", 2, "二是"),
        ("第一，提高认识", "第一,", 1, "第一，"),
        ("2.1 适用范围", "1.1/1", 1, "2.1"),
        ("附件2：申报表", "附件", 2, "附件2"),
    ],
)
def test_marks_are_read(line, kind, number, label):
    mark = read_mark(fold(line))
    assert mark is not None
    assert (mark.kind, mark.number, line[: mark.label_length]) == (kind, number, label)


@pytest.mark.parametrize(
    "line",
    [
        "第三条第二款规定的奖励",
        "第三条、第四条所列单位",
        "第五条规定的条件",
        "第七节相应改为第八节",
        "（四）、（五）项所列人员",
        "（二）项规定的情形",
        "一、二级公路两侧",
        "2025年1月1日起施行",
        "1.5%的补助",
        "3.5亿元",
        "第一款中的规定",
    ],
)
def test_a_reference_is_no_mark(line):
    assert read_mark(fold(line)) is None
