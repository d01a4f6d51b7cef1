"""Facts of sentences of the shipped documents and of laws, each read by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Document
from server.answer.facts.collection import facts_of
from server.answer.facts.fact import Aspect, Kind
from server.answer.holdings import Holdings
from tests.server.answer.facts.reading import LAW, OPINIONS, PLAN, REPORT, facts_in

RESULT, TARGET, LIMIT = Kind.RESULT, Kind.TARGET, Kind.LIMIT

STATED_FIGURES = [
    (
        REPORT,
        "2021年全市高新技术企业总量达到1027家，增幅46.09%。",
        [("1027家", "高新技术企业总量", 2021, RESULT), ("46.09%", "高新技术企业总量", 2021, RESULT)],
    ),
    (REPORT, "全年新增各类省级以上创新平台14家。", [("14家", "新增各类省级以上创新平台", 2021, RESULT)]),
    (
        REPORT,
        "引进外国专家310人次，实施国家、省、市各级引智项目68个。",
        [("310人次", "引进外国专家", 2021, RESULT), ("68个", "实施国家、省、市各级引智项目", 2021, RESULT)],
    ),
    (
        REPORT,
        "新增10家院士工作站，2家新型研发机构通过省级备案。",
        [("10家", "院士工作站", 2021, RESULT), ("2家", "新型研发机构", 2021, RESULT)],
    ),
    (
        REPORT,
        "2020年度，全市研发经费投入102.64亿元，居全省第5位；研发投入占GDP比重为2.79%，较去年下降0.12个百分点。",
        [
            ("102.64亿元", "研发经费投入", 2020, RESULT),
            ("2.79%", "研发投入占GDP比重", 2020, RESULT),
            ("0.12个百分点", "研发投入占GDP比重", 2020, RESULT),
        ],
    ),
    (
        REPORT,
        "办理工作时限由原来10个工作日缩短为5个工作日。",
        [("10个工作日", "办理工作时限", 2021, RESULT), ("5个工作日", "办理工作时限", 2021, RESULT)],
    ),
    (
        REPORT,
        "签订了6家产学研合作平台和5个项目合作协议。",
        [("6家", "产学研合作平台", 2021, RESULT), ("5个", "项目合作协议", 2021, RESULT)],
    ),
    (
        PLAN,
        "高新技术企业、科技型中小企业数量分别达到1260家和1700家。",
        [("1260家", "高新技术企业", 2022, TARGET), ("1700家", "科技型中小企业数量", 2022, TARGET)],
    ),
    (PLAN, "力争新增省级以上创新平台10家。", [("10家", "新增省级以上创新平台", 2022, TARGET)]),
    (PLAN, "年内引进各类外国专家300人次以上。", [("300人次以上", "引进各类外国专家", 2022, TARGET)]),
    (
        PLAN,
        "力争全社会研发投入强度达到2.85%以上，规上工业企业中有研发活动的企业占比达到45%以上。",
        [
            ("2.85%以上", "全社会研发投入强度", 2022, TARGET),
            ("45%以上", "规上工业企业中有研发活动的企业占比", 2022, TARGET),
        ],
    ),
    (
        OPINIONS,
        "到2027年底，国家高新技术企业突破2300家、力争达到2500家。",
        [("2300家", "国家高新技术企业", 2027, TARGET), ("2500家", "国家高新技术企业", 2027, TARGET)],
    ),
    (
        OPINIONS,
        "到2025年，研发投入强度达到3.1%以上，全市高新技术企业达到1000家以上。",
        [("3.1%以上", "研发投入强度", 2025, TARGET), ("1000家以上", "高新技术企业", 2025, TARGET)],
    ),
    (
        OPINIONS,
        "布局建设10家省级重点实验室、300家市级重点实验室。",
        [("10家", "省级重点实验室", None, TARGET), ("300家", "市级重点实验室", None, TARGET)],
    ),
    (OPINIONS, "每年培训技术经纪人200人以上。", [("200人以上", "培训技术经纪人", None, TARGET)]),
    (
        OPINIONS,
        "力争每年新增国家科技型中小企业、国家高新技术企业各200家以上。",
        [("200家以上", "新增国家科技型中小企业、国家高新技术企业", None, TARGET)],
    ),
    (
        OPINIONS,
        "数字经济核心产业增加值年均增长15%以上。",
        [("15%以上", "数字经济核心产业增加值年均增长", None, TARGET)],
    ),
    (OPINIONS, "到二〇三〇年，全市高新技术企业达到三千家。", [("三千家", "高新技术企业", 2030, TARGET)]),
    (
        LAW,
        "女职工生育享受98天产假，其中产前可以休假15天。",
        [("98天", "产假", None, LIMIT), ("15天", "产前可以休假", None, LIMIT)],
    ),
    (LAW, "停工留薪期一般不超过12个月。", [("12个月", "停工留薪期一般", None, LIMIT)]),
    (
        LAW,
        "责令限期改正，处二千元以上五千元以下罚款。",
        [("二千元以上", "罚款", None, LIMIT), ("五千元以下", "罚款", None, LIMIT)],
    ),
    (
        LAW,
        "骗取工伤保险待遇的，由社会保险行政部门责令退还，处骗取金额2倍以上5倍以下的罚款。",
        [("2倍以上", "罚款", None, LIMIT), ("5倍以下", "罚款", None, LIMIT)],
    ),
    (
        LAW,
        "从税后净收入中提取不低于百分之二十的比例，用于奖励。",
        [("百分之二十", "税后净收入中提取", None, LIMIT)],
    ),
    (
        LAW,
        "应当从专家库中随机抽取3名或者5名相关专家组成专家组。",
        [("3名", "相关专家组成专家组", None, LIMIT), ("5名", "相关专家组成专家组", None, LIMIT)],
    ),
    (
        LAW,
        "社会保险行政部门应当自受理工伤认定申请之日起60日内作出决定。",
        [("60日", "社会保险行政部门应当自受理工伤认定申请之日起", None, LIMIT)],
    ),
    (LAW, "寄养时间不得超过三十日。", [("三十日", "寄养时间", None, LIMIT)]),
    (
        LAW,
        "伤残津贴标准为：一级伤残为本人工资的90%，二级伤残为本人工资的85%。",
        [("90%", "一级伤残为本人工资", None, LIMIT), ("85%", "二级伤残为本人工资", None, LIMIT)],
    ),
    (LAW, "配偶每月40%，其他亲属每人每月30%。", [("40%", "配偶", None, LIMIT), ("30%", "其他亲属", None, LIMIT)]),
]


@pytest.mark.parametrize(("document", "text", "expected"), STATED_FIGURES, ids=[t[:16] for _, t, _ in STATED_FIGURES])
def test_a_figure_is_read_with_its_subject_year_and_kind(
    document: Document, text: str, expected: list[tuple[str, str, int | None, Kind]]
) -> None:
    facts = facts_in(document, text)
    assert [(f.quantity.number.cut(text), f.subject, f.year, f.kind) for f in facts] == expected


CONDITIONS = [
    (OPINIONS, "对首次通过高新技术企业认定的企业，给予10万元补助。", "首次通过高新技术企业认定", "首次"),
    (OPINIONS, "对复审通过认定的企业，给予5万元补助。", "复审通过认定", "复审"),
    (
        OPINIONS,
        "对绩效评价优秀且获得省财政支持的省级新型研发机构，给予最高100万元奖补。",
        "绩效评价优秀且获得省财政支持",
        "",
    ),
    (LAW, "女职工怀孕未满4个月流产的，享受15天产假。", "女职工怀孕未满4个月流产", ""),
    (LAW, "（二）违反本条例第十三条规定的，处五千元罚款。", "违反本条例第十三条规定", ""),
    (OPINIONS, "全市高新技术企业达到1000家以上。", "", ""),
]


@pytest.mark.parametrize(("document", "text", "condition", "occasion"), CONDITIONS, ids=[c[1][:12] for c in CONDITIONS])
def test_the_condition_is_what_stands_before_the_figure_in_的(
    document: Document, text: str, condition: str, occasion: str
) -> None:
    last = facts_in(document, text)[-1]
    assert (last.condition, last.occasion) == (condition, occasion)


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("高新技术企业总量达到1027家，增幅46.09%。", [Aspect.TOTAL, Aspect.GROWTH]),
        ("新增省级以上创新平台10家。", [Aspect.ADDED]),
        ("省级以上创新平台达到500家。", [Aspect.TOTAL]),
        ("产值占比达到47.13%，比上年提高4.6个百分点。", [Aspect.TOTAL, Aspect.GROWTH]),
        ("技术合同成交额年增长达到30%。", [Aspect.GROWTH]),
    ],
)
def test_totals_additions_and_growth_are_told_apart(text: str, aspects: list[Aspect]) -> None:
    assert [f.aspect for f in facts_in(REPORT, text)] == aspects


@pytest.mark.parametrize(
    "text", ["党的二十大和二十届三中全会。", "继续保持全省前3位。", "构建三位一体的生态。", "高效办成一件事。"]
)
def test_names_and_ranks_are_no_facts(text: str) -> None:
    assert facts_in(OPINIONS, text) == ()


def test_a_year_is_the_sentences_own_else_that_above_else_the_titles() -> None:
    text = "高新技术企业达到1600家。"
    [own] = facts_in(PLAN, f"到2024年，{text}", (2030,))
    [above] = facts_in(PLAN, text, (2024,))
    [of_title] = facts_in(PLAN, text)
    [none] = facts_in(OPINIONS, text)
    assert [(f.year, f.year_stated) for f in (own, above, of_title, none)] == [
        (2024, True),
        (2024, False),
        (2022, False),
        (None, False),
    ]


def test_a_year_inside_a_title_is_not_the_figures() -> None:
    [fact] = facts_in(OPINIONS, "落实《2019年工作要点》，新增创新平台3家。")
    assert fact.year is None


def test_a_goal_of_the_paragraph_above_dates_the_indicators_below_it(holdings: Holdings) -> None:
    # 淄政发〔2022〕4号: 到2024年 stands one and two paragraphs above the indicators.
    facts = facts_of(holdings)
    found = {
        f.subject: (f.quantity.text, f.year)
        for c in holdings.units_of(["zibo-2022-innovative-city-opinions"])
        for f in facts.of(c)
    }
    assert found["高新技术企业"] == ("达到1600家", 2024)
    assert found["科技型中小企业"] == ("达到2500家", 2024)
    assert found["万人高价值发明专利拥有量"] == ("达到8.5件", 2024)


def test_every_fact_of_the_shipped_documents_stands_where_it_says(holdings: Holdings) -> None:
    facts = facts_of(holdings)
    read = [(c, f) for c in holdings.units_of(holdings.documents) for f in facts.of(c)]
    assert len(read) > 250
    for clause, fact in read:
        assert fact.span.cut(clause.text) == fact.quantity.text
        assert fact.subject_span.cut(clause.text) == fact.subject
        assert fact.condition in clause.text
        assert fact.span.covers(fact.quantity.number)


_PIECES = st.sampled_from(
    (
        "对 首次 认定 的 企业 ， 给予 最高 累计 每年 10万元 ５０万元 五千元 30% 1∶1 到2024年 高新技术企业 达到 1600家 "
        "、 分别 国家级 省级 以上 。 ； （ ） “ ” 《 》 力争 同比增长 12.5% 处 罚款 每培育1家 \u3000 和 ： 98天"
    ).split(" ")
)


@given(st.lists(_PIECES, max_size=24).map("".join))
def test_spans_hold_whatever_the_words(text: str) -> None:
    for fact in facts_in(OPINIONS, text or "。"):
        assert fact.span.cut(text) == fact.quantity.text
        assert fact.subject_span.cut(text) == fact.subject
        assert fact.condition in text
        assert 0 <= fact.quantity.number.start < fact.quantity.number.end <= len(text)
