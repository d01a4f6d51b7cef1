"""Markdown saved from web pages: markup is blanked at its place, tables become rows, menus are furniture."""

import time

import pytest

from ingest.formats.markdown import without_markup
from ingest.normalize import shown
from tests.ingest.measure_archive import tiles
from tests.ingest.trees import document, take, tree, written

_MENU = """[首页](/)|繁体版|[收藏本站](#)

-   [住房政策](http://a.example.cn/list.htm)
-   [办事指南](http://a.example.cn/guide.htm)

##### **您的当前位置**：[首页](/main/) \\> [信息公开](/main/open/)

平原市城乡居民养老补贴办法
----------------------------------

录入时间：2011-12-01

平原市城乡居民养老补贴办法

平府〔2011〕133号

第一条  根据[《某省办法》](http://a.example.cn/b.htm)，制定本办法。

第二条  本办法自2011年11月1日起施行。

![](/images/2.gif) [打印](javascript:window.print();) [关闭](javascript:window.close();)

[网站地图](/map/) | [联系方式](/contact/)
主办：平原市社会保险局　地址：平原市一路2号　电话：（0534）12333
"""


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("见[办法](http://a.cn/b.htm)。", "见办法。"),
        ('见[办法](/b.htm "办法全文")。', "见办法。"),
        ("[](/main/)甲", "甲"),
        ("甲![公示](/公示.jpg)乙", "甲乙"),
        ("网址：<http://www.a.cn/>。", "网址：http://www.a.cn/。"),
        ("<strong>发布机构：</strong>某局", "发布机构：某局"),
        ("甲&nbsp;&gt;&nbsp;乙", "甲\u00a0>\u00a0乙"),
        ("甲\\>乙", "甲>乙"),
        ("**第一条** 甲", "第一条 甲"),
        ("<script>var a = 1;</script>甲", "甲"),
        # None of these is markup.
        ("国办发[2021](3)号", "国办发[2021](3)号"),
        ("见[附件](略)", "见[附件](略)"),
        ("3<5，a<b>c", "3<5，ac"),
        ("<某某市>关于", "<某某市>关于"),
        ("甲&乙;", "甲&乙;"),
        ("2**3", "2**3"),
    ],
)
def test_markup_is_blanked_and_nothing_moves(markup, plain):
    blanked, _ = without_markup(markup)
    assert len(blanked) == len(markup)
    assert shown(blanked).strip("\n") == plain
    # what is left stands where it stood
    kept = [i for i, c in enumerate(markup) if blanked[i] == c and not c.isspace()]
    assert "".join(markup[i] for i in kept) in (
        plain,
        plain.replace(" ", ""),
        plain.replace("\u00a0", "").replace(">", ""),
    )


def test_a_tag_that_ends_a_paragraph_ends_a_line():
    blanked, _ = without_markup("<p>甲</p><p>乙<br>丙</p><h2>丁</h2>")
    assert [shown(line) for line in blanked.split("\n") if shown(line)] == ["甲", "乙", "丙", "##丁"]


def test_the_menu_and_the_foot_of_a_saved_page_are_furniture(tmp_path):
    taken = take(tmp_path, _MENU, "m.md")
    assert taken.source is not None
    apart = "".join(span.cut(_MENU) for span in taken.source.furniture)
    for piece in (
        "[首页](/)|繁体版",
        "[办事指南]",
        "您的当前位置",
        "录入时间：2011-12-01",
        "[打印]",
        "[网站地图]",
        "主办：平原市",
    ):
        assert piece in apart
    assert tiles(len(_MENU), taken)
    (only,) = taken.documents
    assert only.title == "平原市城乡居民养老补贴办法"
    assert only.doc_number is not None
    assert only.doc_number.value == "平府〔2011〕133号"
    assert only.published_on is not None
    assert only.published_on.value == "2011-12-01"
    assert written(taken.clauses) == "第一条\n第二条"


def test_a_link_in_a_clause_is_searched_by_its_text_and_cited_as_it_stands(tmp_path):
    taken = take(tmp_path, _MENU, "m.md")
    clause = next(c for c in taken.clauses if c.label == "第一条")
    assert clause.text == "第一条  根据[《某省办法》](http://a.example.cn/b.htm)，制定本办法。"
    assert clause.text == clause.extent.cut(_MENU)
    (chunk,) = [c for c in taken.chunks if c.clause_id == clause.id]
    assert chunk.text == clause.text
    assert chunk.plain == "第一条  根据《某省办法》，制定本办法。"


