from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml

from ingest.errors import EmptyFile
from ingest.formats.word import read
from ingest.formats.word_numbering import Numbering
from tests.ingest.formats import samples

OFFICIAL = [
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
]


def text_of(document: docx.document.Document) -> list[str]:
    return read(samples.docx_bytes(document), "样本.docx").text.split("\n")


def test_list_numbers_stand_in_the_text_as_word_prints_them() -> None:
    document = samples.numbered_document(OFFICIAL)
    for level, text in (
        (0, "总体要求"), (0, "重点任务"), (1, "支持企业"), (2, "研发补助"), (2, "贷款贴息"), (3, "存量"), (3, "增量"),
        (1, "支持人才"), (2, "安家补贴"), (0, "组织实施"), (1, "加强领导"),
    ):  # fmt: skip
        samples.numbered(document.add_paragraph(text), level)
    assert text_of(document) == [
        "一、总体要求", "二、重点任务", "（一）支持企业", "1.研发补助", "2.贷款贴息", "①存量", "②增量",
        "（二）支持人才", "1.安家补贴", "三、组织实施", "（一）加强领导",
    ]  # fmt: skip


def test_a_second_list_goes_on_counting_and_an_override_starts_again() -> None:
    document = samples.numbered_document(
        OFFICIAL,
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
    )
    for text, num_id in (("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3), ("戊", 1)):
        samples.numbered(document.add_paragraph(text), 0, num_id)
    assert text_of(document) == ["一、甲", "二、乙", "五、丙", "六、丁", "七、戊"]


def test_articles_numbered_by_a_style_and_numbering_switched_off() -> None:
    document = samples.numbered_document([("chineseCounting", "第%1条")])
    style = document.styles.add_style("条", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {samples.W_NAMESPACE}><w:numId w:val="1"/></w:numPr>'))
    for number in range(1, 22):
        document.add_paragraph(f"规定{number}。", style="条")
    samples.numbered(document.add_paragraph("不编号。", style="条"), 0, num_id=0)
    lines = text_of(document)
    assert lines[:2] == ["第一条规定1。", "第二条规定2。"]
    assert (lines[9], lines[10], lines[19], lines[20]) == (
        "第十条规定10。", "第十一条规定11。", "第二十条规定20。", "第二十一条规定21。",
    )  # fmt: skip
    assert lines[21] == "不编号。"


@pytest.mark.parametrize(
    ("number_format", "third", "twelfth"),
    [
        ("decimal", "3", "12"), ("decimalZero", "03", "12"), ("chineseCounting", "三", "十二"),
        ("ideographDigital", "三", "一二"), ("chineseLegalSimplified", "叁", "拾贰"), ("upperRoman", "III", "XII"),
        ("lowerLetter", "c", "l"), ("decimalEnclosedCircle", "③", "⑫"), ("ideographTraditional", "丙", "乙"),
        ("decimalFullWidth", "３", "１２"),
    ],
)  # fmt: skip
def test_number_formats_of_the_standard(number_format: str, third: str, twelfth: str) -> None:
    document = samples.numbered_document([(number_format, "（%1）")])
    root = document.part.numbering_part.element
    numbering = Numbering(root)
    labels = [numbering.label("1", 0) for _ in range(12)]
    assert (labels[2], labels[11]) == (f"（{third}）", f"（{twelfth}）")


def test_decimal_levels_joined_and_bullets_without_a_label() -> None:
    document = samples.numbered_document([("decimal", "%1"), ("decimal", "%1.%2"), ("bullet", "\uf0b7")])
    for level, text in ((0, "范围"), (1, "总则"), (1, "要求"), (2, "要点"), (0, "附则"), (1, "解释")):
        samples.numbered(document.add_paragraph(text), level)
    assert text_of(document) == ["1范围", "1.1总则", "1.2要求", "要点", "2附则", "2.1解释"]


def test_headings_changes_and_content_controls() -> None:
    document = docx.Document()
    document.add_heading("支持科技创新\n若干政策", 1)
    document.add_heading("一、总体要求", 2)
    document.add_heading("附则", 2)
    paragraph = document.add_paragraph("给予")
    samples.inserted_and_deleted(paragraph, "20万元", "10万元")
    samples.content_control(document, "由科技局负责。")
    assert text_of(document) == [
        "# 支持科技创新若干政策", "一、总体要求", "## 附则", "给予20万元", "由科技局负责。",
    ]  # fmt: skip


def test_a_table_keeps_header_merged_cells_and_automatic_row_numbers() -> None:
    document = samples.numbered_document([("decimal", "%1")])
    document.add_paragraph("表1 奖励标准")
    table = document.add_table(4, 3)
    for row, texts in enumerate(
        (("序号", "类别", "金额"), ("", "平台", "100万元"), ("", "", "50万元"), ("", "人才", "10万元"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    for row in (1, 2, 3):
        samples.auto_numbered_cell(document, row)
    document.add_paragraph("以上标准自公布之日起执行。")
    assert text_of(document) == [
        "表1 奖励标准",
        "| 序号 | 类别 | 金额 |",
        "| 1 | 平台 | 100万元 |",
        "| 2 | 平台 | 50万元 |",
        "| 3 | 人才 | 10万元 |",
        "以上标准自公布之日起执行。",
    ]


def test_a_document_without_text_is_named_empty() -> None:
    with pytest.raises(EmptyFile, match=r"样本\.docx"):
        read(samples.docx_bytes(docx.Document()), "样本.docx")
