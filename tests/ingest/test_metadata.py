"""Metadata read from texts, each value with the place it was read from."""

from pathlib import Path

import pytest

from ingest.metadata.dates import comment_until, effective_from, effective_until, find_dates
from ingest.metadata.departments import departments
from ingest.metadata.doc_type import doc_type
from ingest.metadata.issuer import issuers
from ingest.metadata.labels import ISSUER, is_label_line, labelled
from ingest.metadata.links import links
from ingest.metadata.region import divisions, own_region_of, region_of
from ingest.metadata.validity import status
from ingest.model import DocType, Document, Found, Role, Span, Status
from ingest.normalize import Line, lines
from ingest.pipeline import ingest_paths
from tests.ingest.trees import document

_CORPUS = Path(__file__).parents[2] / "docs_corpus"


def _lines(text: str) -> list[Line]:
    return list(lines(text))


# What a person reads in the five files.
@pytest.mark.parametrize(
    ("document_id", "number", "issuer", "adcode", "issued", "published", "state"),
    [
        (
            "liaocheng-2023-strong-city-opinions",
            "聊政字〔2023〕11号",
            "聊城市人民政府",
            "371500",
            None,
            None,
            "in_force",
        ),
        (
            "linyi-2023-strong-city-opinions",
            "临政字〔2023〕104号",
            "临沂市人民政府",
            "371300",
            "2023-08-15",
            "2023-11-10",
            "in_force",
        ),
        ("rizhao-2025-innovation-ecosystem-draft.1", None, "日照市科学技术局", "371100", "2025-05-09", None, "draft"),
        ("rizhao-2025-innovation-ecosystem-draft.2", None, "日照市科学技术局", "371100", "2025-05-09", None, "draft"),
        (
            "rizhao-2025-innovation-ecosystem-draft.3",
            None,
            "日照市科学技术局",
            "371100",
            "2025-05-09",
            None,
            "informational",
        ),
        ("zibo-2021-summary-2022-plan.1", None, "淄博市科学技术局", "370300", "2022-04-01", "2022-04-01", "in_force"),
        (
            "zibo-2022-innovative-city-opinions",
            "淄政发〔2022〕4号",
            "淄博市人民政府",
            "370300",
            "2022-07-17",
            None,
            "in_force",
        ),
    ],
)
def test_the_five_policies(document_id, number, issuer, adcode, issued, published, state):
    found = {d.id: d for d in ingest_paths([_CORPUS]).documents}[document_id]
    values = [f and f.value for f in (found.doc_number, found.issued_on, found.published_on)]
    assert values == [number, issued, published]
    assert found.issuer == issuer
    assert found.region is not None
    assert found.region.adcode == adcode
    assert found.status.value == state


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年8月15日", "2023-08-15"),
        ("２０２３年８月１５日", "2023-08-15"),
        ("二〇二三年八月十五日", "2023-08-15"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("2022-04-01 09:37:15", "2022-04-01"),
        ("2022/4/1", "2022-04-01"),
        ("2024 年 2 月 29 日", "2024-02-29"),
    ],
)
def test_dates_in_every_script(text, iso):
    (found,) = find_dates(f"于{text}。")
    assert found.value == iso


