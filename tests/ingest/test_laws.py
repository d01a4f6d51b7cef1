"""Laws as they are collected in Markdown: front matter, contents, preamble, appendices, broken headings."""

from ingest.corpus import walk
from ingest.model import ClauseKind, DocType, Status
from ingest.pipeline import ingest_files
from tests.ingest.trees import document, take, tree

_LAW = """# 某省实施《中华人民共和国湖泊法》办法

2012年3月1日 某省第十一届人民代表大会常务委员会第三十次会议通过

2019年9月20日 某省第十三届人民代表大会常务委员会第十四次会议《关于修改〈某省湖泊条例〉等五部地方性法规的决定》第一次修正

<!-- INFO END -->

目  录

第一章 总  则

第二章 保护与利用

第三章 附  则

第一章 总  则

第一条 为了保护湖泊，根据《中华人民共和国湖泊法》，制定本办法。

第二章 保护与利用

第二条 禁止围湖造田。

第三章 附  则

第三条 本办法自2012年6月1日起施行。《某省湖泊管理暂行规定》同时废止。
"""


def test_a_table_of_contents_is_furniture_and_no_chapter_stands_twice(tmp_path):
    taken = take(tmp_path, _LAW)
    assert [c.title for c in taken.clauses if c.kind is ClauseKind.DIVISION] == [
        "第一章 总  则",
        "第二章 保护与利用",
        "第三章 附  则",
    ]
    first = _LAW.index("目  录")
    second = _LAW.index("第一章 总  则", first + 20)
    assert taken.source is not None
    assert any(s.start <= first and s.end >= second - 2 for s in taken.source.furniture)


def test_contents_without_a_title_and_with_dot_leaders(tmp_path):
    text = """某市规划

## 第一章 总则……………1

## 第二章 布局……………12

## 第一章 总则

第一条 甲。

## 第二章 布局

第二条 乙。
"""
    assert tree(tmp_path, text, "a.md") == "第一章 总则\n  第一条\n第二章 布局\n  第二条"


def test_lines_of_history_are_the_head_and_give_dates_and_issuer(tmp_path):
    taken = take(tmp_path, _LAW)
    (only,) = taken.documents
    heads = [c.text for c in taken.clauses if c.kind is ClauseKind.FRONT]
    assert len(heads) == 3
    assert only.doc_type is DocType.REGULATION
    assert only.status is Status.IN_FORCE
    assert only.issued_on is not None
    assert only.issued_on.value == "2012-03-01"
    assert only.issued_on.span.cut(_LAW) == "2012年3月1日"
    assert only.effective_from is not None
    assert only.effective_from.value == "2012-06-01"
    assert [found.value for found in only.issuers] == ["某省人民代表大会常务委员会"]
    assert only.issuers[0].span.cut(_LAW) == "某省第十一届人民代表大会常务委员会"
    assert [(x.relation, x.title) for x in only.links] == [
        ("based_on", "中华人民共和国湖泊法"),
        ("repeals", "某省湖泊管理暂行规定"),
    ]


def test_an_order_of_the_state_council(tmp_path):
    text = """# 水量调度条例

2006年7月5日 国务院第142次常务会议通过

2006年7月24日 中华人民共和国国务院令第472号公布

2006年8月1日 施行

<!-- INFO END -->

第一条 为了调度水量，制定本条例。
"""
    only = document(tmp_path, text)
    assert only.issuer == "国务院"
    assert only.region is not None
    assert (only.region.adcode, only.region.name) == ("000000", "全国")
    assert only.doc_number is not None
    assert only.doc_number.value == only.doc_number.span.cut(text) == "中华人民共和国国务院令第472号"
    dates = (only.issued_on, only.published_on, only.effective_from)
    assert [found.value for found in dates if found] == ["2006-07-05", "2006-07-24", "2006-08-01"]


def test_effect_from_the_day_of_publication(tmp_path):
    text = "# 某条例\n\n1994年8月23日 国务院令第163号发布\n\n第一条 总则。\n\n第二条 本条例自发布之日起施行。\n"
    only = document(tmp_path, text)
    assert only.effective_from is not None
    assert only.effective_from.value == "1994-08-23"
    assert only.effective_from.span.cut(text) == "自发布之日起施行"


def test_a_preamble_groups_its_paragraphs(tmp_path):
    text = (
        "# 某宪章\n\n## 序言\n\n历史悠久。\n\n传统光荣。\n\n## 第一章 总纲\n\n第一条 制度。\n\n附则\n\n第二条 施行。\n"
    )
    assert (
        tree(tmp_path, text)
        == """序言
  历史悠久。
  传统光荣。
第一章 总纲
  第一条
附则
  第二条"""
    )


