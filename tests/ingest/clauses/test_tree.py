"""What a clause of the tree says of itself: number, parent, title."""

from tests.ingest.trees import take

_TEXT = """# 某条例

第一章 总则

第一条 甲。

第二条 有下列情形之一的：

（一）乙；

（二）丙。

第三条 有下列情形之一的：

（一）丁；

附则

第四条 施行。
"""


def test_a_number_is_unique_where_no_other_clause_has_it(tmp_path):
    told = {(c.label, c.ordinal, c.unique_ordinal) for c in take(tmp_path, _TEXT).clauses if c.label}
    assert told == {
        ("第一章", 1, True),
        ("第一条", 1, True),
        ("第二条", 2, True),
        ("第三条", 3, True),
        ("第四条", 4, True),
        ("（一）", 1, False),
        ("（二）", 2, True),
    }


def test_what_has_no_label_has_no_number(tmp_path):
    told = [(c.title, c.ordinal, c.unique_ordinal) for c in take(tmp_path, _TEXT).clauses if not c.label]
    assert told == [("某条例", None, False), ("附则", None, False)]


def test_a_clause_names_its_parent(tmp_path):
    clauses = take(tmp_path, _TEXT).clauses
    titles = {c.id: c.title for c in clauses}
    parents = {c.title: titles[c.parent_id] if c.parent_id else None for c in clauses}
    assert parents["第一条"] == "第一章 总则"
    assert parents["（一）乙；"] == "第二条 有下列情形之一的"
    assert parents["第一章 总则"] is None
    assert parents["第四条"] == "附则"


def test_a_title_ends_with_the_line(tmp_path):
    text = "某市意见\n一、要求\n1.支持 平台,\n— 2 —\n（1）甲。给予奖励。\n（2）乙。给予奖励。\n"
    (clause,) = (c for c in take(tmp_path, text, "a.txt").clauses if c.label == "1.")
    assert clause.title == "1.支持 平台,"


def test_a_title_without_an_end_is_cut_after_twenty_characters_and_the_label(tmp_path):
    long = "支持平台建设发展壮大" * 6
    text = f"某市意见\n一、要求\n{long}。\n（一）{long}。\n"
    clauses = take(tmp_path, text, "a.txt").clauses
    assert [c.title for c in clauses[2:]] == [long[:20], "（一）" + long[:20]]


def test_clauses_of_every_level_are_the_documents(tmp_path):
    clauses = take(tmp_path, _TEXT).clauses
    assert [c.document_id for c in clauses] == ["sample"] * len(clauses)