def test_a_line_of_text_with_links_is_no_menu(tmp_path):
    text = (
        "平原市关于奖补的通知\n一、依据\n[《某省办法》](/a.htm)、[《某市办法》](/b.htm)等文件\n"
        "二、附则\n[申报表（附件1）](/c.doc)　[名单（附件2）](/d.doc)\n"
    )
    expected = "一、依据\n  《某省办法》、《某市办法》等文件\n二、附则\n  申报表（附件1）　名单（附件2）"
    assert tree(tmp_path, text, "t.md") == expected


def test_a_table_in_html_becomes_rows_and_the_table_of_the_page_is_read(tmp_path):
    text = """<table><tbody>
<tr class="odd">
<td align="left"><strong>主题分类：</strong>通知公告
<strong>发布机构：</strong>平原市科学技术局</td>
<td align="left"><strong>名　　称：</strong>平原市奖补公告
<strong>发文日期：</strong>2016-04-29</td>
</tr>
</tbody></table>

平原市奖补公告

一、标准

<table>
<tr><th>类别</th><th>金额</th></tr>
<tr>
<td align="left">瞪羚企业</td>
<td align="left">20万元</td>
</tr>
<tr><td colspan="2">合计</td></tr>
</table>

二、附则
"""
    taken = take(tmp_path, text, "t.md")
    (only,) = taken.documents
    assert only.title == "平原市奖补公告"
    assert only.issuer == "平原市科学技术局"
    assert only.published_on is not None
    assert only.published_on.value == "2016-04-29"
    assert [line.strip() for line in written(taken.clauses).split("\n")] == [
        "一、标准",
        "类别|金额",
        "瞪羚企业",
        "合计",
        "二、附则",
    ]
    row = next(c for c in taken.chunks if "瞪羚企业" in c.text)
    assert row.prefix.endswith("类别：瞪羚企业；金额：20万元")
    assert row.text == row.span.cut(text)
    assert "<td" not in row.plain
    assert tiles(len(text), taken)


def test_markdown_without_markup_is_left_as_it_is(tmp_path):
    taken = take(tmp_path, "# 平原市关于奖补的通知\n\n一、奖补\n\n给予20万元。\n", "a.md")
    assert taken.source is not None
    assert taken.source.plain == ""
    assert all(chunk.plain == "" for chunk in taken.chunks)


def test_a_number_in_brackets_behind_the_title_is_no_part_of_it(tmp_path):
    only = document(
        tmp_path,
        "-   [首页](/a.htm)\n-   [政策](/b.htm)\n\n关于扩大范围的通知(平建住保〔2016〕8号)\n\n一、范围\n",
        "n.md",
    )
    assert only.title == "关于扩大范围的通知"
    assert only.doc_type.value == "通知"
    assert only.doc_number is not None
    assert only.doc_number.value == "平建住保〔2016〕8号"


def test_cells_over_several_rows_and_columns_keep_the_others_in_their_columns():
    blanked, _ = without_markup(
        "<table><tr><td>类别</td><td>级别</td><td>金额</td></tr>"
        '<tr><td rowspan="2">平台</td><td>国家级</td><td>100万元</td></tr>'
        "<tr><td>省级</td><td>50万元</td></tr>"
        '<tr><td colspan="2">合计</td><td>150万元</td></tr></table>'
    )
    rows = [[cell.strip() for cell in shown(line).split("|")] for line in blanked.split("\n") if "|" in line]
    assert rows == [
        ["", "类别", "级别", "金额", ""],
        ["", "平台", "国家级", "100万元", ""],
        ["", "", "省级", "50万元", ""],
        ["", "合计", "", "150万元", ""],
    ]


def test_openings_that_nothing_closes_cost_no_more_than_a_look():
    started = time.process_time()
    blanked, links = without_markup("<table>" * 4_000 + "[甲](" * 4_000 + "**乙 " * 4_000 + "<script>" * 4_000)
    assert links == ()
    assert "乙" in blanked
    assert time.process_time() - started < 10
