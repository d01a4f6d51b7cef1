"""Which figures measure the same: pairs told apart by hand."""

from __future__ import annotations

import pytest

from server.answer.facts.indicator import indicator_of
from tests.server.answer.facts.reading import OPINIONS, facts_in

SAME = [
    ("全市高新技术企业总量达到1027家。", "力争高新技术企业达到1260家以上。"),
    ("国家高新技术企业突破2300家。", "高企数量达到1000家。"),
    ("研发投入占GDP比重为2.79%。", "全社会研发经费支出占地区生产总值的比重达到2.85%。"),
    ("全社会研发投入强度达到3%以上。", "研发经费投入占国内生产总值比重达到2.6%。"),
    (
        "规模以上高新技术产业产值占规模以上工业产值比重达到47.13%。",
        "高新技术产业产值累计占规模以上工业总产值比重达到50%。",
    ),
    ("实施国家、省、市各级引智项目68个。", "实施国家、省、市引智项目30项以上。"),
    ("新增各类省级以上创新平台14家。", "力争新增省级以上创新平台10家。"),
    ("引进外国专家310人次。", "年内引进各类外国专家300人次以上。"),
]

OTHER = [
    ("新增省级以上创新平台10家。", "省级以上创新平台达到500家。"),
    ("高新技术企业达到1600家。", "科技型中小企业达到1600家。"),
    ("高新技术企业达到1600家。", "高新技术企业数量占规模以上工业企业数量达到70%。"),
    ("高新技术企业达到1600家。", "101家高企加入上市后备企业库。"),
    ("高新技术企业达到1600家。", "高新区高新技术企业达到300家。"),
    ("引进外国专家310人次。", "引进外国专家310人。"),
    ("培训技术经纪人200人以上。", "每年培训技术经纪人200人以上。"),
    ("技术合同成交额达到251亿元。", "技术合同交易额达到10亿元。"),
    ("技术合同成交额达到30%。", "技术合同成交额年增长达到30%。"),
    ("对首次通过高新技术企业认定的企业，给予10万元补助。", "对复审通过高新技术企业认定的企业，给予5万元补助。"),
    ("对获批的省级重点实验室，给予50万元奖补。", "对获批的国家级重点实验室，给予200万元奖补。"),
    ("对省级众创空间，给予20万元奖补。", "对省级众创空间，给予最高20万元奖补。"),
    ("对省级众创空间，给予20万元奖补。", "对省级众创空间，每年给予20万元奖补。"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[one[:10] for one, _ in SAME])
def test_figures_of_one_indicator_are_recognised_however_it_is_worded(one: str, other: str) -> None:
    first, second = (facts_in(OPINIONS, text)[-1] for text in (one, other))
    assert indicator_of(first) is not None
    assert indicator_of(first) == indicator_of(second)


@pytest.mark.parametrize(("one", "other"), OTHER, ids=[other[:12] for _, other in OTHER])
def test_figures_of_another_subject_scope_or_measure_are_not(one: str, other: str) -> None:
    first, second = (facts_in(OPINIONS, text)[-1] for text in (one, other))
    assert indicator_of(first) is not None
    assert indicator_of(first) != indicator_of(second)


@pytest.mark.parametrize("text", ["确定了8个议题。", "新增3家。", "项目达到10个。", "组织实施创新项目12项。"])
def test_too_few_words_make_no_indicator(text: str) -> None:
    assert indicator_of(facts_in(OPINIONS, text)[-1]) is None
