"""What belongs to a penalty: the act before it, the harsher case behind it."""

from __future__ import annotations

from server.answer.escalation import escalation, governing
from server.answer.sentences import Sentence, sentences
from tests.server.answer.small_clauses import clause_of

RULE = (
    "违反规定占用绿地的，责令改正，给予警告；拒不改正的，处五百元以上一千元以下罚款；"
    "情节严重的，处一千元以上五千元以下罚款；造成损失的，依法赔偿。"
)


def rule() -> list[Sentence]:
    return sentences(clause_of(RULE))


def test_a_later_case_is_told_with_the_act_it_is_about() -> None:
    quote = governing(rule()[1], "拒不改正的，处五百元以上一千元以下罚款")
    assert quote is not None
    assert quote.text == "违反规定占用绿地的"


def test_words_that_name_the_act_themselves_need_nothing_before_them() -> None:
    assert governing(rule()[1], "占用绿地拒不改正的，处五百元罚款") is None
    assert governing(rule()[0], "处五百元罚款") is None


def test_the_harsher_case_follows_where_it_has_a_figure_of_its_own() -> None:
    quote = escalation(rule()[1], 30)
    assert quote is not None
    assert quote.text == "情节严重的，处一千元以上五千元以下罚款；"
    assert escalation(rule()[2], 30) is None  # 依法赔偿 states no figure


def test_another_rule_is_no_harsher_case() -> None:
    own = sentences(clause_of("对国家级平台给予200万元奖补；对省级平台给予50万元奖补。"))
    assert escalation(own[0], 20) is None


def test_nothing_is_added_to_an_answer_that_is_long_already() -> None:
    assert escalation(rule()[1], 190) is None