@pytest.mark.parametrize("text", ["2023年2月29日", "2023年13月1日", "2023年8月", "1.2.3"])
def test_what_is_no_full_date(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "effective", "until"),
    [
        ("本办法自2023年9月1日起施行，有效期至2028年8月31日。", "2023-09-01", "2028-08-31"),
        ("本意见自二〇二三年九月一日起实施，有效期5年。", "2023-09-01", "2028-08-31"),
        ("自2024年2月29日起施行，试行期为一年。", "2024-02-29", "2025-02-27"),
        ("《某条例》自2003年8月1日起施行后，情况变化。本办法自2025年1月1日起施行。", "2025-01-01", None),
        ("许可证有效期为五年。本条例自2020年5月1日起施行。", "2020-05-01", None),
        ("本通知自印发之日起施行。", "2021-06-07", None),
        ("本条例自公布之日起施行。", "2021-06-09", None),
        ("应当自印发之日起三十日内报送。", None, None),
    ],
)
def test_validity_in_words(text, effective, until):
    printed, published = Found("2021-06-07", Span(0, 1)), Found("2021-06-09", Span(0, 1))
    begins = effective_from(_lines(text), printed, published)
    ends = effective_until(_lines(text), begins)
    assert (begins and begins.value, ends and ends.value) == (effective, until)
    for found in (begins, ends):
        assert found is None or 0 <= found.span.start < found.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("如有意见建议可在2025年6月9日前反馈。", "2025-06-09"),
        ("请于二〇二五年六月九日之前将意见反馈。", "2025-06-09"),
        ("意见反馈截止时间：2025年6月9日。", "2025-06-09"),
        ("征求意见时间为2025年5月9日至6月9日。", "2025-06-09"),
        ("征求意见时间：2025年5月9日至2025年6月9日，逾期不再反馈。", "2025-06-09"),
        ("2025年6月9日前完成建设。", None),
    ],
)
def test_comment_deadlines(text, until):
    found = comment_until(_lines(text))
    assert (found and found.value) == until


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("某市人民政府\n关于支持创新的意见\n某政发〔2024〕3号\n一、要求\n", "某政发〔2024〕3号"),
        ("关于支持创新的意见（某政发〔2024〕3号）\n一、要求\n", "某政发〔2024〕3号"),
        ("发文字号：某政发〔2024〕3号\n关于支持创新的意见\n一、要求\n", "某政发〔2024〕3号"),
        ("关于支持创新的意见\n根据《规划》（某政发〔2020〕1号），提出意见。\n一、要求\n", None),
    ],
)
def test_the_own_number_of_a_document(tmp_path, head, number):
    found = document(tmp_path, head, "a.txt").doc_number
    assert (found and found.value) == number
    assert found is None or found.span.cut(head) == number


def test_several_issuers_each_with_its_place():
    text = "平原市科学技术局\n平原市财政局 平原市税务局\n2024年3月6日"
    named = issuers(_lines(text), "关于奖补的通知", 0, True)
    assert [n.value for n in named] == ["平原市科学技术局", "平原市财政局", "平原市税务局"]
    assert [n.span.cut(text) for n in named] == [n.value for n in named]


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        ("山东省临沂市人民政府", "371300"),
        ("莒县人民政府", "371122"),
        ("聊城市茌平区人民政府关于奖补的意见", "371503"),
        ("国务院", "000000"),
        ("国家市场监督管理总局", "000000"),
        ("嘉兴市南湖保护条例", "330400"),
        ("山东省东平湖保护条例", "370000"),
        ("上海市黄浦江滨水公共空间条例", "310000"),
        ("北京市朝阳区人民政府", "110105"),
        ("某某协会", None),
    ],
)
def test_regions(text, adcode):
    region = region_of(text)
    assert (region and region.adcode) == adcode
    if region and adcode:
        assert region == divisions()[adcode]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某市科技创新条例", DocType.REGULATION),
        ("关于印发《办法》的通知", DocType.NOTICE),
        ("若干政策（征求意见稿）", DocType.POLICY),
        ("《若干政策》草案解读", DocType.INTERPRETATION),
        ("2021年工作总结", DocType.SUMMARY),
        ("2022年工作要点", DocType.WORK_PLAN),
        ("实施意见", DocType.OPINION),
        ("公开征求意见的公告", DocType.ANNOUNCEMENT),
        ("议事规则", DocType.REGULATION),
        ("申报表", DocType.OTHER),
    ],
)
def test_types_of_documents(title, kind):
    assert doc_type(title) is kind


def test_an_enacted_measure_is_a_regulation():
    assert doc_type("某省实施《某法》办法", enacted=True) is DocType.REGULATION
    assert doc_type("某市公告", enacted=True) is DocType.ANNOUNCEMENT


