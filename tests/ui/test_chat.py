"""One turn of the conversation: the parts it is made of, their order, and what is sent along as context."""

from __future__ import annotations

import pytest

from server.contract import AskResponse, Notice, Refusal
from tests.ui.samples import a_citation, an_answer
from ui.chat import FinishedTurn, answered_turn, failed_turn, history_of, pending_turn, transcript

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE_AS_TEXT = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;"


def test_the_answer_comes_first_then_notices_then_clauses_then_follow_ups() -> None:
    response = an_answer(
        notices=[Notice(code="draft", message="本文件为征求意见稿。")], follow_ups=["由哪个部门负责？"]
    )
    html = answered_turn("怎么奖励？", response, 1).html
    parts = ["怎么奖励？", "最高奖励200万元。", "本文件为征求意见稿。", "<h3>依据原文", "由哪个部门负责？"]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert 'class="pq-notice pq-notice-draft"' in html


def test_what_is_copied_names_the_source() -> None:
    html = answered_turn("怎么奖励？", an_answer(), 1).html
    copied = (
        "对新设立的创业投资机构，最高奖励200万元。[1]\n"
        "[1] 关于支持创新的若干政策（某政字〔2024〕5号） › 14. 完善风险投资体系"
    )
    assert f'data-copy="{copied}"' in html


def test_a_short_answer_is_a_headline_and_a_list_is_text() -> None:
    short = answered_turn("问", an_answer(), 1).html
    listed = answered_turn("问", an_answer(answer="1、甲；[1]\n2、乙。"), 1).html
    assert '<div class="pq-answer"><p>' in short
    assert '<div class="pq-answer pq-answer-long"><p>1、甲；<a' in listed
    assert "<p>2、乙。</p>" in listed
    assert "pq-answer-long" in answered_turn("问", an_answer(answer="长" * 81), 1).html


def test_two_turns_have_cards_of_their_own() -> None:
    first, second = (answered_turn("问", an_answer(), number).html for number in (1, 2))
    assert 'id="t1-1"' in first
    assert 'id="t2-1"' in second


def refused(code: str, **changes: object) -> AskResponse:
    refusal = Refusal(
        code=code,
        message="本库未收录该市的文件。",
        covered_regions=["甲市", "乙市"],
        suggestions=["甲市有何奖励？"],
    )
    return an_answer(status="refused", answer="不应显示", citations=[], refusal=refusal, **changes)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("region_not_covered", "未收录该地区"),
        ("topic_not_found", "收录的文件中没有找到"),
        ("value_not_stated", "原文没有写明"),
        ("off_topic", "不在政策问答范围内"),
    ],
)
def test_a_refusal_says_why_and_what_can_be_asked(code: str, title: str) -> None:
    turn = answered_turn("问", refused(code), 1)
    assert f"<strong>{title}</strong><p>本库未收录该市的文件。</p>" in turn.html
    assert "<li>甲市</li><li>乙市</li>" in turn.html
    assert 'data-ask="甲市有何奖励？"' in turn.html
    assert "不应显示" not in turn.html
    assert turn.reply == "本库未收录该市的文件。"


def test_a_value_not_stated_still_shows_its_clause() -> None:
    response = refused("value_not_stated").model_copy(update={"citations": [a_citation()]})
    assert '<details class="pq-card" id="t1-1">' in answered_turn("问", response, 1).html


@pytest.mark.parametrize(
    "html",
    [
        pending_turn(HOSTILE, 1),
        failed_turn(HOSTILE, HOSTILE, 1).html,
        answered_turn(HOSTILE, an_answer(answer=HOSTILE, follow_ups=[HOSTILE]), 1).html,
        answered_turn(HOSTILE, an_answer(notices=[Notice(code="partial", message=HOSTILE)]), 1).html,
        answered_turn(
            HOSTILE,
            an_answer(
                status="refused",
                refusal=Refusal(code="off_topic", message=HOSTILE, covered_regions=[HOSTILE], suggestions=[HOSTILE]),
            ),
            1,
        ).html,
    ],
    ids=["pending", "failed", "answered", "notice", "refused"],
)
def test_markup_in_any_text_is_shown_as_text(html: str) -> None:
    assert "<script" not in html
    assert "<img" not in html
    assert HOSTILE_AS_TEXT in html


def test_a_failed_turn_can_be_asked_again_and_is_no_context() -> None:
    turn = failed_turn("怎么奖励？", "无法连接到问答服务。", 1)
    assert 'data-ask="怎么奖励？"' in turn.html
    assert history_of([turn]) == []


def test_the_context_is_the_last_ten_turns_in_order() -> None:
    turns = [answered_turn(f"问{n}", an_answer(answer=f"答{n}"), n) for n in range(12)]
    history = history_of(turns)
    assert [message.content for message in history[:2]] == ["问2", "答2"]
    assert [message.role for message in history[:2]] == ["user", "assistant"]
    assert [message.content for message in history[-2:]] == ["问11", "答11"]
    assert len(history) == 2 * 10


def test_earlier_turns_stand_in_their_order() -> None:
    assert transcript([FinishedTurn("", "<a>"), FinishedTurn("", "<b>")]) == "<a><b>"


def test_a_comparison_is_a_table_whose_rows_are_named() -> None:
    text = "| 对象 | 原文规定 |\n|---|---|\n| 聊城市 | 10万元<b>。[1] |"
    html = answered_turn("各给多少", an_answer(answer=text), 1).html
    assert '<th scope="col">对象</th><th scope="col">原文规定</th>' in html
    assert '<th scope="row">聊城市</th>' in html
    assert "&lt;b&gt;" in html
    assert "|" not in html.split("pq-compare")[1].split("</table>")[0]
