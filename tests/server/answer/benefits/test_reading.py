"""What single sentences give, worded as policies of other places word it."""

from __future__ import annotations

import pytest

from ingest.model import DocType, Document, Span, Status
from server.answer.benefits.benefit import Benefit
from server.answer.benefits.reading import benefits_of
from server.answer.facts.reading import read_facts
from tests.server.answer.small_clauses import clause_of

_DOCUMENT = Document("doc", "某县若干政策", DocType.POLICY, Status.IN_FORCE, Span(0, 1), "a.txt", "0" * 64)


def given(text: str) -> list[Benefit]:
    clause = clause_of(text)
    return benefits_of(clause, read_facts(clause, _DOCUMENT))


def said(benefit: Benefit) -> tuple[str | None, ...]:
    text = benefit.clause.text
    spans = (benefit.recipient, benefit.condition, benefit.standard, benefit.time_limit)
    return tuple(span.cut(text) if span else None for span in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "对新认定的省级农业龙头企业，一次性给予30万元奖励。",
            ("新认定的省级农业龙头企业", "新认定", "一次性给予30万元奖励", None),
        ),
        (
            "对年销售额1亿元以上的，单品种奖励企业200万元。",
            ("年销售额1亿元以上的", "年销售额1亿元以上", "单品种奖励企业200万元", None),
        ),
        ("企业完成一致性评价的，给予企业50万元奖励。", ("企业", "企业完成一致性评价", "给予企业50万元奖励", None)),
        (
            "经评价优秀的研究中心，给予20万元奖补。",
            ("经评价优秀的研究中心", "经评价优秀", "给予20万元奖补", None),
        ),
        (
            "每培养1名技术经纪人给予1000元补助。",
            (None, "每培养1名技术经纪人", "给予1000元补助", None),
        ),
        (
            "对未享受过租金补贴的企业，给予每年5万元租金补贴，补贴期限最长不超过3年。",
            (
                "未享受过租金补贴的企业",
                "未享受过租金补贴",
                "给予每年5万元租金补贴，补贴期限最长不超过3年",
                "补贴期限最长不超过3年",
            ),
        ),
        (
            "对创办企业的技术人员，近三年获得1000万元以上融资的，可直接认定为领军人才。",
            (
                "创办企业的技术人员",
                "创办企业的技术人员，近三年获得1000万元以上融资",
                "可直接认定为领军人才",
                None,
            ),
        ),
    ],
)
def test_who_gets_what_on_which_condition(text: str, expected: tuple[str | None, ...]) -> None:
    (benefit,) = given(text)
    assert said(benefit) == expected


def test_two_gifts_of_one_sentence_are_told_apart() -> None:
    text = (
        "对备案为省级机构的，给予建设企业50万元奖补，对评价优秀的省级机构，给予最高100万元奖补。（牵头单位：市科技局）"
    )
    assert [said(benefit) for benefit in given(text)] == [
        ("建设企业", "备案为省级机构", "给予建设企业50万元奖补", None),
        ("评价优秀的省级机构", "评价优秀", "给予最高100万元奖补", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "对违反规定的单位，给予警告，并处5万元罚款。",
        "骗取补助资金的，追回已经给予的补助资金。",
        "到2025年，高新技术企业达到1000家以上。",
        "加大对科技型企业的支持力度，完善研发投入补助机制。",
        "所有人应当办理变更登记。",
        "既有住宅经鉴定安全的，方可申请加装电梯。",
        "已享受优惠政策的，不再享受奖励。",
        "对符合条件的企业给予奖励，具体如下：",
        "各单位应当给予协助和支持。",
    ],
)
def test_penalties_duties_goals_and_openers_give_nothing(text: str) -> None:
    assert given(text) == []
