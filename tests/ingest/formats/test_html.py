from __future__ import annotations

import pytest

from ingest.errors import EmptyFile, TooCostly
from ingest.formats.html import read

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}">
<title>某市支持科技创新若干政策_政策文件_某市人民政府</title><meta name="PubDate" content="2024-03-05 10:00">
<style>p{{color:red}}</style></head><body>
<div class="top-nav"><a href="/">首页</a> | <a href="/a">政务公开</a></div>
<nav><ul><li>机构职能，领导信息。</li></ul></nav>
<div class="main"><h1>某市支持科技创新<br>若干政策</h1>
<table width="100%"><tr><td><div id="zoom">
<p>各县区人民政府：</p>
<p>　　一、支持企业。对首次认定的高新技术企业，<b>一次性</b>奖励10万元。</p>
<p>二、支持平台。<br/>（一）国家级平台，给予100万元。<br>（二）省级平台，给予50万元。</p>
<h3>申报要求</h3>
<ol><li>材料齐全。</li><li>按时报送。</li></ol>
<p>奖励标准表</p>
<table><thead><tr><th rowspan="2">类别</th>
<th colspan="2">金额（万元）</th></tr><tr><th>国家级</th><th>省级</th></tr></thead>
<tr><td rowspan="2">平台</td><td>100</td><td>50</td></tr><tr><td>80</td><td>40</td></tr></table>
<p>附件：<a href="x.doc">1.申报书.doc</a></p>
<p>某市人民政府</p><p>2024年3月1日</p></div></td></tr></table></div>
<div class="list"><ul><li><a href="1">相关政策一的标题很长</a></li><li><a href="2">相关政策二</a></li></ul></div>
<div style="display:none">看不见的文字，不应收录。</div>
<footer>版权所有</footer><script>var a="。。。，，，";</script></body></html>"""
EXPECTED = [
    "# 某市支持科技创新若干政策",
    "各县区人民政府：",
    "一、支持企业。对首次认定的高新技术企业，一次性奖励10万元。",
    "二、支持平台。",
    "（一）国家级平台，给予100万元。",
    "（二）省级平台，给予50万元。",
    "### 申报要求",
    "1.材料齐全。",
    "2.按时报送。",
    "奖励标准表",
    "| 类别 | 金额（万元）/国家级 | 金额（万元）/省级 |",
    "| 平台 | 100 | 50 |",
    "| 平台 | 80 | 40 |",
    "附件：1.申报书.doc",
    "某市人民政府",
    "2024年3月1日",
    "发布日期：2024-03-05 10:00",
]


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8")])
def test_the_article_is_kept_whole_and_the_site_left_out(charset: str, encoding: str) -> None:
    assert read(PAGE.format(charset=charset).encode(encoding), "a.html").text.split("\n") == EXPECTED


def test_the_title_of_the_page_leads_an_article_without_one() -> None:
    head = "<title>某市科技局_某市创业投资奖励办法 - 政策文件</title>"
    page = f"<html><head>{head}</head><body><p>第一条 为了支持创业，制定本办法。</p></body></html>"
    assert read(page.encode(), "a.html").text == "某市创业投资奖励办法\n第一条 为了支持创业，制定本办法。"


def test_preformatted_text_keeps_its_lines() -> None:
    page = "<html><body><pre>第一条 甲。\n第二条 乙。</pre></body></html>"
    assert read(page.encode(), "a.html").text == "第一条 甲。\n第二条 乙。"


def test_a_page_without_text_is_named_empty() -> None:
    with pytest.raises(EmptyFile):
        read(b"<html><body><script>x</script></body></html>", "a.html")


def test_deep_markup_is_read_and_what_is_too_deep_is_named() -> None:
    assert read(("<html><body>" + "<div>" * 1_000 + "正文。").encode(), "a.html").text == "正文。"
    with pytest.raises(TooCostly, match=r"a\.html：网页嵌套过深"):
        read(("<html><body>" + "<div>" * 20_000 + "正文。").encode(), "a.html")