@pytest.mark.parametrize(
    ("title", "fronts", "page", "evidence", "expected"),
    [
        ("若干政策（征求意见稿）", "", "", True, Status.DRAFT),
        ("实施意见", "（本文件已废止）", "", True, Status.REPEALED),
        ("实施意见", "", "有效性：失效", True, Status.EXPIRED),
        ("实施意见", "", "索引号：1 有效性：有效", False, Status.IN_FORCE),
        ("实施意见", "", "", True, Status.IN_FORCE),
        ("实施意见", "", "", False, Status.UNKNOWN),
        ("工作总结", "", "", True, Status.INFORMATIONAL),
    ],
)
def test_status(title, fronts, page, evidence, expected):
    assert status(title, doc_type(title), _lines(fronts), evidence, _lines(page)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "依据《关于加快建设的意见》（鲁政字〔2022〕225号）和《某省条例》，结合我市实际，制定本办法。",
            [("based_on", "关于加快建设的意见", "鲁政字〔2022〕225号"), ("based_on", "某省条例", None)],
        ),
        ("依照《中华人民共和国治安管理处罚法》处罚。", []),
        (
            "本办法自2024年1月1日起施行，同时废止《甲办法》（某政发〔2010〕1号）、《乙办法》。",
            [("repeals", "甲办法", "某政发〔2010〕1号"), ("repeals", "乙办法", None)],
        ),
        ("《甲办法》和《乙办法》同时废止。", [("repeals", "甲办法", None), ("repeals", "乙办法", None)]),
        ("《甲规定》自本解释公布之日起不再执行。", [("repeals", "甲规定", None)]),
        ("《甲规定》尚未废止。", []),
    ],
)
def test_links(text, expected):
    found = links(_lines(text), DocType.POLICY, "某办法")
    assert [(x.relation, x.title, x.doc_number) for x in found] == expected
    for link in found:
        assert link.title is not None
        assert link.span.cut(text).startswith(link.title)


@pytest.mark.parametrize(
    ("title", "interpreted"),
    [("《某市若干政策》政策解读", "某市若干政策"), ("某市支持创新若干措施政策解读", "某市支持创新若干措施")],
)
def test_an_interpretation_is_linked_to_its_policy(title, interpreted):
    found = links(_lines(title), DocType.INTERPRETATION, title)
    assert [(x.relation, x.title) for x in found] == [("interprets", interpreted)]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("（牵头单位：市科技局；配合单位：市财政局、市税务局）", "牵头单位市科技局 配合单位市财政局 配合单位市税务局"),
        ("【责任单位：市科技局，配合单位：市教育局】", "责任单位市科技局 配合单位市教育局"),
        ("（市科技局牵头，市财政局配合）", "牵头单位市科技局 配合单位市财政局"),
        ("（市科技局、市财政局按职责分工负责）", "责任单位市科技局 责任单位市财政局"),
        (
            "（市政府办公室、市大数据局牵头，各有关部门配合）",
            "牵头单位市政府办公室 牵头单位市大数据局 配合单位各有关部门",
        ),
        ("（三）", ""),
    ],
)
def test_departments_by_role(tail, expected):
    text = "给予50万元奖补。" + tail
    found = departments(text, 100)
    assert " ".join(d.role.value + d.name for d in found) == expected
    assert all(text[d.span.start - 100 : d.span.end - 100] == d.name for d in found)
    assert {d.role for d in found} <= set(Role)


def test_every_span_of_the_corpus_lies_in_its_source():
    library = ingest_paths([_CORPUS])
    texts = {source.name: source.text for source in library.sources}
    spans = 0
    for found in library.documents:
        for field in _found_fields(found):
            text = texts[found.source_file]
            assert 0 <= field.span.start < field.span.end <= len(text)
            spans += 1
    # one 文号, issuer, issued or published date a document at the least
    assert spans >= len(library.documents)


def _found_fields(found: Document) -> list[Found[str]]:
    single = (
        found.doc_number,
        found.issued_on,
        found.published_on,
        found.effective_from,
        found.effective_until,
        found.comment_until,
    )
    return [*found.issuers, *(field for field in single if field is not None)]


def test_the_imprint_tells_when_a_document_was_printed(tmp_path):
    text = (
        "平原市人民政府关于奖补的意见\n一、奖补\n本意见自印发之日起施行，有效期三年。\n平原市人民政府\n2024年3月5日\n"
        "（此件公开发布）\n平原市人民政府办公室 2024年3月8日印发\n"
    )
    found = document(tmp_path, text, "a.txt")
    values = [f and f.value for f in (found.issued_on, found.effective_from, found.effective_until)]
    assert values == ["2024-03-05", "2024-03-08", "2027-03-07"]
    assert found.issuer == "平原市人民政府"


