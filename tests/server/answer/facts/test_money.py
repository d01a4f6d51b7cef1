"""Money that documents promise: sentences of the shipped documents, each read by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server.answer.facts.fact import Kind
from tests.server.answer.facts.reading import OPINIONS, facts_in

PROMISE, LIMIT = Kind.PROMISE, Kind.LIMIT

PAID = [
    ("对首次通过高新技术企业认定的企业，给予10万元补助；", [("10万元", 100_000, "首次通过高新技术企业认定的企业", "")]),
    ("对复审通过认定的企业，给予5万元补助；", [("5万元", 50_000, "复审通过认定的企业", "")]),
    (
        "每通过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元。",
        [("5000元", 5_000, "中介机构", "每通过1家"), ("20万元", 200_000, "中介机构", "每家 每年 最高")],
    ),
    (
        "对绩效评估优秀的市级技术创新中心、重点实验室、新型研发机构等创新平台，给予最高20万元的资金支持。",
        [("20万元", 200_000, "绩效评估优秀的市级技术创新中心、重点实验室、新型研发机构等创新平台", "最高")],
    ),
    ("对备案为省级新型研发机构的，给予建设企业50万元奖补。", [("50万元", 500_000, "备案为省级新型研发机构的", "")]),
    (
        "对省级以上科技企业孵化器和众创空间，每培育1家高新技术企业，给予10万元奖补，每年最高支持100万元。",
        [
            ("10万元", 100_000, "省级以上科技企业孵化器和众创空间", ""),
            ("100万元", 1_000_000, "省级以上科技企业孵化器和众创空间", "每年 最高"),
        ],
    ),
    (
        "对承担省科技重大专项计划项目的单位, 给予上年度省拨经费30%、单个项目最高100万元的配套奖励。",
        [
            ("30%", 30, "承担省科技重大专项计划项目的单位", ""),
            ("100万元", 1_000_000, "承担省科技重大专项计划项目的单位", "单个项目 最高"),
        ],
    ),
    (
        "对成功入选国家级、省级重点人才工程的领军人才，按照国家、省人才资助经费额度给予1∶1配套支持。",
        [("1∶1", 1, "成功入选国家级、省级重点人才工程的领军人才", "")],
    ),
    ("每培养1名技术经纪人给予1000元补助。", [("1000元", 1_000, "技术经纪人", "每培养1名")]),
    (
        "鼓励企业开展技术交易，对认定登记的技术合同，按照年度免税技术交易额的1.5%给予补助，最高不超过50万元。",
        [("1.5%", "1.5", "认定登记的技术合同", ""), ("50万元", 500_000, "认定登记的技术合同", "最高 不超过")],
    ),
    (
        "经绩效评价优秀的临床医学研究中心，给予20万元奖补。",
        [("20万元", 200_000, "经绩效评价优秀的临床医学研究中心", "")],
    ),
    ("对达到要求的孵化器给予累计最高200万元引导性支持。", [("200万元", 2_000_000, "达到要求的孵化器", "累计 最高")]),
    (
        "市、县（市、区）财政承担备案贷款不良本金35%的风险补偿。",
        [("35%", 35, "市、县（市、区）财政承担备案贷款不良本金", "")],
    ),
    ("对市级平台一次性给予３０万元奖励。", [("３０万元", 300_000, "市级平台", "一次性")]),
    ("对新设立的市级平台，给予五十万元奖励。", [("五十万元", 500_000, "新设立的市级平台", "")]),
]


@pytest.mark.parametrize(("text", "expected"), PAID, ids=[text[:16] for text, _ in PAID])
def test_money_is_read_with_whom_it_is_for_and_its_limits(
    text: str, expected: list[tuple[str, float | str, str, str]]
) -> None:
    facts = facts_in(OPINIONS, text)
    assert [f.quantity.number.cut(text) for f in facts] == [printed for printed, *_ in expected]
    assert [str(f.quantity.value.normalize() + 0) for f in facts] == [_plain(value) for _, value, *_ in expected]
    assert [f.subject for f in facts] == [subject for _, _, subject, _ in expected]
    assert [" ".join(f.qualifiers) for f in facts] == [limits for *_, limits in expected]
    assert {f.kind for f in facts} == {PROMISE}


def _plain(value: float | str) -> str:
    return str(Decimal(str(value)).normalize() + 0)


LISTS = [
    (
        "对新建设的国家级、省级、市级农业科技园区,分别给予200万元、100万元、50万元奖补。",
        [
            (2_000_000, "国家级", "农业科技园区"),
            (1_000_000, "省级", "农业科技园区"),
            (500_000, "市级", "农业科技园区"),
        ],
    ),
    (
        "对新备案的国家级、省级技术转移服务机构，分别给予最高100万元、50万元奖补。",
        [(1_000_000, "国家级", "技术转移服务机构"), (500_000, "省级", "技术转移服务机构")],
    ),
    (
        "对入选国家、省级重点人才工程的企业或具有独立法人资质的研发机构或科研院所，分别给予10万元、5万元奖励。",
        [
            (100_000, "国家级", "重点人才工程的企业或具有独立法人资质的研发机构或科研院所"),
            (50_000, "省级", "重点人才工程的企业或具有独立法人资质的研发机构或科研院所"),
        ],
    ),
    (
        "对获得省自然科学、技术发明、科学技术进步奖项目的第一完成单位，"
        "分别给予特等奖100万元、一等奖50万元、二等奖30万元的奖励。",
        [
            (1_000_000, "特等奖", "获得省自然科学、技术发明、科学技术进步奖项目的第一完成单位"),
            (500_000, "一等奖", "获得省自然科学、技术发明、科学技术进步奖项目的第一完成单位"),
            (300_000, "二等奖", "获得省自然科学、技术发明、科学技术进步奖项目的第一完成单位"),
        ],
    ),
    (
        "每年评选一批科技特派员工程示范基地(项目)、优秀科技特派员和科技特派员工作先进个人，"
        "分别给予10万元、２万元和１万元奖励。",
        [
            (100_000, "", "科技特派员工程示范基地(项目)"),
            (20_000, "", "优秀科技特派员"),
            (10_000, "", "科技特派员工作先进个人"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text[:16] for text, _ in LISTS])
def test_each_member_of_an_aligned_list_is_a_fact_of_its_own_level(
    text: str, expected: list[tuple[int, str, str]]
) -> None:
    facts = facts_in(OPINIONS, text)
    assert [(int(f.quantity.value), f.level, f.subject) for f in facts] == expected


def test_a_limit_before_an_aligned_list_is_on_every_member() -> None:
    text = "对新备案的国家级、省级技术转移服务机构，分别给予最高100万元、50万元奖补。"
    assert [f.qualifiers for f in facts_in(OPINIONS, text)] == [("最高",), ("最高",)]


def test_a_threshold_inside_the_condition_is_a_limit_and_no_promise() -> None:
    text = "对首次填报研发投入50万元以上的规上企业，市财政给予最高5万元补助。"
    assert [(f.quantity.text, f.kind) for f in facts_in(OPINIONS, text)] == [
        ("50万元以上", LIMIT),
        ("给予最高5万元", PROMISE),
    ]
