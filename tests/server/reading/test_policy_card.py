"""The cards of the shipped documents, each value checked by hand against the texts."""

from __future__ import annotations

from datetime import date

import pytest

from server.contract import CardEntry, PolicyCard, Stated
from server.errors import DocumentNotFound
from server.policy_card import policy_card
from server.service import PolicyService
from tests.library import source_text

LIAOCHENG = "liaocheng-2023-strong-city-opinions"
DRAFT = "rizhao-2025-innovation-ecosystem-draft.2"


def words(said: Stated | None) -> str | None:
    return said.text if said else None


def six(entry: CardEntry) -> tuple[str | None, ...]:
    return tuple(
        words(said)
        for said in (
            entry.recipient,
            entry.condition,
            entry.standard,
            entry.time_limit,
            entry.departments,
            entry.contact,
        )
    )


def of_clause(card: PolicyCard, label: str) -> list[CardEntry]:
    return [entry for entry in card.entries if entry.clause_label.startswith(label)]


def test_every_measure_of_an_article_has_its_own_entry(policies: PolicyService) -> None:
    first = of_clause(policy_card(policies, LIAOCHENG), "1.")
    department = "牵头单位：市科技局；配合单位：市财政局、市税务局"
    assert [six(entry) for entry in first] == [
        (
            "首次通过高新技术企业认定的企业",
            "首次通过高新技术企业认定",
            "给予10万元补助",
            None,
            department,
            None,
        ),
        ("复审通过认定的企业", "复审通过认定", "给予5万元补助", None, department, None),
        (
            "首次通过山东省高新技术企业认定管理机构受理但未通过认定的企业",
            "首次通过山东省高新技术企业认定管理机构受理但未通过认定",
            "给予3万元补助",
            None,
            department,
            None,
        ),
        (
            "辅导我市科技型中小企业首次认定为高新技术企业的社会中介机构",
            "辅导我市科技型中小企业首次认定为高新技术企业",
            "每通过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元",
            None,
            department,
            None,
        ),
    ]


def test_a_standard_keeps_its_cap_and_its_base(policies: PolicyService) -> None:
    card = policy_card(policies, LIAOCHENG)
    contracts = next(e for e in of_clause(card, "19.") if words(e.recipient) == "认定登记的技术合同")
    assert words(contracts.standard) == "按照年度免税技术交易额的1.5%给予补助，最高不超过50万元"
    (rule,) = [e for e in of_clause(card, "8.") if "最高5万元" in e.what.text]
    assert words(rule.recipient) == (
        "首次准确填报研发投入统计数据50万元以上，或研发投入填报较上年度增长100万元以上且未享受研发财政补助的规上企业"
    )
    assert words(rule.standard) == "市财政给予最高5万元补助"
    (built,) = [e for e in of_clause(card, "5.") if "50万元" in e.what.text]
    assert words(built.recipient) == "建设企业"
    assert words(built.condition) == "备案为省级新型研发机构"


def test_the_articles_of_liaocheng_that_give_something_are_those_with_entries(policies: PolicyService) -> None:
    """Read by hand: the others set goals or tasks (2, 3, 9, 12, 14, 21, 23, 24) and give nothing."""
    giving = {entry.clause_label.split(".")[0] for entry in policy_card(policies, LIAOCHENG).entries}
    assert giving == {str(n) for n in (1, 4, 5, 6, 7, 8, 10, 11, 13, 15, 16, 17, 18, 19, 20, 22)}


def test_the_articles_of_the_draft_that_give_something_are_those_with_entries(policies: PolicyService) -> None:
    card = policy_card(policies, DRAFT)
    assert [e.clause_label.split(".")[0] for e in card.entries] == "1 7 8 9 10 10 14 15 16 17".split()
    (venture,) = of_clause(card, "14.")
    assert six(venture) == (
        "新设立的创业投资机构",
        "新设立",
        "按照投资额度给予最高200万元奖励",
        None,
        "市发展改革委、市科技局、市工业和信息化局、市财政局、市国资委按职责分工负责",
        None,
    )


def test_a_document_of_goals_and_tasks_gives_nothing(policies: PolicyService) -> None:
    assert policy_card(policies, "linyi-2023-strong-city-opinions").entries == []
    assert policy_card(policies, "zibo-2022-innovative-city-opinions").entries == []


def test_an_interpretation_gives_nothing_and_says_what_it_is(policies: PolicyService) -> None:
    card = policy_card(policies, "rizhao-2025-innovation-ecosystem-draft.3")
    assert card.entries == []
    assert card.status_name == "总结/解读"
    assert [notice.code for notice in card.notices] == ["informational"]


def test_a_draft_says_until_when_and_how_to_comment(policies: PolicyService) -> None:
    card = policy_card(policies, DRAFT, as_of=date(2025, 6, 1))
    assert card.status_name == "征求意见稿"
    assert card.comment_until is not None
    assert "2025年6月9日前" in card.comment_until.text
    assert [said.text for said in card.feedback] == [
        "通过信函方式将意见寄至:日照市济宁路369号日照市科技局收,邮编276800,并在信封上注明“征求意见”字样。",
        "通过电子邮件方式将意见发送至邮箱zypzk@rz.shandong.cn。",
        "登录日照市人民政府网站“政民互动”栏目“意见征集”模块进行留言。",
        "联系电话:0633-8773169。",
    ]
    (notice,) = card.notices
    assert notice.code == "draft"
    assert "意见反馈截止2025年6月9日" in notice.message


def test_everything_a_card_says_stands_in_the_source_where_it_says(policies: PolicyService) -> None:
    checked = 0
    for document in policies.holdings.library.documents:
        card = policy_card(policies, document.id)
        source = source_text(document.source_file)
        said = [*card.feedback, *card.contacts, card.validity, card.comment_until]
        for e in card.entries:
            said += [e.what, e.recipient, e.condition, e.standard, e.time_limit, e.departments, e.contact]
        for one in said:
            if one is not None:
                checked += 1
                assert source[one.start : one.end] == one.text
                assert one.text in policies.holdings.clauses[one.clause_id].text
                assert one.quote in source
    assert checked > 150


def test_a_card_of_an_unknown_document_is_refused(policies: PolicyService) -> None:
    with pytest.raises(DocumentNotFound):
        policy_card(policies, "没有")