def test_an_appendix_has_clauses_of_its_own(tmp_path):
    text = """# 某条例

第一条 总则。

第二条 附件另行公布。

附件1：

申报条件

第一条 企业在本市注册。

第二条 信用良好。

附件2 评分标准

一、基本分。满分六十分。

二、加分项。满分四十分。
"""
    assert (
        tree(tmp_path, text)
        == """第一条
第二条
附件1 申报条件
  第一条
  第二条
附件2 评分标准
  一、基本分
  二、加分项"""
    )
    clauses = take(tmp_path, text).clauses
    ids = [c.id for c in clauses]
    assert len(set(ids)) == len(ids)
    assert [c.unique_ordinal for c in clauses if c.kind is ClauseKind.ARTICLE] == [False] * 4


def test_an_interpretation_by_articles_under_headings(tmp_path):
    text = """# 某法院关于适用《某法》的解释

某法院

关于适用《某法》的

解释

法释〔2022〕11号

为正确适用法律，制定本解释。

一、管辖

第一条 由住所地法院管辖。

第二条 级别管辖。

二、回避

第三条 应当自行回避。
"""
    taken = take(tmp_path, text)
    (only,) = taken.documents
    assert only.doc_number is not None
    assert only.doc_number.value == "法释〔2022〕11号"
    assert [c.level for c in taken.clauses if c.kind is ClauseKind.ARTICLE] == [2, 2, 2]
    assert [c.kind.value for c in taken.clauses[:5]] == ["front"] * 5


def test_a_decision_numbered_with_chinese_numerals(tmp_path):
    text = "# 关于废止部分法规的决定\n\n会议决定：\n\n一、废止下列法规。\n\n（一）甲条例；\n\n（二）乙条例。\n\n"
    text += "二、本决定自公布之日起施行。\n"
    assert tree(tmp_path, text).splitlines()[1:] == [
        "一、废止下列法规。",
        "  （一）甲条例；",
        "  （二）乙条例。",
        "二、本决定自公布之日起施行。",
    ]


def test_a_heading_broken_over_two_lines(tmp_path):
    text = "# 立法条例\n\n第一节 市人民代表大会制定\n\n地方性法规的程序\n\n第一条 程序。\n\n"
    text += "第二章\n\n附 则\n\n第二条 施行。\n"
    titles = [c.title for c in take(tmp_path, text).clauses if c.kind is ClauseKind.DIVISION]
    assert titles == ["第一节 市人民代表大会制定地方性法规的程序", "第二章 附 则"]


def test_what_is_left_of_a_lost_section_heading_is_not_joined_to_the_chapter(tmp_path):
    text = "# 规划条例\n\n第三章 规划的实施\n\n一般规定\n\n第一条 甲。\n\n第二节 审批\n\n第二条 乙。\n"
    assert [c.title for c in take(tmp_path, text).clauses if c.kind is ClauseKind.DIVISION] == [
        "第三章 规划的实施",
        "第二节 审批",
    ]


def test_sections_go_on_where_the_first_is_missing(tmp_path):
    text = """# 运输条例

第一章 客运

第一节 班车

第一条 甲。

第二节 包车

第二条 乙。

第三节 旅游

第三条 丙。

第二章 站场

第二节 经营

第四条 丁。
"""
    sections = [c for c in take(tmp_path, text).clauses if c.label.endswith("节")]
    assert [(c.label, c.path[0]) for c in sections] == [
        ("第一节", "第一章 客运"),
        ("第二节", "第一章 客运"),
        ("第三节", "第一章 客运"),
        ("第二节", "第二章 站场"),
    ]


def test_files_of_the_same_name_get_ids_of_their_own_and_index_pages_are_left_out(tmp_path):
    for place in ("甲市", "乙市"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "供水条例.md").write_text(f"# {place}供水条例\n\n第一条 供水。\n", encoding="utf-8")
        (tmp_path / place / "_index.md").write_text("---\ndraft: true\n---\n", encoding="utf-8")
    # a second document of 通知.txt would be 通知.2
    (tmp_path / "通知.2.md").write_text("# 通知二\n\n第一条 甲。\n", encoding="utf-8")
    notice = "关于印发《某办法》的通知\n各县：\n现印发给你们。\n某市财政局\n2024年1月2日\n某办法\n第一条 总则。\n"
    (tmp_path / "通知.txt").write_text(notice, encoding="utf-8")
    taken = list(ingest_files(walk([tmp_path])))
    assert [t.file.name for t in taken] == ["乙市/供水条例.md", "甲市/供水条例.md", "通知.2.md", "通知.txt"]
    ids = [thing.id for t in taken for group in (t.documents, t.clauses, t.chunks) for thing in group]
    assert len(ids) == len(set(ids))
    again = [
        thing.id for t in ingest_files(walk([tmp_path])) for g in (t.documents, t.clauses, t.chunks) for thing in g
    ]
    assert again == ids


def test_front_matter_of_markdown_is_furniture(tmp_path):
    text = "---\ntitle: 某办法\ndraft: true\n---\n\n# 某办法\n\n第一条 甲。\n"
    taken = take(tmp_path, text)
    assert taken.documents[0].title == "某办法"
    assert tree(tmp_path, text) == "第一条"
