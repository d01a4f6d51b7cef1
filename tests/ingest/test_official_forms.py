"""Forms real official texts come in: letters without a title, page times, imprints, sheets of keyed paragraphs."""

import pytest

from ingest.metadata.dates import effective_until
from ingest.metadata.issuer import last_resort
from ingest.model import DocType, IssuerBasis
from ingest.normalize import lines
from tests.ingest.measure_archive import tiles
from tests.ingest.trees import document, take, tree, written


def test_a_letter_without_a_title_is_named_by_what_it_issues_and_gives_it_its_day(tmp_path):
    text = """平公积金发〔2016〕65号
各分中心、办事处：
为加强管理，现将《平原市二手房贷款管理办法》印发给你们，请遵照执行。
本管理办法自印发之日起执行。
平原市住房公积金管理中心
2016年8月23日
平原市二手房贷款管理办法
第一条 制定本办法。
第二条 本办法由平原市住房公积金管理中心负责解释。
平原市住房公积金管理中心
2016年8月24日印发
"""
    letter, measures = take(tmp_path, text, "l.txt").documents
    assert letter.title == "关于印发《平原市二手房贷款管理办法》的通知"
    assert letter.doc_type is DocType.NOTICE
    assert measures.title == "平原市二手房贷款管理办法"
    assert measures.effective_from is not None
    assert measures.effective_from.value == "2016-08-23"
    assert measures.effective_from.span.cut(text) == "自印发之日起执行"
    assert measures.published_on is None


def test_a_day_a_letter_names_does_not_reach_what_it_does_not_issue(tmp_path):
    text = """平原市科学技术局关于印发《平原市创新券办法》的通知
本办法自2024年4月1日起施行。
平原市科学技术局
2024年3月6日
平原市创新券办法
第一条 制定本办法。
《平原市创新券办法》政策解读
一、背景
"""
    _, measures, reading = take(tmp_path, text, "l.txt").documents
    assert measures.effective_from is not None
    assert measures.effective_from.value == "2024-04-01"
    assert reading.effective_from is None


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("已申领居住证（含签注），且有效期延续至2016年1月1日及以后，不受限制。", None),
        ("原许可证有效期至2026年5月1日。", None),
        ("本登记办法自2023年9月1日起施行，有效期至2028年8月31日。", "2028-08-31"),
        ("本标准有效期至2028年8月31日。", "2028-08-31"),
        ("居住证有效期一年。本办法有效期至2028年8月31日。", "2028-08-31"),
        ("有效期至2028年8月31日。", "2028-08-31"),
    ],
)
def test_the_validity_of_a_permit_is_not_that_of_the_document(text, until):
    found = effective_until(list(lines(text)))
    assert (found and found.value) == until


def test_an_imprint_in_one_line_tells_issuer_and_date(tmp_path):
    text = "平原市居住证办理指引\n一、条件\n居住半年以上。\n　平原市流管办　2015年12月31日印发\n"
    only = document(tmp_path, text, "i.txt")
    assert only.issuer == "平原市流管办"
    assert only.issuer_basis is IssuerBasis.NAMED
    assert only.issued_on is not None
    assert only.issued_on.value == "2015-12-31"
    assert only.issued_on.span.cut(text) == "2015年12月31日"


@pytest.mark.parametrize(
    ("body", "page", "issuer", "basis"),
    [
        ("本政策由平原市人民政府负责解释。", "", "平原市人民政府", IssuerBasis.INTERPRETER),
        ("由中共平原市委、平原市人民政府负责解释。", "", "中共平原市委 平原市人民政府", IssuerBasis.INTERPRETER),
        ("二、通信地址：平原市财政局（一路2号）。", "", "平原市财政局", IssuerBasis.ADDRESS),
        ("由平原市财政局负责解释。", "平原市教委发布时间:2016-03-28", "平原市教委", IssuerBasis.PUBLISHER),
        ("甲。", "平原区人社局 2022-03-14 08:25:55", "平原区人社局", IssuerBasis.PUBLISHER),
        ("甲。", "来源：某网", "", IssuerBasis.NAMED),
    ],
)
def test_an_issuer_of_last_resort_says_where_it_was_read(body, page, issuer, basis):
    named, found = last_resort(list(lines(body)), list(lines(page)), DocType.POLICY)
    assert (" ".join(f.value for f in named), found) == (issuer, basis)
    for f in named:
        assert f.span.cut(page if basis is IssuerBasis.PUBLISHER else body) == f.value


def test_who_interprets_a_regulation_did_not_issue_it():
    body = list(lines("本条例由平原市公安局负责解释。"))
    assert last_resort(body, [], DocType.REGULATION) == ((), IssuerBasis.NAMED)


