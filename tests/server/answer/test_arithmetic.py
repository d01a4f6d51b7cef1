"""How much two figures of a comparison differ; the arithmetic is written out in each case."""

from __future__ import annotations

import pytest

from server.answer.arithmetic import asks_difference, difference
from server.answer.holdings import Holdings
from server.answer.outcome import Statement
from server.understanding.quantities import find_quantities
from server.understanding.question import read_question
from tests.server.answer.invented import answered, holdings_of

NORTH = """青田县人民政府关于支持旅游发展的若干意见

第一条 对新评定的四星级民宿，给予8万元奖励。

第二条 到2025年，全县民宿达到300家。到2027年，全县民宿达到420家。

第三条 民宿从业人员培训合格率达到85%。

第四条 民宿管家每人每年享受带薪年休假12天。
"""
SOUTH = """遂昌县人民政府关于支持旅游发展的若干意见

第一条 对新评定的四星级民宿，给予5万元奖励。

第二条 到2025年，全县民宿达到260家。

第三条 民宿从业人员培训合格率达到90%。

第四条 民宿管家每人每年享受带薪年休假10天。
"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("counties"), north=NORTH, south=SOUTH)


@pytest.mark.parametrize(
    ("asked", "says", "figures"),
    [
        ("青田和遂昌四星级民宿奖励差多少", "相差3万元（青田县8万元－遂昌县5万元=3万元）。", ("8万元", "5万元")),
        ("青田四星级民宿奖励比遂昌多多少", "相差3万元（青田县8万元－遂昌县5万元=3万元）。", ("8万元", "5万元")),
        ("青田和遂昌民宿培训合格率相差多少", "相差5个百分点（遂昌县90%－青田县85%=5个百分点）。", ("85%", "90%")),
        ("青田和遂昌民宿管家年休假差几天", "相差2天（青田县12天－遂昌县10天=2天）。", ("12天", "10天")),
        ("青田民宿2025年和2027年的目标差多少家", "相差120家（2027年420家－2025年300家=120家）。", ("300家", "420家")),
        # (420 − 300) ÷ 300 = 0.4
        ("青田民宿2025年到2027年增长率多少", "增幅约40%（(420家－300家)÷300家）。", ("300家", "420家")),
    ],
)
def test_the_difference_leads_and_the_two_sides_follow(
    counties: Holdings, asked: str, says: str, figures: tuple[str, str]
) -> None:
    gap, *sides = answered(counties, asked)
    assert gap == says
    assert all(figure in side for figure, side in zip(figures, sides, strict=True))


def side(text: str) -> Statement:
    return Statement(text, (), figures=tuple(find_quantities(text)))


def worked(asked: str, *texts: str) -> str | None:
    sides = [(name, side(text)) for name, text in zip("甲乙丙", texts, strict=False)]
    statement = difference(read_question(asked, [], ()), sides)
    return statement.text if statement else None


def test_growth_is_of_the_first_figure() -> None:
    # (769 − 636) ÷ 636 = 0.20912…
    assert worked("增长率多少", "636家", "769家") == "增幅约20.91%（(769家－636家)÷636家）。"
    # (80 − 100) ÷ 100
    assert worked("增幅多少", "100万元", "80万元") == "增幅约-20%（(80万元－100万元)÷100万元）。"


def test_from_nothing_there_is_a_difference_but_no_growth() -> None:
    assert worked("增幅多少", "0家", "5家") == "相差5家（乙5家－甲0家=5家）。"


def test_the_first_figures_of_one_unit_are_compared() -> None:
    assert worked("差多少", "奖励8万元，名额20个", "名额35个") == "相差15个（乙35个－甲20个=15个）。"


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ("各多少", ("8万元", "5万元")),
        ("差多少", ("8万元", "5个")),
        ("差多少", ("8万元", "原文未载明")),
        ("差多少", ("8万元", "5万元", "3万元")),
        ("差多少", ("8万元",)),
    ],
    ids=["not asked for", "two units", "one without a figure", "three sides", "one side"],
)
def test_there_is_no_difference_where_two_figures_of_one_unit_are_not_asked_for(
    asked: str, texts: tuple[str, ...]
) -> None:
    assert worked(asked, *texts) is None


@pytest.mark.parametrize(
    ("asked", "difference_wanted"),
    [("甲乙差多少", True), ("甲比乙多给多少", True), ("净增几家", True), ("最多多少", False), ("一共多少钱", False)],
)
def test_how_much_two_things_differ_is_told_from_how_much_one_is(asked: str, difference_wanted: bool) -> None:
    assert asks_difference(asked) is difference_wanted
