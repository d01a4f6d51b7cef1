"""The list of documents and the example questions made from it."""

from __future__ import annotations

from tests.ui.samples import a_clause, a_document, a_tree
from ui.examples import documents_for_examples, example_questions
from ui.library import example_list, library_list, regions_of


def test_an_example_is_about_a_clause_with_an_amount_if_there_is_one() -> None:
    tree = a_tree(
        a_document(),
        a_clause("强化组织领导工作", "加强领导。", {"牵头单位": ["市科技局"]}),
        a_clause("鼓励企业加大投入", "给予最高50万元补助。"),
    )
    assert example_questions([tree]) == ("某市鼓励企业加大投入，能给多少资金支持？",)


def test_else_about_departments_else_about_measures() -> None:
    led = a_tree(a_document(), a_clause("强化组织领导工作", "加强领导。", {"牵头单位": ["市科技局"]}))
    bare = a_tree(a_document(region="乙市"), a_clause("强化组织领导工作", "加强领导。"))
    assert example_questions([led, bare]) == (
        "某市强化组织领导工作，由哪个部门负责？",
        "乙市强化组织领导工作，有哪些措施？",
    )


def test_a_document_without_a_region_or_a_heading_gives_no_example() -> None:
    nowhere = a_tree(a_document(region=None), a_clause("强化组织领导工作", "给予50万元。"))
    headless = a_tree(a_document(), a_clause("", "给予50万元。"), a_clause("建立“1213”体系", "给予50万元。"))
    assert example_questions([nowhere, headless]) == ()
    assert example_list(()) == ""


def test_examples_are_taken_from_the_longest_document_with_rules_of_each_region() -> None:
    short = a_document(id="short", clause_count=2)
    summary = a_document(id="summary", status="informational", clause_count=50)
    long = a_document(id="long", clause_count=9)
    other = a_document(id="other", region="乙市", clause_count=1)
    nowhere = a_document(id="nowhere", region=None, clause_count=99)
    assert [d.id for d in documents_for_examples([short, other, summary, long, nowhere])] == ["long", "other"]


def test_the_list_states_what_a_document_states() -> None:
    html = library_list([a_document(published_on="2025-05-09", comment_until="2025-06-09", title="<甲>的通知")])
    for stated in (
        "&lt;甲&gt;的通知",
        "征求意见稿",
        "某市",
        "发布 2025-05-09",
        "征求意见至 2025-06-09",
        "3 条",
    ):
        assert stated in html
    assert "None" not in html
    assert "1 份文件" in html


def test_regions_stand_once_in_order() -> None:
    documents = [a_document(region=region) for region in ("乙市", "甲市", None, "乙市")]
    assert regions_of(documents) == ["乙市", "甲市"]
