"""The region a document is of: by its issuer and title, or by what it calls its own."""

from pathlib import Path

import pytest

from ingest.metadata.region import divisions, own_region_of, region_of
from tests.ingest.trees import document


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        ("山东省临沂市人民政府", "371300"),
        ("莒县人民政府", "371122"),
        ("聊城市茌平区人民政府关于奖补的意见", "371503"),
        ("国务院", "000000"),
        ("国家市场监督管理总局", "000000"),
        ("嘉兴市南湖保护条例", "330400"),
        ("山东省东平湖保护条例", "370000"),
        ("上海市黄浦江滨水公共空间条例", "310000"),
        ("北京市朝阳区人民政府", "110105"),
        ("某某协会", None),
    ],
)
def test_regions(text, adcode):
    region = region_of(text)
    assert (region and region.adcode) == adcode
    if region and adcode:
        assert region == divisions()[adcode]


def test_a_text_without_its_head_is_of_the_place_it_speaks_of(tmp_path: Path) -> None:
    text = """加快旅游业发展若干意见

为培育我县旅游业，制定本意见。

一、美食街

按照《青田县旅游发展资金管理办法》，打造青田精品美食街，对新开餐厅奖励5万元。学习安吉县的做法。
"""
    region = document(tmp_path, text, "文件.txt").region
    assert region is not None
    assert (region.name, region.adcode) == ("青田县", "331121")


def test_a_place_named_once_is_not_taken_for_the_texts_own(tmp_path: Path) -> None:
    text = "加快旅游业发展若干意见\n\n为培育我县旅游业，学习安吉县的做法，制定本意见。\n\n一、奖励\n\n奖励5万元。\n"
    assert document(tmp_path, text, "文件.txt").region is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("为做好武汉市灵活就业人员参保，结合本市实际，制定本办法。", "武汉市"),
        ("在东莞市内注册的企业可以申报，东莞市虎门镇除外。", "东莞市"),
        ("聊城市东昌府区的企业由我市另行规定。", "聊城市"),
        ("按《武汉市医疗保险办法》执行，本市另有规定的除外。", None),  # only in another document's title
        ("对武汉市的做法应当推广。", None),  # not spoken of as its own
        ("对广东省骨干企业，我省给予奖励；项目在东莞市内。", None),  # two claim it
        ("我市借鉴武汉市、长沙市的做法。", None),
        ("省、市和县人民政府应当加强本县的领导。", None),  # 和县 is a county, here it is no name
    ],
)
def test_a_text_that_speaks_of_one_place_as_its_own_is_of_that_place(text: str, name: str | None) -> None:
    region = own_region_of([text])
    assert (region.name if region else None) == name
