"""Which number in a document's head is its own."""

from pathlib import Path

import pytest

from tests.ingest.trees import document


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
    read = document(tmp_path, text, "文件.txt")
    assert read.doc_number is not None
    assert read.doc_number.value == "青经商〔2023〕1号"
    assert read.published_on is not None
    assert read.published_on.value == "2023-08-09"
