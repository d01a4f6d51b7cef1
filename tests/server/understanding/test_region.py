"""Which region a question is about. Counties and their cities are from general knowledge, codes from GB/T 2260."""

from __future__ import annotations

import pytest

from ingest.model import Region
from server.understanding.region import applicable, is_covered, names, read_regions
from tests.server.understanding.conftest import COVERED


@pytest.mark.parametrize(
    ("county", "adcode", "city"),
    [
        ("茌平", "371503", "371500"),
        ("临清", "371581", "371500"),
        ("冠县", "371525", "371500"),
        ("莒县", "371122", "371100"),
        ("五莲", "371121", "371100"),
        ("沂水", "371323", "371300"),
        ("费县", "371325", "371300"),
        ("桓台", "370321", "370300"),
        ("沂源", "370323", "370300"),
        ("张店", "370303", "370300"),
    ],
)
def test_a_county_asks_for_its_city(county: str, adcode: str, city: str, covered: tuple[Region, ...]) -> None:
    [region] = read_regions(f"公司在{county}，高企补多少", covered).regions
    assert region.adcode == adcode
    assert is_covered(region, covered)
    assert applicable(region, covered) == (city,)


@pytest.mark.parametrize(
    ("question", "adcode"),
    [
        ("聊城市对高企怎么补", "371500"),
        ("山东省聊城市对高企怎么补", "371500"),
        ("山东日照的创投政策", "371100"),
        ("沂蒙这边一年培训多少经纪人", "371300"),
        ("青岛对创投机构奖励多少", "370200"),
        ("岛城的孵化器补贴", "370200"),
        ("杭州有没有奖励", "330100"),
        ("北京市的政策", "110000"),
    ],
)
def test_a_place_is_read_in_full_in_short_and_by_nickname(
    question: str, adcode: str, covered: tuple[Region, ...]
) -> None:
    assert [region.adcode for region in read_regions(question, covered).regions] == [adcode]


@pytest.mark.parametrize(
    ("typed", "meant"), [("淄搏", "淄博"), ("聊成", "聊城"), ("日兆", "日照"), ("林沂", "临沂"), ("资博", "淄博")]
)
def test_a_typing_error_of_the_same_sound_is_mended(typed: str, meant: str, covered: tuple[Region, ...]) -> None:
    reading = read_regions(f"{typed}的高企补多少", covered)
    assert [region.name for region in reading.regions] == [f"{meant}市"]
    assert reading.corrected == ((typed, meant),)
    assert [span.cut(f"{typed}的高企补多少") for span in reading.spans] == [typed]


@pytest.mark.parametrize(
    "question",
    [
        "和青岛大学搞产学研能补多少",
        "跟青岛理工大学合作的项目",
        "山东科技大学的成果怎么转化",
        "能给真金白银吗",
        "高企补助多少钱",
    ],
)
def test_a_place_inside_another_name_is_no_region(question: str, covered: tuple[Region, ...]) -> None:
    assert [r for r in read_regions(question, covered).regions if r.name != "山东省"] == []


def test_regions_come_in_the_order_named_and_once(covered: tuple[Region, ...]) -> None:
    reading = read_regions("日照和聊城的孵化器，日照多还是聊城多", covered)
    assert [region.name for region in reading.regions] == ["日照市", "聊城市"]


def test_other_regions_are_not_covered(covered: tuple[Region, ...]) -> None:
    [qingdao] = read_regions("青岛怎么补", covered).regions
    [jinan_county] = read_regions("章丘区怎么补", covered).regions
    for region in (qingdao, jinan_county):
        assert not is_covered(region, covered)
        assert applicable(region, covered) == ()


def test_larger_divisions_are_named_first() -> None:
    assert names(["371503", "370000", "371500"]) == ["山东省", "聊城市", "茌平区"]


def test_a_document_of_the_nation_or_the_province_speaks_for_a_city_too(covered: tuple[Region, ...]) -> None:
    held = (*covered, Region("370000", "山东省"), Region("000000", "全国"))
    [county] = read_regions("茌平区", held).regions
    assert applicable(county, held) == ("371500", "370000", "000000")


def test_a_city_before_students_is_the_city_and_no_university() -> None:
    assert [r.name for r in read_regions("临沂给落户的大学生每个月发多少", COVERED).regions] == ["临沂市"]
    assert read_regions("临沂大学招生多少", COVERED).regions == ()


def test_a_county_whose_name_begins_like_another_county_is_read_whole() -> None:
    # 东昌 is a district of 通化 (220502), 东昌府 one of 聊城 (371502).
    assert [r.adcode for r in read_regions("我们厂在东昌府，高企补多少", COVERED).regions] == ["371502"]