def test_the_time_under_a_title_is_the_day_of_publishing(tmp_path):
    text = "<h1>大连市就业政策</h1><p>中山区人社局 2022-03-14 08:25:55</p><p>一、补贴</p><p>给予1000元。</p>"
    only = document(tmp_path, text, "d.html")
    assert only.published_on is not None
    assert only.published_on.value == "2022-03-14"
    # who put it on a page does not move a city's policy into a district, or another city's of that name
    assert only.region is not None
    assert only.region.name == "大连市"


def test_a_stated_day_of_publishing_comes_before_that_of_a_copy(tmp_path):
    text = "平原市细则\n来源: 某某网　2016-04-22 18:52 | 浏览：293 次\n市教委发布时间:2016-03-28\n第一条 甲。\n"
    only = document(tmp_path, text, "p.txt")
    assert only.published_on is not None
    assert only.published_on.value == "2016-03-28"


def test_a_region_nothing_else_names_is_that_of_the_site(tmp_path):
    text = "关于奖补的通知\n一、奖补\n给予20万元。\n主办：东莞市住房和城乡建设局　地址：莞龙大道1号\n"
    only = document(tmp_path, text, "r.txt")
    assert only.region is not None
    assert only.region.name == "东莞市"
    assert only.issuers == ()


_TWICE = """平原市随迁子女入学细则
第一条 为了规范入学，根据有关规定，结合本市实际，制定本细则。
第二条 随迁子女是指在本市申领居住证的人员的子女，可以申请在本市就学。
第三条 申请应当提交下列材料：
（一）居住证；
（二）户口簿。
"""


def test_a_text_that_stands_twice_is_taken_once(tmp_path):
    text = _TWICE + _TWICE
    taken = take(tmp_path, text, "t.txt")
    assert written(taken.clauses) == "第一条\n第二条\n第三条 申请应当提交下列材料\n  （一）居住证；\n  （二）户口簿。"
    assert taken.source is not None
    assert taken.source.furniture[-1].start >= len(_TWICE) - 1
    assert taken.source.furniture[-1].end == len(text)
    assert tiles(len(text), taken)


def test_a_text_that_goes_on_differently_is_no_copy(tmp_path):
    other = _TWICE.replace("第二条 随迁子女是指", "第二条 本细则所称子女是指")
    taken = take(tmp_path, _TWICE + other, "t.txt")
    assert len([c for c in taken.clauses if c.label == "第三条"]) == 2


def test_short_lines_over_keyed_paragraphs_are_headings(tmp_path):
    text = """平原市就业政策
服务对象：高校毕业生
求职补贴
政策内容：每人1000元。
申请渠道：高校申请
见习补贴
在全市范围内遴选基地，给予补贴。
申请渠道：街道窗口
服务对象：企业
见习补贴
政策内容：每人100元。
申请渠道：街道窗口
"""
    assert (
        tree(tmp_path, text, "k.txt")
        == """服务对象：高校毕业生
  求职补贴
    政策内容：
    申请渠道：
  见习补贴
    在全市范围内遴选基地，给予补贴。
    申请渠道：
服务对象：企业
  见习补贴
    政策内容：
    申请渠道："""
    )


def test_keyed_lines_in_a_numbered_text_make_no_headings(tmp_path):
    text = "平原市通知\n一、联系\n科技局\n电话：1234567\n财政局\n电话：7654321\n"
    assert tree(tmp_path, text, "k.txt") == "一、联系\n  科技局\n  电话：\n  财政局\n  电话："


def test_a_number_before_a_year_and_letters_open_items(tmp_path):
    text = """平原市办理指引
一、材料
（1）以住所申请的，提交：
A.租赁合同。
B.借住证明。
（2）以就业申请的，提交合同。
以上证件收复印件。
二、日期
1.2016年前登记的，从登记日起算。
2. 中断不超过3天的，视为连续。
3.2016年1月1日前申领的，不受限制。
"""
    assert (
        tree(tmp_path, text, "n.txt")
        == """一、材料
  （1）以住所申请的，提交
    A.租赁合同。
    B.借住证明。
  （2）以就业申请的，提交合同。
  以上证件收复印件。
二、日期
  1.2016年前登记的，从登记日起算。
  2. 中断不超过3天的，视为连续。
  3.2016年1月1日前申领的，不受限制。"""
    )


def test_a_sentence_on_how_long_it_holds_is_no_heading(tmp_path):
    text = (
        "平原市意见\n附则\n1.关于对象。适用于企业。\n2.本政策自印发之日起施行，有效期至2021年12月31日。由区政府解释。\n"
    )
    clauses = take(tmp_path, text, "h.txt").clauses
    assert [c.heading for c in clauses if c.label] == ["关于对象", ""]
    assert [c.level for c in clauses if c.label] == [2, 2]
