"""Lists behind 分别: sentences of the shipped documents, paired by hand."""

from __future__ import annotations

import pytest

from server.answer.alignment import aligned
from server.understanding.quantities import find_quantities


def pairs_of(text: str) -> list[tuple[str, int]]:
    return [(pair.subject, int(pair.quantity.value)) for pair in aligned(text, tuple(find_quantities(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "对新建设的国家级、省级、市级农业科技园区,分别给予200万元、100万元、50万元奖补。",
            [("国家级", 2_000_000), ("省级", 1_000_000), ("市级", 500_000)],
        ),
        (
            "对获批的国家级、省级国际科技合作基地等创新平台分别给予200万元、50万元的奖补。",
            [("国家级", 2_000_000), ("省级", 500_000)],
        ),
        (
            "每新建一家省级、市级临床医学研究中心，分别给予50万元、20万元奖补；",
            [("省级", 500_000), ("市级", 200_000)],
        ),
        (
            "对新备案的国家级、省级技术转移服务机构，分别给予最高100万元、50万元奖补。",
            [("国家级", 1_000_000), ("省级", 500_000)],
        ),
        (
            "每年评选一批科技特派员工程示范基地(项目)、优秀科技特派员和科技特派员工作先进个人，"
            "分别给予10万元、２万元和１万元奖励。",
            [("示范基地", 100_000), ("优秀科技特派员", 20_000), ("先进个人", 10_000)],
        ),
        (
            "对获得省自然科学、技术发明、科学技术进步奖项目的第一完成单位，"
            "分别给予特等奖100万元、一等奖50万元、二等奖30万元的奖励。",
            [("特等奖", 1_000_000), ("一等奖", 500_000), ("二等奖", 300_000)],
        ),
        (
            "高新技术企业、科技型中小企业数量分别达到1260家和1700家;",
            [("高新技术企业", 1260), ("科技型中小企业", 1700)],
        ),
        (
            "对入选国家、省级重点人才工程的企业或具有独立法人资质的研发机构或科研院所，分别给予10万元、5万元奖励。",
            [("国家", 100_000), ("省级", 50_000)],
        ),
    ],
)
def test_each_subject_gets_its_own_value(text: str, expected: list[tuple[str, int]]) -> None:
    found = pairs_of(text)
    assert [value for _, value in found] == [value for _, value in expected]
    for (subject, _), (word, _) in zip(found, expected, strict=True):
        assert word in subject
        assert not any(other in subject for other, _ in expected if other not in word), (subject, word)


@pytest.mark.parametrize(
    "text",
    [
        "对首次通过认定的企业，给予10万元补助；对复审通过认定的企业，给予5万元补助。",
        "对国家级、省级、市级平台，分别给予200万元、100万元奖补。",
        "由各部门按职责分别负责。",
        "分别给予10万元奖励。",
    ],
    ids=["no 分别", "counts differ", "no values", "one value"],
)
def test_what_is_no_aligned_list_is_not_paired(text: str) -> None:
    assert pairs_of(text) == []
