"""Clauses that print what they give under labels."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import ingest_paths
from server.answer.benefits.collection import benefits_in
from server.answer.holdings import Holdings

_TEXT = """某某县创业补贴办法

一、创业租金补贴
补贴条件：
（1）初创企业租赁场地用于经营；
（2）连续3个月正常缴纳社会保险费。
补贴对象：符合条件的创业者。
补贴标准：每年6000元。
补贴期限：累计不超过3年。
二、优秀项目资助
补贴条件：获得创业大赛优胜奖。
补贴标准：一等奖20万元，二等奖15万元。
三、办理流程
办理方式：现场办理。
办理时限：5个工作日。
"""


def test_each_label_is_a_field_of_one_gift(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_TEXT, encoding="utf-8")
    holdings = Holdings(ingest_paths([tmp_path]))
    (document,) = holdings.library.documents
    found = []
    for benefit in benefits_in(document, holdings):
        text = benefit.clause.text
        spans = (benefit.recipient, benefit.condition, benefit.standard, benefit.time_limit)
        found.append((benefit.clause.heading, *(span.cut(text) if span else None for span in spans)))
    assert found == [
        (
            "创业租金补贴",
            "符合条件的创业者。",
            "（1）初创企业租赁场地用于经营；\n（2）连续3个月正常缴纳社会保险费。",
            "每年6000元。",
            "累计不超过3年。",
        ),
        ("优秀项目资助", None, "获得创业大赛优胜奖。", "一等奖20万元，二等奖15万元。", None),
    ]
