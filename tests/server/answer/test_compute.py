"""Which sentence a result is worked out from. The families of rules have their tests in ``computation``; answers of
the shipped documents are in ``test_shipped_values``."""

from __future__ import annotations

from dataclasses import replace

from server.answer.compute import compute
from server.understanding.question import read_question
from tests.server.answer.working import answer, evidence_of, worked

LATE = "逾期不缴纳的，按日加收万分之五的滞纳金；拒不缴纳的，处欠缴数额一倍以上三倍以下的罚款。"


def test_the_payment_asked_for_decides_between_sentences() -> None:
    assert answer("欠缴10万元，拖了30天，滞纳金多少", LATE).startswith("1500元（")
    assert answer("欠缴数额10万元，罚款多少", LATE).startswith("10万元以上30万元以下（")


def test_no_fine_is_worked_out_where_none_is_asked_for() -> None:
    assert answer("交易额10万元，能补多少", "处交易额一倍以上三倍以下的罚款。") == ""


def test_a_sentence_that_only_sets_a_least_amount_stands_for_the_one_it_limits() -> None:
    clause = "增加赔偿的金额为商品价款的三倍；增加赔偿的金额不足五百元的，为五百元。"
    ranked = evidence_of(clause)[1:]
    statement = compute(read_question("花了2000元，增加赔偿的金额多少", [], ()), ranked, None)
    assert statement is not None
    assert statement.text.startswith("6000元（2000元×3倍")


def test_items_of_a_list_that_the_question_does_not_tell_apart_give_no_result() -> None:
    rates = "税额如下：\n（一）大城市每平方米2元；\n（二）小城市每平方米1元。"
    assert answer("占地100平方米，税额多少", rates) == ""
    assert answer("小城市占地100平方米，税额多少", rates).startswith("100元（")


def test_a_sentence_far_behind_the_best_is_not_used() -> None:
    best, far = evidence_of("申请补助应当提交申请表。"), evidence_of("每培训1名给予1000元补助。", document_id="other")
    question = read_question("培训了5名，补助多少", [], ())
    assert compute(question, [*best, *(replace(e, score=0.5) for e in far)], None) is None
    assert compute(question, [*best, *(replace(e, score=0.9) for e in far)], None) is not None


def test_a_sentence_about_something_else_is_not_used() -> None:
    evidence = [replace(e, subject=0.4) for e in evidence_of("每培训1名给予1000元补助。")]
    assert compute(read_question("培训了5名，补助多少", [], ()), evidence, None) is None


def test_the_region_is_named_first() -> None:
    statement = compute(
        read_question("培训了5名，补助多少", [], ()), evidence_of("每培训1名给予1000元补助。"), "聊城市"
    )
    assert statement is not None
    assert statement.text == "聊城市：5000元（5名×1000元=5000元）。"


def test_each_sentence_is_quoted_once_and_given_values_are_listed() -> None:
    statement = worked("帮30家，能领多少", "每通过1家给予5000元奖补，每家机构每年最高奖补20万元。")
    assert statement is not None
    assert len(statement.quotes) == 1
    assert {"15万元", "30家", "5000元"} <= set(statement.computed)
