"""Tables by bands; the band and the sum of the parts are worked out by hand."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

LEAVE = "职工累计工作已满1年不满10年的，年休假5天；已满10年不满20年的，年休假10天；已满20年的，年休假15天。"
FREE = "财产总额不超过20万元的，不交纳；超过20万元的部分，按照0.5%交纳。"
BESIDES = "财产总额不超过20万元的，不另行交纳；超过20万元的部分，按照0.5%交纳。"
FEES = (
    "财产案件按照下列比例分段累计交纳：\n1.不超过1万元的，每件交纳50元；\n"
    "2.超过1万元至10万元的部分，按照2.5%交纳；\n3.超过10万元的部分，按照2%交纳。"
)


def test_in_the_lowest_band_only_its_own_charge_is_due() -> None:
    assert answer("财产案件标的8000元，交多少", FEES).startswith("50元（")


def test_a_band_that_is_free_adds_nothing() -> None:
    # (600 000 − 200 000) × 0.5 % = 2 000
    assert answer("财产总额60万元，交多少", FREE) == "2000元（分段计算：（60万元－20万元）×0.5%=2000元）"


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (LEAVE, "工作不满10年，年休假几天"),
        (LEAVE, "工作半年，年休假几天"),
        (FREE, "财产总额15万元，交多少"),
        (BESIDES, "离婚分80万元财产，交多少"),
        ("产量不超过20吨的，按照5%交纳；超过20吨的部分，按照8%交纳。", "产量30吨，交多少"),
    ],
    ids=[
        "below a figure is no band",
        "below every band",
        "only the free band",
        "what is charged besides is not printed",
        "no money to take a share of",
    ],
)
def test_nothing_is_worked_out_where_the_band_or_the_charge_is_not_certain(clause: str, question: str) -> None:
    assert answer(question, clause) == ""
