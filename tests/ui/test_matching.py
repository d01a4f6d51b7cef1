"""Matching: the profile as people write it, what is said of a wrong one, and how what fits is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from server.contract import ClauseMatch, MatchAmount, MatchCondition, MatchResponse, Notice, Refusal
from tests.ui.test_citations import ANY_TEXT, Elements
from tests.ui.test_comparison import stated
from ui.form_faults import FormFaults
from ui.matching import matches
from ui.profile_form import read_profile_form

TODAY = date(2026, 11, 24)


def a_match(fit: str = "fits", words: str = "") -> ClauseMatch:
    verdict = {"fits": "met", "unknown": "unknown", "not_met": "not_met"}[fit]
    return ClauseMatch.model_validate(
        {
            "fit": fit,
            "reason": "画像与条款相符。",
            "document_id": "policy",
            "document_title": f"若干政策{words}",
            "doc_number": None,
            "doc_status": "draft",
            "clause_id": "policy/2/14",
            "clause_label": "14.",
            "clause_path": ["14."],
            "what": stated(f"按交易额的1%给予补助{words}"),
            "conditions": [MatchCondition(verdict=verdict, reason=f"依据类型{words}", stated=stated("创业投资机构"))],
            "amounts": [
                MatchAmount(text="40万元", computed=True, steps=f"4000万元×1%=40万元{words}", stated=stated("1%"))
            ],
            "departments": None,
            "notices": [Notice(code="draft", message="尚未生效。")],
        }
    )


def found(*matches: ClauseMatch, **changes: object) -> MatchResponse:
    values: dict[str, object] = {
        "snapshot": "s1",
        "region": "甲市",
        "refusal": None,
        "matches": list(matches),
        "total": len(matches),
        "not_read": [],
    }
    return MatchResponse.model_validate(values | changes)


def test_a_profile_is_read_as_people_write_it() -> None:
    profile = read_profile_form(
        {
            "region": " 日照 ",
            "founded": "2019-03-01",
            "type": ["高新技术企业"],
            "other_types": "瞪羚企业，高新技术企业",
            "honours": "省级重点实验室、专精特新",
            "plans": "",
            "revenue": "１.2亿元",
            "rd_spending": "1,200.5",
            "employees": "１２０人",
            "figures": "免税技术交易额：4000万元；培育企业: 3家",
        },
        TODAY,
    )
    assert profile.region == "日照"
    assert profile.founded == date(2019, 3, 1)
    assert profile.types == ["高新技术企业", "瞪羚企业"]
    assert profile.honours == ["省级重点实验室", "专精特新"]
    assert profile.plans == []
    assert profile.revenue == Decimal(120_000_000)
    assert profile.rd_spending == Decimal(12_005_000)
    assert profile.employees == 120
    assert profile.figures == {"免税技术交易额": "4000万元", "培育企业": "3家"}


@pytest.mark.parametrize(
    ("text", "yuan"), [("0", 0), ("350", 3_500_000), ("350万", 3_500_000), ("350元", 350), ("2 亿", 200_000_000)]
)
def test_money_is_in_wan_unless_a_unit_is_written(text: str, yuan: int) -> None:
    assert read_profile_form({"region": "甲市", "revenue": text}, TODAY).revenue == yuan


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("revenue", "很多"),
        ("revenue", "-5"),
        ("revenue", "1,2,3"),
        ("rd_spending", "9" * 15),
        ("rd_spending", "nan"),
        ("employees", "3.5"),
        ("employees", "99999999"),
        ("founded", "2027-01-01"),
        ("founded", "去年"),
        ("figures", "4000万元"),
        ("honours", "、".join(f"称号{n}" for n in range(31))),
        ("plans", "字" * 101),
        ("region", ""),
        ("region", "字" * 51),
    ],
)
def test_a_wrong_value_is_named_at_its_field(field: str, text: str) -> None:
    with pytest.raises(FormFaults) as wrong:
        read_profile_form({"region": "甲市", field: text}, TODAY)
    assert [fault.field for fault in wrong.value.faults] == [f"pq-{field}"]


def test_what_fits_stands_with_its_conditions_amount_and_steps() -> None:
    html = matches(found(a_match("fits"), a_match("unknown"), a_match("not_met"), not_read=["某某称号"]))
    text = Elements(html).text
    for words in ("1 符合", "1 还要核实", "1 不符合", "满足", "待核实", "不满足", "算式：4000万元×1%=40万元"):
        assert words in text
    assert "某某称号" in text
    assert text.count("尚未生效。") == 1
    assert text.count("征求意见稿") == 3
    assert text.count("原文未载明") == 3
    assert html.count('data-source="policy"') == 9
    assert '<details class="pq-fit" id="pq-fit-not_met">' in html


def test_a_region_outside_the_library_is_refused_with_the_covered_ones() -> None:
    refusal = Refusal(code="region_not_covered", message="本库未收录乙市。", covered_regions=["甲市"])
    text = Elements(matches(found(refusal=refusal))).text
    assert "未收录该地区" in text
    assert "本库未收录乙市。" in text
    assert "甲市" in text


def test_nothing_found_is_said() -> None:
    assert "没有找到给支持的条款" in matches(found())


@given(text=ANY_TEXT)
def test_no_text_of_a_match_becomes_markup(text: str) -> None:
    plain, read = Elements(matches(found(a_match()))), Elements(matches(found(a_match(words=text))))
    assert read.tags == plain.tags
    assert read.attributes == plain.attributes
