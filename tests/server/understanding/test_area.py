"""Places that are no division of their own. That 江北新区 lies in 南京 and 江北区 in 重庆 is general knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.metadata.region import divisions
from ingest.model import Region
from ingest.pipeline import ingest_paths
from server.understanding.area import areas_of, without_rivals
from server.understanding.region import read_regions
from server.understanding.vocabulary import Vocabulary


@pytest.mark.parametrize("asked", ["雄安新区高企奖励多少", "在贵安新区办厂补多少", "我们公司在江北新区，高企补多少"])
def test_an_area_that_no_document_names_is_a_place_of_its_own_and_not_covered(
    asked: str, covered: tuple[Region, ...]
) -> None:
    [region] = read_regions(asked, covered).regions
    assert region.name in asked
    assert region.name.endswith("新区")
    assert region.adcode not in divisions()


def test_a_place_counts_though_documents_use_its_letters_in_another_word(covered: tuple[Region, ...]) -> None:
    says_another = Vocabulary(texts=("各开发区、临港区及其他园区",))
    assert [r.name for r in read_regions("临港高企给多少", covered, says_another).regions] == ["临港"]
    assert read_regions("临港区企业给多少", covered, says_another).regions == ()


@pytest.mark.parametrize(
    ("asked", "adcode"),
    [
        ("聊城高新区的企业补多少", "371500"),
        ("上海临港的高企补多少", "310000"),
        ("浦东新区的高企补多少", "310115"),
        ("宁波江北区的高企补多少", "330205"),
        ("南京江北新区的高企补多少", "320100"),
    ],
)
def test_an_area_behind_its_city_and_a_division_called_new_are_read_as_before(
    asked: str, adcode: str, covered: tuple[Region, ...]
) -> None:
    assert [r.adcode for r in read_regions(asked, covered).regions] == [adcode]


@pytest.mark.parametrize("asked", ["他还敢上门要债吗", "高新技术企业认定补多少", "新区怎么划"])
def test_everyday_words_are_no_places(asked: str, covered: tuple[Region, ...]) -> None:
    assert read_regions(asked, covered).regions == ()


def test_a_title_ties_an_area_to_its_region(tmp_path: Path, covered: tuple[Region, ...]) -> None:
    title = "丽水市人民政府关于支持临港地区发展的若干意见"
    (tmp_path / "文件.txt").write_text(f"{title}\n\n一、奖励\n\n对新建码头奖励5万元。\n", encoding="utf-8")
    [document] = ingest_paths([tmp_path]).documents
    areas = areas_of(document)
    assert {name: region.name for name, region in areas.items()} == {"临港地区": "丽水市", "临港": "丽水市"}
    reading = read_regions("临港新建码头奖多少", covered, Vocabulary(areas=areas))
    assert [r.name for r in reading.regions] == ["丽水市"]
    assert [span.cut("临港新建码头奖多少") for span in reading.spans] == ["临港"]


def test_an_area_of_two_regions_is_nobodys_by_its_name_alone() -> None:
    one, other = divisions()["331100"], divisions()["330900"]
    assert without_rivals([("临港", one), ("临港", other), ("东港新区", one)]) == {"东港新区": one}


def test_a_city_set_beside_its_district_is_asked_about_too(covered: tuple[Region, ...]) -> None:
    beside = read_regions("北京和海淀的落户年限分别是多少", covered).regions
    assert [r.adcode for r in beside] == ["110000", "110108"]
    assert [r.adcode for r in read_regions("北京市海淀区落户要几年", covered).regions] == ["110108"]
