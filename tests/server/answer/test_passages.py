"""Answers in words: definitions, lists inside a clause, long sentences. The documents are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.answer.holdings import Holdings
from tests.server.answer.invented import answered, holdings_of, quoted, refused

PLANTS = """青田县绿色工厂评价办法

第一条 本办法所称“零碳车间”，是指全部用电来自可再生能源的车间。鼓励“花园工厂”项目建设。

第二条 企业申报绿色工厂应当符合下列条件：

（一）三年内未发生安全事故；

（二）单位产值能耗低于行业平均水平；

（三）厂区绿化率不低于20%。

第三条 评价专家应当遵守回避制度。
"""
OFFICE = "县经信局会同县发改局、县财政局、县生态环境局、县应急管理局等有关部门建立联席会议制度"
TALK = f"""青田县节能工作意见

第一条 {OFFICE}，按照统筹规划、分级负责、分类指导、稳步推进的原则，健全节能目标责任制，\
落实重点用能单位能耗监测，推广余热余压回收利用技术，开展节能诊断服务，引导企业实施锅炉改造，\
培育综合能源服务机构，完善节能宣传周活动机制，营造全社会节约能源的良好氛围。
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("county"), plants=PLANTS)


def test_a_quoted_term_is_explained_by_the_sentence_that_explains_it(county: Holdings) -> None:
    asked = "青田“零碳车间”是什么意思"
    assert answered(county, asked) == ["青田县：本办法所称“零碳车间”，是指全部用电来自可再生能源的车间。"]
    assert quoted(county, asked) == ["本办法所称“零碳车间”，是指全部用电来自可再生能源的车间。"]


def test_a_quoted_term_that_is_only_used_is_not_explained_and_its_use_is_shown(county: Holdings) -> None:
    refusal = refused(county, "青田“花园工厂”是什么意思")
    assert refusal.code == "value_not_stated"
    assert refusal.message.endswith("原文未载明它的含义。")
    assert [quote.text for quote in refusal.quotes] == ["鼓励“花园工厂”项目建设。"]


@pytest.mark.parametrize("asked", ["青田绿色工厂有哪些条件", "青田绿色工厂要符合什么条件"])
def test_a_list_inside_a_clause_is_told_whole_and_quoted_from_its_opening(county: Holdings, asked: str) -> None:
    assert answered(county, asked) == [
        "青田县：企业申报绿色工厂应当符合下列条件：（一）三年内未发生安全事故；"
        "（二）单位产值能耗低于行业平均水平；（三）厂区绿化率不低于20%。"
    ]
    [quote] = quoted(county, asked)
    assert quote.startswith("企业申报绿色工厂应当符合下列条件：")
    assert quote.endswith("厂区绿化率不低于20%。")


def test_of_a_long_list_each_item_is_told_by_its_first_part(tmp_path: Path) -> None:
    rest = "并按照有关规定提交经审核盖章的书面材料、影像资料和其他能够说明情况的材料以供主管部门组织专家现场核验"
    items = ["有生产场所", "有安全员", "有台账", "有培训记录", "有应急预案", "有消防验收", "有竹材来源", "有质检报告"]
    listed = "\n\n".join(f"（{n}）{item}，{rest}；" for n, item in zip("一二三四五六七八", items, strict=True))
    text = f"青田县竹编作坊管理办法\n\n第一条 竹编作坊登记应当符合下列条件：\n\n{listed}\n"
    [told] = answered(holdings_of(tmp_path, bamboo=text), "青田竹编作坊登记有哪些条件")
    assert all(item in told for item in items)
    assert "现场核验" not in told


def test_a_long_sentence_is_cut_to_the_parts_around_what_is_asked(tmp_path: Path) -> None:
    [told] = answered(holdings_of(tmp_path, talk=TALK), "青田企业实施锅炉改造怎么引导")
    assert "引导企业实施锅炉改造" in told
    assert "良好氛围" not in told
    body = told.removeprefix("青田县：").removesuffix("。")
    assert body in TALK
    assert len(body) <= 130


PAPERS = """青田县民宿奖励办法

一、申报材料

申报民宿奖励应当提交下列材料：

（一）营业执照复印件；

（二）消防检查合格证；

（三）床位数量证明。

二、办理地点

申请人到县文化和旅游局办理。
"""


def test_the_clauses_a_line_opens_are_told_one_by_one_each_with_its_own_quotation(tmp_path: Path) -> None:
    papers = holdings_of(tmp_path, papers=PAPERS)
    told = answered(papers, "青田申报民宿奖励要提交哪些材料")
    assert [name in text for name, text in zip(["营业执照", "消防检查", "床位数量"], told, strict=True)] == [True] * 3
    assert quoted(papers, "青田申报民宿奖励要提交哪些材料") == [
        "（一）营业执照复印件；",
        "（二）消防检查合格证；",
        "（三）床位数量证明。",
    ]
