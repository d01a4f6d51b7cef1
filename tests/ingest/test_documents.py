"""Several logical documents in one file, and what a page puts around them."""

from ingest.model import ClauseKind, DocType, Span, Status
from tests.ingest.trees import document, take, written

_NOTICE = """首页>政务公开>政策文件
索引号：SDPR-2024-001 发文机关：平原市科学技术局 成文日期：2024-03-05
某市科学技术局 某市财政局
关于印发《某市创新券管理办法》的通知
某科字〔2024〕8号
各区县科技局、财政局：
现将《某市创新券管理办法》印发给你们，请认真执行。
附件：1.某市创新券管理办法
2.创新券申请表
某市科学技术局
某市财政局
2024年3月6日
附件1
某市创新券管理办法
第一章 总则
第一条 为了规范创新券管理，根据《某省创新券办法》（某政办发〔2023〕5号），制定本办法。
第二条 本办法自2024年4月1日起施行，有效期至2029年3月31日。
附件2
创新券申请表
1.企业名称。
【打印本页】 【关闭窗口】
"""


def test_a_notice_and_what_it_issues_are_two_documents(tmp_path):
    taken = take(tmp_path, _NOTICE, "n.txt")
    assert [d.title for d in taken.documents] == [
        "某市科学技术局 某市财政局关于印发《某市创新券管理办法》的通知",
        "某市创新券管理办法",
    ]
    notice, measures = taken.documents
    assert (notice.doc_type, measures.doc_type) == (DocType.NOTICE, DocType.POLICY)
    assert notice.issuer == "某市科学技术局、某市财政局"
    assert measures.doc_number is not None
    assert measures.doc_number.value == "某科字〔2024〕8号"
    assert measures.effective_until is not None
    assert measures.effective_until.value == "2029-03-31"
    assert notice.effective_until is None
    assert [d.id for d in taken.documents] == ["n.1", "n.2"]


def test_the_list_of_attachments_is_no_appendix(tmp_path):
    taken = take(tmp_path, _NOTICE, "n.txt")
    fronts = [c.text for c in taken.clauses if c.kind is ClauseKind.FRONT and c.document_id == "n.1"]
    assert "附件：1.某市创新券管理办法" in fronts
    assert "2.创新券申请表" in fronts
    assert (
        written(taken.clauses, "n.2")
        == """第一章 总则
  第一条
  第二条
附件2 创新券申请表
  1.企业名称。"""
    )


def test_furniture_is_set_apart_but_keeps_its_offsets(tmp_path):
    taken = take(tmp_path, _NOTICE, "n.txt")
    assert taken.source is not None
    assert taken.source.text == _NOTICE
    apart = "".join(span.cut(_NOTICE) for span in taken.source.furniture)
    for line in ("首页>政务公开>政策文件", "索引号：SDPR-2024-001", "【打印本页】 【关闭窗口】"):
        assert line in apart
    for clause in taken.clauses:
        assert clause.text == clause.extent.cut(_NOTICE)
    spans = sorted([*(c.span for c in taken.clauses), *taken.source.furniture])
    assert [s.start for s in spans] == [0, *(s.end for s in spans[:-1])]
    assert spans[-1].end == len(_NOTICE)


def test_a_draft_its_announcement_and_its_interpretation(tmp_path):
    text = """关于公开征求《某市科技创新若干措施（征求意见稿）》意见的公告
现公开征求意见，请于2025年6月9日前反馈。
某市科学技术局
2025年5月9日
某市科技创新若干措施（征求意见稿）
一、支持平台
1.奖励平台。给予100万元。
《某市科技创新若干措施》起草说明
一、背景
为了支持创新。
"""
    announcement, draft, explanation = take(tmp_path, text, "d.txt").documents
    assert [d.status for d in (announcement, draft)] == [Status.DRAFT, Status.DRAFT]
    assert announcement.comment_until is not None
    assert draft.comment_until is not None
    assert announcement.comment_until.value == draft.comment_until.value == "2025-06-09"
    assert explanation.title == "《某市科技创新若干措施》起草说明"


def test_a_title_repeated_under_the_head_starts_no_second_document(tmp_path):
    head = "# 某市实施《中华人民共和国消防法》办法\n\n2020年1月2日 某市人民代表大会常务委员会通过\n\n"
    text = head + "某市实施\n\n《中华人民共和国消防法》办法\n\n第一条 甲。\n"
    only = document(tmp_path, text)
    assert only.title == "某市实施《中华人民共和国消防法》办法"


def test_a_notice_that_issues_a_plan_named_without_title_marks(tmp_path):
    text = """某市人民政府办公室
关于印发某市培育行动方案的通知
某政办字〔2023〕15号
各县（市、区）人民政府：
现印发给你们，请认真组织实施。
某市培育行动方案
（2023—2025年）
一、目标
到2025年达到1000家。
附件：任务分工表
"""
    notice, plan = take(tmp_path, text, "f.txt").documents
    assert (notice.doc_type, plan.doc_type) == (DocType.NOTICE, DocType.WORK_PLAN)
    assert plan.title == "某市培育行动方案"
    clauses = take(tmp_path, text, "f.txt").clauses
    assert written(clauses, "f.2") == "一、目标\n  到2025年达到1000家。"


def test_a_page_number_and_a_share_line_are_furniture(tmp_path):
    text = "某市意见\n一、要求\n做好工作。\n— 2 —\n二、任务\n分享到：\n抓好落实。\n第 3 页 共 5 页\n"
    taken = take(tmp_path, text, "p.txt")
    assert [c.title for c in taken.clauses[1:]] == ["一、要求", "做好工作。", "二、任务", "抓好落实。"]
    start = text.index("— 2 —")
    assert taken.source is not None
    assert any(f.covers(Span(start, start + 5)) for f in taken.source.furniture)
