"""Comparisons as tables: a row a region, a year or a subject; expected cells were read in the invented documents."""

from __future__ import annotations

import pytest

from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Outcome
from tests.server.answer.invented import ask, holdings_of, refused

NORTH = """青田县人民政府关于支持科技发展的若干意见

第一条 对新备案的众创空间，给予6万元奖励。

第二条 对新备案的孵化器，给予20万元奖励。

第三条 到2025年，全县专精特新企业达到90家。到2027年，全县专精特新企业达到140家。
"""
SOUTH = """遂昌县人民政府关于支持科技发展的若干意见

第一条 对新备案的众创空间，给予4万元奖励。

第二条 对孵化器，按照入驻企业数给予奖励。

第三条 到2025年，全县专精特新企业达到70家。到2027年，全县专精特新企业达到110家。
"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("counties"), north=NORTH, south=SOUTH)


def table(outcome: Outcome) -> dict[str, str]:
    assert isinstance(outcome, Answered), outcome
    return {statement.row: statement.text for statement in outcome.statements}


def test_a_region_that_states_no_figure_has_a_cell_that_says_so(counties: Holdings) -> None:
    rows = table(ask(counties, "青田和遂昌孵化器各奖多少"))
    assert rows == {"青田县": "对新备案的孵化器，给予20万元奖励。", "遂昌县": "原文未载明。"}


def test_a_region_that_is_not_held_is_named_beside_the_table(counties: Holdings) -> None:
    outcome = ask(counties, "青田和杭州众创空间哪个奖得多")
    assert table(outcome) == {"青田县": "对新备案的众创空间，给予6万元奖励。"}
    assert isinstance(outcome, Answered)
    [notice] = outcome.notices
    assert notice.code == "partial"
    assert notice.message == "本库未收录杭州市的政策文件，以下不含杭州市。"


def test_where_no_region_says_anything_the_comparison_is_refused(counties: Holdings) -> None:
    assert refused(counties, "青田和遂昌对院士工作站各奖多少").code == "topic_not_found"


def test_each_region_is_asked_for_the_year_set_behind_its_name(counties: Holdings) -> None:
    rows = table(ask(counties, "青田2025年、遂昌27年专精特新企业各多少家"))
    assert "90家" in rows["青田县"]
    assert "110家" in rows["遂昌县"]
    assert "140家" not in rows["青田县"]


def test_years_are_rows_of_one_region(counties: Holdings) -> None:
    rows = table(ask(counties, "遂昌2025年和2027年专精特新企业分别多少家"))
    assert rows == {
        "2025年": "到2025年，全县专精特新企业达到70家。",
        "2027年": "到2027年，全县专精特新企业达到110家。",
    }


def test_subjects_set_side_by_side_are_rows_of_one_region(counties: Holdings) -> None:
    rows = table(ask(counties, "青田众创空间和孵化器奖励哪个高"))
    assert list(rows) == ["众创空间", "科技企业孵化器"]
    assert "6万元" in rows["众创空间"]
    assert "20万元" in rows["科技企业孵化器"]


def test_a_subject_without_a_figure_is_a_row_all_the_same(counties: Holdings) -> None:
    rows = table(ask(counties, "遂昌众创空间和孵化器奖励哪个高"))
    assert "4万元" in rows["众创空间"]
    assert rows["科技企业孵化器"] == "原文未载明。"