def _only(folder: Path, text: str) -> Document:
    (folder / "文件.txt").write_text(text, encoding="utf-8")
    [document] = ingest_paths([folder]).documents
    return document


def test_a_text_without_its_head_is_of_the_place_it_speaks_of(tmp_path: Path) -> None:
    text = """加快旅游业发展若干意见

为培育我县旅游业，制定本意见。

一、美食街

按照《青田县旅游发展资金管理办法》，打造青田精品美食街，对新开餐厅奖励5万元。学习安吉县的做法。
"""
    region = _only(tmp_path, text).region
    assert region is not None
    assert (region.name, region.adcode) == ("青田县", "331121")


def test_a_place_named_once_is_not_taken_for_the_texts_own(tmp_path: Path) -> None:
    text = "加快旅游业发展若干意见\n\n为培育我县旅游业，学习安吉县的做法，制定本意见。\n\n一、奖励\n\n奖励5万元。\n"
    assert _only(tmp_path, text).region is None


def test_the_labels_of_one_line_end_where_the_next_begins(tmp_path: Path) -> None:
    text = """关于印发《青田县促进软件产业发展若干政策》的通知

发布机构：青田县经济商务局；文号：青经商〔2026〕4号；生成日期：2026年7月31日。

一、支持研发，奖励5万元。

二、本文件自2026年9月1日施行，有效期至2028年12月31日。
"""
    read = _only(tmp_path, text)
    assert read.doc_number is not None
    assert read.doc_number.value == "青经商〔2026〕4号"
    assert [found.value for found in read.issuers] == ["青田县经济商务局"]
    assert read.issued_on is not None
    assert read.issued_on.value == "2026-07-31"
    assert read.effective_from is not None
    assert read.effective_from.value == "2026-09-01"
    assert read.effective_until is not None
    assert read.effective_until.value == "2028-12-31"


def test_a_number_alone_under_a_repeated_title_is_the_documents_own(tmp_path: Path) -> None:
    text = """青田县青年创业扶持办法

发表时间：2023-08-09 23:04:15

青经商〔2023〕1号

青田县经济商务局

关于印发青田县青年创业扶持办法的通知

各乡镇：

现印发实施。

青田县经济商务局

2023年8月9日

第一条 奖励5万元。
"""
    read = _only(tmp_path, text)
    assert read.doc_number is not None
    assert read.doc_number.value == "青经商〔2023〕1号"
    assert read.published_on is not None
    assert read.published_on.value == "2023-08-09"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("为做好武汉市灵活就业人员参保，结合本市实际，制定本办法。", "武汉市"),
        ("在东莞市内注册的企业可以申报，东莞市虎门镇除外。", "东莞市"),
        ("聊城市东昌府区的企业由我市另行规定。", "聊城市"),
        ("按《武汉市医疗保险办法》执行，本市另有规定的除外。", None),  # only in another document's title
        ("对武汉市的做法应当推广。", None),  # not spoken of as its own
        ("对广东省骨干企业，我省给予奖励；项目在东莞市内。", None),  # two claim it
        ("我市借鉴武汉市、长沙市的做法。", None),
        ("省、市和县人民政府应当加强本县的领导。", None),  # 和县 is a county, here it is no name
    ],
)
def test_a_text_that_speaks_of_one_place_as_its_own_is_of_that_place(text: str, name: str | None) -> None:
    region = own_region_of([text])
    assert (region.name if region else None) == name


def test_labels_set_wide_are_labels() -> None:
    table = list(lines("发 布 机 构 ： 天津市工业和信息化局\n发 文 字 号 ： 津工信电力〔2021〕3号\n"))
    assert all(is_label_line(line.folded) for line in table)
    found = labelled(table, ISSUER)
    assert found is not None
    assert (found.value, found.span) == ("天津市工业和信息化局", Span(10, 20))
