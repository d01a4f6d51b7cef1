"""Terms counted from a day the asker names; the days are counted by hand."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

REVIEW = "应当在收到决定之日起三个月内申请复核。"
LAWSUIT = "应当在知道之日起二年内提起诉讼。"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        # April has no 31st, nor has February 2025 a 30th: the month's last day.
        (REVIEW, "1月31日收到决定，申请复核最晚到哪天", "最晚4月30日（从1月31日的次日起算3个月；"),
        (REVIEW, "2024年11月30日收到决定，申请复核最晚到哪天", "最晚2025年2月28日（从2024年11月30日的次日起算3个月；"),
        (LAWSUIT, "2023年3月5日知道，提起诉讼最晚到哪天", "最晚2025年3月5日（从2023年3月5日的次日起算2年；"),
        (
            "应当在知道之日起一年内提起诉讼。",
            "3月5日知道，提起诉讼最晚到哪天",
            "最晚次年3月5日（从3月5日的次日起算1年；",
        ),
        (
            "有权在判决书送达之日起十五日内提起上诉，对裁定书送达之日起十日内提起上诉。",
            "5月10日裁定送达，上诉最晚到几号",
            "最晚5月20日（从5月10日的次日起算10日；",
        ),
    ],
)
def test_months_and_years_end_on_the_day_of_the_same_number_or_the_last(clause: str, question: str, says: str) -> None:
    assert answer(question, clause).startswith(says)


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (REVIEW, "5月10日收到决定，申请复核收费吗"),
        (REVIEW, "收到决定，申请复核最晚到哪天"),
        (REVIEW, "2月30日收到决定，申请复核最晚到哪天"),
        (REVIEW, "5月10日收到决定，6月2日开会，申请复核最晚到哪天"),
        (LAWSUIT, "3月5日知道，提起诉讼最晚到哪天"),
        ("举行听证的七日前通知当事人。", "5月10日举行听证，最晚几号通知"),
    ],
    ids=["no day asked", "no day given", "no such day", "two days given", "two years from no year", "counted back"],
)
def test_no_day_is_counted_without_one_certain_day_and_term(clause: str, question: str) -> None:
    assert answer(question, clause) == ""


def test_another_sentence_that_says_more_of_the_question_keeps_the_term_from_being_used() -> None:
    of_decisions = "应当在收到决定之日起十五日内申请复核。"
    of_awards = "收到仲裁裁决书之日起三十日内向法院申请撤销仲裁裁决。"
    asked = "5月10日收到仲裁裁决书，向法院申请撤销最晚到几号"
    # 30 days from 10 May: 21 days to the end of May, 9 more.
    assert answer(asked, of_decisions, of_awards).startswith("最晚6月9日（")
