"""Quantities: every expected value is worked out by hand."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import write_integer
from server.understanding.quantities import Measure, find_colloquial_money, find_quantities, write_money
from tests.library import CORPUS, source_text

MONEY, PERCENT, COUNT = Measure.MONEY, Measure.PERCENT, Measure.COUNT
DURATION, RATIO, YEAR, DATE, FORMULA = (
    Measure.DURATION,
    Measure.RATIO,
    Measure.YEAR,
    Measure.DATE,
    Measure.FORMULA,
)


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("给予10万元补助", MONEY, "100000", "元"),
        ("奖补5000元", MONEY, "5000", "元"),
        ("资金三百二十万元", MONEY, "3200000", "元"),
        ("奖励两千元", MONEY, "2000", "元"),
        ("贷款金额12.94亿元", MONEY, "1294000000", "元"),
        ("给予２万元", MONEY, "20000", "元"),
        ("共1,234.5万元", MONEY, "12345000", "元"),
        ("总规模2200亿元", MONEY, "220000000000", "元"),
        ("0.3万元", MONEY, "3000", "元"),
        ("发了800块", MONEY, "800", "元"),
        ("交易额的1.5%", PERCENT, "1.5", "%"),
        ("比重２０％", PERCENT, "20", "%"),
        ("按百分之三十五承担", PERCENT, "35", "%"),
        ("百分之三点五", PERCENT, "3.5", "%"),
        ("千分之五", PERCENT, "0.5", "%"),
        ("费率5‰", PERCENT, "0.5", "%"),
        ("下降0.12个百分点", PERCENT, "0.12", "个百分点"),
        ("帮30家企业", COUNT, "30", "家"),
        ("培训15万人次以上", COUNT, "150000", "人次"),
        ("各类人才4万人以上", COUNT, "40000", "人"),
        ("系统集成20余家部门", COUNT, "20", "家"),
        ("十二个工作专班", COUNT, "12", "个"),
        ("缩短为5个工作日", DURATION, "5", "个工作日"),
        ("公示三十日", DURATION, "30", "日"),
        ("给予1∶1配套", RATIO, "1", "比例"),
        ("按1:2配套", RATIO, "0.5", "比例"),
        ("到2027年底", YEAR, "2027", "年"),
        ("2025年6月9日前", DATE, "2025", "年"),
        ("给予省财政奖励同等额度配套奖励", FORMULA, "0", ""),
        ("采取“一事一议”政策", FORMULA, "0", ""),
    ],
)
def test_a_quantity_has_its_value_in_base_units(text: str, measure: Measure, value: str, unit: str) -> None:
    [found] = find_quantities(text)
    assert (found.measure, found.value, found.unit) == (measure, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "居全省第3位",
        "第14条",
        "省科技进步三等奖",
        "打造一批平台",
        "“双一流”大学",
        "一家之言",
        "“五元”价值评价指标体系",
    ],
)
def test_ordinals_names_and_indefinite_ones_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


def test_several_quantities_come_in_the_order_of_the_text() -> None:
    text = "对国家级、省级分别给予最高100万元、50万元，按30%，连续3年，不超过5家"
    values = [(q.measure, q.value) for q in find_quantities(text)]
    assert values == [(MONEY, 1_000_000), (MONEY, 500_000), (PERCENT, 30), (DURATION, 3), (COUNT, 5)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("给予最高200万元奖励", "最高"),
        ("给予累计最高200万元支持", "累计最高"),
        ("最高不超过50万元", "最高不超过"),
        ("达到1000家以上", "以上"),
        ("每年新增不少于5项", "不少于"),
    ],
)
def test_a_cap_or_floor_belongs_to_its_quantity(text: str, word: str) -> None:
    [found] = find_quantities(text)
    assert found.qualifier == word
    assert word in found.text


@given(st.integers(1, 10**8), st.sampled_from([("元", 1), ("万元", 10**4), ("亿元", 10**8)]))
def test_any_amount_of_money_is_read_back(number: int, unit: tuple[str, int]) -> None:
    [found] = find_quantities(f"给予{number}{unit[0]}")
    assert (found.measure, found.value) == (MONEY, number * unit[1])


@given(st.integers(2, 9999), st.sampled_from([("元", 1), ("万元", 10**4), ("亿元", 10**8)]))
def test_any_amount_in_chinese_numerals_is_read_back(number: int, unit: tuple[str, int]) -> None:
    [found] = find_quantities(f"给予{write_integer(number)}{unit[0]}")
    assert (found.measure, found.value) == (MONEY, number * unit[1])


def test_every_quantity_of_the_shipped_documents_is_verbatim_and_apart_from_the_others() -> None:
    seen = 0
    for path in sorted(CORPUS.glob("*.txt")):
        for line in source_text(path.name).splitlines():
            end = 0
            for found in find_quantities(line):
                assert found.span.cut(line) == found.text
                assert found.span.covers(found.number)
                assert found.number.start >= end, (found, line)
                end = found.number.end
                seen += 1
    assert seen > 300


def test_no_amount_printed_in_the_shipped_documents_is_overlooked() -> None:
    printed = re.compile(r"([0-9０-９][0-9０-９,.]*)(亿|万|)[余多]?元")
    units = {"亿": 10**8, "万": 10**4, "": 1}
    for path in sorted(CORPUS.glob("*.txt")):
        for line in source_text(path.name).splitlines():
            expected = [Decimal(m[1].replace(",", "")) * units[m[2]] for m in printed.finditer(line)]
            found = [q for q in find_quantities(line) if q.measure is MONEY]
            arabic = [q.value for q in found if line[q.number.start].isdigit()]
            assert arabic == expected, line


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (150_000, "15万元"),
        (45_000, "4.5万元"),
        (800, "800元"),
        (10_000, "1万元"),
        (120_000_000, "1.2亿元"),
        (200_000_000, "2亿元"),
        (9_999, "9999元"),
        (100, "100元"),
    ],
)
def test_money_is_written_as_policy_texts_print_it(amount: int, text: str) -> None:
    assert write_money(Decimal(amount)) == text


@given(st.decimals(Decimal("0.01"), Decimal(10**12), places=2))
def test_written_money_reads_back_exactly(amount: Decimal) -> None:
    [found] = find_quantities(write_money(amount))
    assert found.value == amount


@pytest.mark.parametrize(
    ("text", "value"),
    [("免税额5000万，能补多少", 50_000_000), ("投了1.2亿的项目", 120_000_000), ("3600万", 36_000_000)],
)
def test_an_amount_without_a_unit_is_money(text: str, value: int) -> None:
    [found] = find_colloquial_money(text)
    assert (found.measure, found.value, found.unit) == (MONEY, value, "元")


@pytest.mark.parametrize("text", ["服务30万家企业", "培训7万人", "4万户", "万人计划"])
def test_a_counted_thing_is_not_money(text: str) -> None:
    assert find_colloquial_money(text) == []


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("年满十六周岁", COUNT, "16", "周岁"),
        ("管理不超过三十部", COUNT, "30", "部"),
        ("温度低于十八摄氏度", COUNT, "18", "摄氏度"),
        ("每年的11月14日12时起", DATE, "1114", "日"),
        ("十月一日起", DATE, "1001", "日"),
        ("申请户数三分之二以上", RATIO, str(Decimal(2) / Decimal(3)), "比例"),
        ("按日减半收取", RATIO, "0.5", "比例"),
        ("超过全省平均水平", FORMULA, "0", ""),
    ],
)
def test_ages_days_of_the_year_and_fractions_are_quantities(text: str, measure: Measure, value: str, unit: str) -> None:
    [found] = find_quantities(text)
    assert (found.measure, found.value, found.unit) == (measure, Decimal(value), unit)


@pytest.mark.parametrize("text", ["除遵守本条例第二十一条规定外", "省级部门三部分职责"])
def test_article_numbers_and_departments_are_no_counts(text: str) -> None:
    assert find_quantities(text) == []


def test_a_time_of_day_is_no_ratio() -> None:
    found = find_quantities("响应时段为0:00至20:00，配比为1:4。")
    assert [(q.measure, q.value) for q in found if q.measure is Measure.RATIO] == [(Measure.RATIO, Decimal("0.25"))]


@given(st.text(alphabet="0123456789.:：/／,，%％元万亿户家年月日时个第一二三十百千零之分倍至-—~～ 不超过", max_size=24))
def test_whatever_digits_stand_in_a_text_it_is_read(words: str) -> None:
    for quantity in find_quantities(words):
        assert quantity.span.cut(words) == quantity.text
