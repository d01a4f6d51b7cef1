"""Values asked of the shipped documents. Every expected one was read in the document, or worked out beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from ingest.normalize import fold
from server.contract import AskResponse
from server.service import PolicyService
from tests.server.answer.proof import MONEY, ask, is_proved, no_number_stands_on_air

LIAOCHENG, LINYI, RIZHAO = "liaocheng", "linyi", "rizhao"
ZIBO, ZIBO_WORK = "zibo-2022", "zibo-2021"


@dataclass(frozen=True)
class Case:
    """A question; ``says`` are words of the answer; ``quote`` are words of the clause it has to stand on."""

    question: str
    says: tuple[str, ...]
    source: str
    quote: str
    never: tuple[str, ...] = ()


CASES = (
    Case("聊城高企复审通过了补助多少", ("5万元",), LIAOCHENG, "对复审通过认定的企业，给予5万元补助", ("10万元",)),
    Case(
        "聊城第一次申报高企受理了但没通过认定，补多少",
        ("3万元",),
        LIAOCHENG,
        "受理但未通过认定的企业给予3万元补助",
        ("10万元", "5万元"),
    ),
    Case(
        "聊城 高企 未通过认定 补多少",
        ("3万元",),
        LIAOCHENG,
        "受理但未通过认定的企业给予3万元补助",
        ("10万元", "5万元"),
    ),
    Case("聊城新备案的中试示范基地能拿多少钱？", ("最高", "50万元"), LIAOCHENG, "中试示范基地的给予最高50万元资金支持"),
    Case("聊城省级新型研发机构备案后给建设企业多少", ("50万元",), LIAOCHENG, "给予建设企业50万元奖补"),
    Case(
        "聊城绩效评价优秀又拿到省财政支持的省级新型研发机构，最多给多少",
        ("最高", "100万元"),
        LIAOCHENG,
        "给予最高100万元奖补",
    ),
    Case(
        "聊城的孵化器每孵化一家高企奖多少，一年封顶多少",
        ("10万元", "100万元"),
        LIAOCHENG,
        "每培育1家高新技术企业，给予10万元奖补，每年最高支持100万元",
    ),
    Case(
        "聊城国家级和省级技术转移服务机构备案各给多少",
        ("100万元", "50万元"),
        LIAOCHENG,
        "对新备案的国家级、省级技术转移服务机构，分别给予最高100万元、50万元奖补",
    ),
    Case("聊城到2025年高企要达到多少家", ("1000家",), LIAOCHENG, "全市高新技术企业达到1000家以上", ("1200家",)),
    Case("聊城知识产权保护由哪个部门牵头？", ("市市场监管局",), LIAOCHENG, "牵头单位：市市场监管局"),
    Case(
        "聊城大力吸引海外高层次人才这条有哪些配合单位",
        ("市委组织部", "市财政局", "市人力资源社会保障局"),
        LIAOCHENG,
        "配合单位：市委组织部、市财政局、市人力资源社会保障局",
    ),
    Case("临沂每年培训多少技术经纪人", ("200人",), LINYI, "每年培训技术经纪人200人以上"),
    Case("临沂要布局多少家市级重点实验室", ("300家",), LINYI, "300家市级重点实验室"),
    Case("临沂公民具备科学素质的比例目标是多少", ("15%",), LINYI, "全市公民具备科学素质的比例超过15%"),
    Case(
        "临沂推动科技金融发展的责任单位有哪些",
        ("市科技局", "市地方金融监管局", "市财政局", "市工业和信息化局", "市市场监管局"),
        LINYI,
        "责任单位:市科技局、市地方金融监管局、市财政局、市工业和信息化局、市市场监管局",
    ),
    Case("临沂这份意见是哪天印发的", ("2023年8月15日",), LINYI, "2023年8月15日"),
    Case("临沂科技强市意见的文号是什么", ("临政字〔2023〕104号",), LINYI, "临政字〔2023〕104号"),
    Case("淄博到2024年技术合同成交额要达到多少", ("300亿",), ZIBO, "技术合同成交额达到300亿以上"),
    Case("淄博私募股权投资基金规模目标多大", ("2200亿元",), ZIBO, "私募股权投资基金总规模达到2200亿元"),
    Case("淄博创新型城市意见的文号是什么", ("淄政发〔2022〕4号",), ZIBO, "淄政发〔2022〕4号"),
    Case(
        "淄博科研失信的联合惩戒由哪些部门负责",
        ("市科技局", "市发展改革委", "市财政局", "市审计局"),
        ZIBO,
        "责任部门：市科技局、市发展改革委、市财政局、市审计局",
    ),
    Case("淄博2021年高新技术企业有多少家", ("1027家",), ZIBO_WORK, "高新技术企业总量达到1027家", ("1260", "1600")),
    Case("淄博2021年申请了多少单省创新券", ("129单",), ZIBO_WORK, "2021年共申请省创新券129单"),
    Case(
        "淄博2021年完成技术合同登记成交额多少",
        ("251.54亿元",),
        ZIBO_WORK,
        "完成技术合同登记成交额251.54亿元",
        ("300亿",),
    ),
    Case("淄博2021年引进外国专家多少人次", ("310人次",), ZIBO_WORK, "引进外国专家310人次"),
    Case("日照孵化器达到要求能拿多少引导性支持", ("累计最高", "200万元"), RIZHAO, "给予累计最高200万元引导性支持"),
    Case("日照反馈意见打哪个电话", ("0633-8773169",), RIZHAO, "0633-8773169"),
    Case("日照要发掘多少个应用场景", ("130个",), RIZHAO, "场景130个以上"),
    # A target is asked for without the word; 1379家 is what the year before reached.
    Case("淄博科技型中小企业今年要入库多少家", ("1700家",), ZIBO_WORK, "科技型中小企业达到1700家以上"),
    Case("日照新培育国家高新技术企业的目标多少家", ("500家",), RIZHAO, "省级以上专精特新企业500家以上"),
    # A county asks for its city, and a typing error of the same sound is mended.
    Case("公司在莒县，新设立的创业投资机构奖励多少", ("最高", "200万元"), RIZHAO, "给予最高200万元奖励"),
    Case("临清的企业首次认定高企补助多少", ("10万元",), LIAOCHENG, "给予10万元补助"),
    Case("沂水每年要培训多少技术经纪人", ("200人",), LINYI, "每年培训技术经纪人200人以上"),
    Case("聊成企业首次认定高企补助多少", ("10万元",), LIAOCHENG, "给予10万元补助"),
)


# What is due is worked out here by hand.
COMPUTED = (
    # 50 × 5,000 = 250,000, above the yearly cap of 200,000.
    Case(
        "聊城中介机构今年帮50家科技型中小企业首次认定高企，能领多少",
        ("20万元", "25万元", "5000元"),
        LIAOCHENG,
        "每通过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元",
    ),
    # 26 × 5,000 = 130,000, below it.
    Case(
        "聊城中介机构今年帮26家科技型中小企业首次认定高企，能领多少",
        ("13万元",),
        LIAOCHENG,
        "每通过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元",
    ),
    # 12 × 1,000 = 12,000.
    Case("聊城培养了12名技术经纪人一共给多少", ("1.2万元",), LIAOCHENG, "每培养1名技术经纪人给予1000元补助"),
    # 36,000,000 × 1.5 % = 540,000, above the cap of 500,000.
    Case("聊城有家企业免税技术交易额3600万，能补多少", ("50万元", "54万元"), LIAOCHENG, "免税技术交易额的1.5%给予补助"),
    # 20,000,000 × 1.5 % = 300,000, below it.
    Case("聊城有家企业免税技术交易额2000万，能补多少", ("30万元",), LIAOCHENG, "免税技术交易额的1.5%给予补助"),
    # 12 × 100,000 = 1,200,000, above the yearly cap of 1,000,000.
    Case(
        "聊城一家省级孵化器今年培育了12家高企，一共能领多少",
        ("100万元",),
        LIAOCHENG,
        "每培育1家高新技术企业，给予10万元奖补，每年最高支持100万元",
    ),
)


# A list behind 分别, or a condition with a figure of its own: the asked value has to come first.
FIRST = (
    Case("聊城获得省技术发明一等奖给多少奖励", ("50万元",), LIAOCHENG, "一等奖50万元", ()),
    Case("聊城新建市级农业科技园区奖补多少", ("50万元",), LIAOCHENG, "分别给予200万元、100万元、50万元奖补"),
    Case("聊城科技特派员工作先进个人奖多少", ("1万元",), LIAOCHENG, "分别给予10万元、２万元和１万元奖励"),
    Case("聊城新建市级临床医学研究中心给多少", ("20万元",), LIAOCHENG, "分别给予50万元、20万元奖补"),
    Case("聊城省级国际科技合作基地奖补多少", ("50万元",), LIAOCHENG, "分别给予200万元、50万元的奖补"),
    Case("聊城规上企业头一次填报研发投入，市财政最高补多少", ("5万元",), LIAOCHENG, "市财政给予最高5万元补助"),
)


def is_answered(response: AskResponse, case: Case) -> None:
    assert response.status == "answered", response.answer
    assert response.refusal is None
    answer = fold(response.answer)
    for words in case.says:
        assert fold(words) in answer, response.answer
    for words in case.never:
        assert words not in answer, response.answer
    assert all(c.source_file.startswith(case.source) for c in response.citations)
    assert any(case.quote in citation.text for citation in response.citations)
    is_proved(response)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_an_answer_says_the_value_and_proves_it(policies: PolicyService, case: Case) -> None:
    response = ask(policies, case.question)
    is_answered(response, case)
    no_number_stands_on_air(response)
    assert len(response.answer) <= 400


@pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case.question)
def test_an_amount_is_worked_out_up_to_its_cap(policies: PolicyService, case: Case) -> None:
    response = ask(policies, case.question)
    is_answered(response, case)
    first = MONEY.search(response.answer)
    assert first
    assert response.answer[: first.end()].endswith(case.says[0]), response.answer


@pytest.mark.parametrize("case", FIRST, ids=lambda case: case.question)
def test_the_asked_value_comes_before_the_others_of_its_sentence(policies: PolicyService, case: Case) -> None:
    response = ask(policies, case.question)
    is_answered(response, case)
    answer = fold(response.answer)
    first = re.search(r"[0-9.]+[万亿]?元", answer)
    assert first
    assert first.group() == case.says[0], response.answer
