"""What is answered where a figure stands, stands in words, is of every year, or is not stated. Documents made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.answer.outcome import Answered, Outcome, Refused
from tests.server.answer.test_choosing import respond

MEASURES = """青田县人民政府关于支持科技创新的若干意见

第一条 到2027年，高新技术企业达到120家。每年新增高新技术企业30家以上。

第二条 对承担国家重点专项的单位，给予省财政奖励同等额度配套奖励。对承担市重点专项的单位，给予30万元奖励。

第三条 对购买首台套装备应用保险的企业，实施应用保险补贴政策。

第四条 技术转移工作全年举办培训8次，培养技术经纪人60名。

第五条 开展园区绩效评价，按照不连续补助的原则，每年选取20%的园区，每家给予8万元奖补。

第六条 对举办大型会展的企业给予奖励，奖励额度不设上限。

第七条 建设青年驿站，为求职青年提供咨询服务。（牵头单位：县团委；责任单位：县人社局、县住建局）

青田县人民政府

2023年5月6日
"""


def _answer(folder: Path, asked: str) -> str:
    outcome = respond(folder, MEASURES, asked)
    assert isinstance(outcome, Answered), outcome
    return "".join(statement.text for statement in outcome.statements)


def _refusal(folder: Path, asked: str) -> Refused:
    outcome: Outcome = respond(folder, MEASURES, asked)
    assert isinstance(outcome, Refused), outcome
    return outcome


@pytest.mark.parametrize(
    ("asked", "value", "not_first"),
    [
        ("青田到2025年高新技术企业要多少家", "120家", "30家"),
        ("青田每年新增高企多少家", "30家", "120家"),
        ("青田的单位接了国家重点专项，县里配多少钱", "同等额度", "30万元"),
        ("青田技术经纪人培养了多少", "60名", "8次"),
        ("青田会展奖励封顶多少", "不设上限", "8万元"),
    ],
)
def test_the_figure_is_the_one_asked_for(tmp_path: Path, asked: str, value: str, not_first: str) -> None:
    told = _answer(tmp_path, asked)
    assert value in told
    assert not_first not in told[: told.index(value)]


def test_two_things_asked_are_both_told(tmp_path: Path) -> None:
    told = _answer(tmp_path, "青田园区评价给的8万，去年得过还轮得到吗，选多大比例")
    assert "不连续补助" in told
    assert "20%" in told


def test_whether_there_is_a_subsidy_is_answered_though_no_sum_is_stated(tmp_path: Path) -> None:
    assert "应用保险补贴政策" in _answer(tmp_path, "青田首台套应用保险有没有补贴")


def test_the_sum_of_that_subsidy_is_not_stated(tmp_path: Path) -> None:
    assert _refusal(tmp_path, "青田首台套应用保险补贴给多少钱").code == "value_not_stated"


def test_a_service_is_no_subsidy(tmp_path: Path) -> None:
    assert _refusal(tmp_path, "青田青年驿站有没有补贴").code == "topic_not_found"


def test_a_telephone_that_is_not_printed_is_not_stated(tmp_path: Path) -> None:
    refused = _refusal(tmp_path, "青田青年驿站的咨询电话是多少")
    assert refused.code == "value_not_stated"
    assert "联系电话" in refused.message


@pytest.mark.parametrize(
    ("asked", "offices", "left_out"),
    [
        ("青田青年驿站谁牵头", ["县团委"], "县住建局"),
        ("青田青年驿站谁牵头、谁配着干", ["县团委", "县人社局", "县住建局"], None),
        ("青田青年驿站牵头和责任单位分别是谁，住建局在内吗", ["县团委", "县人社局", "县住建局"], None),
    ],
)
def test_the_other_offices_are_named_where_they_are_asked_for(
    tmp_path: Path, asked: str, offices: list[str], left_out: str | None
) -> None:
    told = _answer(tmp_path, asked)
    assert all(office in told for office in offices)
    assert left_out is None or left_out not in told


def test_the_day_under_a_signature_is_no_day_of_anything_else(tmp_path: Path) -> None:
    outcome = respond(tmp_path, MEASURES, "青田会展奖励申报截止到几月几号")
    assert isinstance(outcome, Refused)
    assert outcome.code in ("value_not_stated", "topic_not_found")
