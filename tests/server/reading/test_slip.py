"""The clerk's slip of real answers."""

from __future__ import annotations

import re
from datetime import date

import pytest

from server.contract import AskRequest, AskResponse, Slip
from server.errors import ClauseNotFound, InvalidRequest
from server.service import PolicyService
from server.slip import slip_of, spoken_sentences


def asked(service: PolicyService, question: str) -> tuple[AskResponse, Slip]:
    response = service.ask(AskRequest(question=question))
    return response, slip_of(service, question, response)


def test_a_slip_has_the_sentence_the_clause_the_department_and_the_date(policies: PolicyService) -> None:
    response, slip = asked(policies, "聊城市对首次通过高新技术企业认定的企业奖补多少？")
    assert slip.answered
    assert "给予10万元补助" in slip.spoken
    assert slip.clause is not None
    assert slip.clause.label == "第1条 加快培育高新技术企业"
    assert slip.clause.doc_number == "聊政字〔2023〕11号"
    assert slip.clause.status_name == "现行"
    assert slip.departments is not None
    assert slip.departments.text == "牵头单位：市科技局；配合单位：市财政局、市税务局"
    assert slip.phone is None  # 原文未载明
    assert slip.date == date.today().isoformat()
    assert (slip.snapshot, slip.answer_id) == (response.snapshot, response.id)


def test_a_draft_gives_the_telephone_of_its_call_for_comments(policies: PolicyService) -> None:
    _, slip = asked(policies, "日照市对新设立的创业投资机构给多少奖励？")
    assert slip.phone is not None
    assert slip.phone.text == "0633-8773169"
    assert slip.phone.quote == "联系电话:0633-8773169。"
    assert [notice.code for notice in slip.notices] == ["draft"]


def test_a_refusal_has_a_slip_that_names_the_clause_to_ask_about(policies: PolicyService) -> None:
    response, slip = asked(policies, "临沂给创投机构多少钱")
    assert response.refusal is not None
    assert response.refusal.code == "value_not_stated"
    assert not slip.answered
    assert slip.clause is not None
    assert slip.clause.label == "第18条 增强创业投资培育引导作用"
    assert slip.departments is not None
    assert slip.departments.text.startswith("责任单位:市财政局")


@pytest.mark.parametrize(
    ("answer", "spoken"),
    [
        ("聊城市：50万元（1亿元×1.5%=150万元，超过最高50万元的上限，按50万元计）。[1]", ["聊城市：50万元。"]),
        ("《实施意见》对首台（套）装备给予1∶1配套。[1][2]", ["实施意见对首台套装备给予1∶1配套。"]),
        ("各县（市、区）按“一事一议”支持（牵头单位：市科技局）。[3]", ["各县市、区按一事一议支持。"]),
        (
            "| 对象 | 原文规定 |\n|---|---|\n| 聊城市 | 10万元[1] |\n| 日照市 | 未载明 |",
            ["聊城市：10万元", "日照市：未载明"],
        ),
        ("第一句。[1]\n第二句。[2]", ["第一句。", "第二句。"]),
        ("[1]", []),
    ],
)
def test_what_is_said_aloud_has_no_markers_brackets_or_marks(answer: str, spoken: list[str]) -> None:
    assert spoken_sentences(answer) == spoken


def test_no_slip_of_a_real_answer_has_a_mark_in_it(policies: PolicyService) -> None:
    for question in ("聊城科技特派员奖励", "技术合同1亿元在聊城能补多少", "日照反馈意见的截止日期", "济南高企补助多少"):
        _, slip = asked(policies, question)
        assert slip.spoken
        assert not re.search(r"[\[\]（）()《》“”|]", slip.spoken)


def test_words_the_clause_does_not_have_are_refused(policies: PolicyService) -> None:
    response = policies.ask(AskRequest(question="日照市对新设立的创业投资机构给多少奖励？"))
    first = response.citations[0]
    forged = response.model_copy(update={"citations": [first.model_copy(update={"quote": "给予最高900万元奖励"})]})
    with pytest.raises(InvalidRequest, match="不在条款"):
        slip_of(policies, "问", forged)
    lost = response.model_copy(update={"citations": [first.model_copy(update={"clause_id": "没有"})]})
    with pytest.raises(ClauseNotFound):
        slip_of(policies, "问", lost)
