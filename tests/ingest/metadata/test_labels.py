"""The labels above a document, as pages of publication have them."""

from pathlib import Path

from ingest.metadata.labels import ISSUER, is_label_line, labelled
from ingest.model import Span
from ingest.normalize import lines
from tests.ingest.trees import document


def test_the_labels_of_one_line_end_where_the_next_begins(tmp_path: Path) -> None:
    text = """关于印发《青田县促进软件产业发展若干政策》的通知

发布机构：青田县经济商务局；文号：青经商〔2026〕4号；生成日期：2026年7月31日。

一、支持研发，奖励5万元。

二、本文件自2026年9月1日施行，有效期至2028年12月31日。
"""
    read = document(tmp_path, text, "文件.txt")
    assert read.doc_number is not None
    assert read.doc_number.value == "青经商〔2026〕4号"
    assert [found.value for found in read.issuers] == ["青田县经济商务局"]
    assert read.issued_on is not None
    assert read.issued_on.value == "2026-07-31"
    assert read.effective_from is not None
    assert read.effective_from.value == "2026-09-01"
    assert read.effective_until is not None
    assert read.effective_until.value == "2028-12-31"


def test_labels_set_wide_are_labels() -> None:
    table = list(lines("发 布 机 构 ： 天津市工业和信息化局\n发 文 字 号 ： 津工信电力〔2021〕3号\n"))
    assert all(is_label_line(line.folded) for line in table)
    found = labelled(table, ISSUER)
    assert found is not None
    assert (found.value, found.span) == ("天津市工业和信息化局", Span(10, 20))
