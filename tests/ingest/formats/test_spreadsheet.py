from __future__ import annotations

import datetime

import openpyxl
import pytest

from ingest.errors import DamagedFile, EmptyFile, FileTooLarge
from ingest.formats import delimited
from ingest.formats.spreadsheet import read
from tests.ingest.formats import samples


def test_a_policy_list_is_a_table_with_its_title_and_merged_cells_filled() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["科技政策清单"])
    sheet.merge_cells("A1:D1")
    sheet.append(["序号", "类别", "政策", "比例"])
    sheet.append([1, "平台", "研发补助", 0.155])
    sheet.append([2, None, "平台奖励", 0.2])
    sheet.append([3.0, "人才", "生效", datetime.datetime(2024, 1, 2)])
    sheet.merge_cells("B3:B4")
    sheet["D3"].number_format, sheet["D4"].number_format = "0.0%", "0%"
    hidden = book.create_sheet("草稿")
    hidden.append(["不公开", "内容"])
    hidden.sheet_state = "hidden"
    assert read(samples.xlsx_bytes(book), "清单.xlsx").text.split("\n") == [
        "科技政策清单",
        "| 序号 | 类别 | 政策 | 比例 |",
        "| 1 | 平台 | 研发补助 | 15.5% |",
        "| 2 | 平台 | 平台奖励 | 20% |",
        "| 3 | 人才 | 生效 | 2024-01-02 |",
    ]


def test_sheets_without_a_title_get_their_own_names_and_the_file_s() -> None:
    book = openpyxl.Workbook()
    book.active.append(["政策", "部门"])
    book.active.append(["甲", "科技局"])
    second = book.create_sheet("人才政策")
    second.append(["政策", "部门"])
    second.append(["乙|丙", "人社局"])
    assert read(samples.xlsx_bytes(book), "2024年清单.xlsx").text == (
        "2024年清单\n| 政策 | 部门 |\n| 甲 | 科技局 |\n人才政策\n| 政策 | 部门 |\n| 乙｜丙 | 人社局 |"
    )


def test_a_merge_over_the_whole_sheet_is_refused_before_it_is_spread_out() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "标题"
    data = samples.xlsx_bytes(book)
    name = "xl/worksheets/sheet1.xml"
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read(name)
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(FileTooLarge, match="合并单元格"):
        read(samples.with_member(data, name, sheet.replace(b"</sheetData>", merged)), "a.xlsx")


def test_cells_far_apart_are_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "甲", "乙"
    with pytest.raises(FileTooLarge, match="1,048,576 行 16,384 列"):
        read(samples.xlsx_bytes(book), "a.xlsx")


def test_an_empty_workbook_is_named_empty() -> None:
    with pytest.raises(EmptyFile):
        read(samples.xlsx_bytes(openpyxl.Workbook()), "a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_usual_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    rows = [
        "奖励标准" + delimiter * 2,
        delimiter.join(("类别", "金额", "备注")),
        delimiter.join(('"甲\n乙"', "10万元", '"一""二"')),
    ]
    assert delimited.read("\r\n".join(rows).encode(encoding), "a.csv").text == (
        '奖励标准\n| 类别 | 金额 | 备注 |\n| 甲 乙 | 10万元 | 一"二 |'
    )


def test_csv_without_a_title_is_led_by_the_file_s_name() -> None:
    assert delimited.read("类别,金额\n甲,10".encode(), "奖励.csv").text == "奖励\n| 类别 | 金额 |\n| 甲 | 10 |"


def test_csv_of_empty_cells_is_named_empty() -> None:
    with pytest.raises(EmptyFile, match=r"a\.csv：表格中没有内容"):
        delimited.read(b";\n;;\n", "a.csv")


def test_a_quote_never_closed_over_too_much_text_is_damage() -> None:
    with pytest.raises(DamagedFile, match="引号不成对"):
        delimited.read(('"' + "长" * 140_000).encode(), "a.csv")
