"""Suggested questions: full ones, next to what was asked, and every one of them answered."""

from __future__ import annotations

import re

import pytest

from server.answer import refusals
from server.answer.facts.asking import definition_asked, question_for
from server.answer.facts.reading import read_facts
from server.answer.follow_up_questions import follow_up_questions
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Outcome, Quote, Refused, Statement
from server.answer.sentences import sentences
from server.service import PolicyService
from server.understanding.question import Question, read_question
from tests.server.answer.facts.reading import LAW, OPINIONS, facts_in
from tests.server.answer.proof import MONEY, ask
from tests.server.answer.small_clauses import clause_of

pytestmark = pytest.mark.slow

_STANDS_ALONE = re.compile(r"^(?:聊城市|临沂市|淄博市|日照市|《)")


def understood(asked: str, holdings: Holdings) -> Question:
    return read_question(asked, (), holdings.regions, holdings.vocabulary)


def answered_from(holdings: Holdings, document: str, words: str, figure: str = "") -> Answered:
    """An answer that quotes the sentence of a document that says ``words``, and gives ``figure``."""
    for clause in holdings.units_of([d for d in holdings.documents if d.startswith(document)]):
        for sentence in sentences(clause):
            if words in sentence.text:
                figures = tuple(q for q in sentence.quantities if q.number.cut(sentence.text) == figure)
                return Answered((Statement(sentence.text, (Quote(clause, sentence.span),), figures=figures),))
    raise LookupError(words)


def suggested(asked: str, outcome: Outcome, holdings: Holdings) -> list[str]:
    found = follow_up_questions(understood(asked, holdings), outcome, holdings)
    assert len(found) <= 3
    assert len(set(found)) == len(found)
    for question in found:
        assert _STANDS_ALONE.match(question), question
        assert not MONEY.search(question), question
    return found


def test_an_amount_leads_to_the_other_case_the_department_and_another_tier(holdings: Holdings) -> None:
    outcome = answered_from(holdings, "liaocheng", "首次通过高新技术企业认定的企业", "10万元")
    assert suggested("聊城首次认定高企补助多少", outcome, holdings) == [
        "聊城市加快培育高新技术企业，对复审通过认定的企业奖补多少？",
        "聊城市加快培育高新技术企业由哪个部门牵头？",
        "聊城市对首次通过山东省高新技术企业认定管理机构受理但未通过认定的企业奖补多少？",
    ]


def test_one_tier_of_a_list_leads_to_the_next(holdings: Holdings) -> None:
    outcome = answered_from(holdings, "liaocheng", "市级农业科技园区", "200万元")
    found = suggested("聊城国家级农业科技园区奖补多少", outcome, holdings)
    assert found[0] == "聊城市对省级农业科技园区奖补多少？"


def test_an_indicator_leads_to_its_next_year_and_to_other_regions_that_state_it(holdings: Holdings) -> None:
    outcome = answered_from(holdings, "zibo-2021-summary-2022-plan.2", "高新技术企业总量", "1027家")
    found = suggested("淄博2021年高新技术企业多少家", outcome, holdings)
    assert found[:2] == [
        "淄博市2022年高新技术企业的目标是多少家？",
        "淄博市2024年高新技术企业的目标是多少家？",
    ]


def test_departments_are_not_suggested_to_who_asked_for_them(holdings: Holdings) -> None:
    outcome = answered_from(holdings, "liaocheng", "首次通过高新技术企业认定的企业")
    assert not any("部门" in q for q in suggested("聊城培育高企由哪个部门牵头", outcome, holdings))


def test_a_region_not_covered_leads_to_the_subject_elsewhere_without_a_figure(holdings: Holdings) -> None:
    question = understood("青岛的创投机构奖励多少", holdings)
    refused = refusals.region_not_covered(question.regions, holdings)
    found = suggested("青岛的创投机构奖励多少", refused, holdings)
    assert found[0] == "日照市对新设立的创业投资机构奖补多少？"


def test_a_value_not_stated_leads_to_what_the_clause_does_state(holdings: Holdings) -> None:
    quote = answered_from(holdings, "zibo-2021-summary-2022-plan.2", "技术经纪人队伍建设").statements[0].quotes[0]
    refused = Refused("value_not_stated", "原文未载明具体金额。", (quote,))
    found = suggested("淄博技术经纪人促成一单交易奖多少", refused, holdings)
    assert "聊城市对技术经纪人奖补多少？" in found


def test_off_topic_leads_to_what_can_be_asked_at_all(holdings: Holdings) -> None:
    found = suggested("番茄炒蛋怎么做", refusals.off_topic(holdings), holdings)
    assert "聊城市对首次通过高新技术企业认定的企业奖补多少？" in found


def test_the_question_just_asked_is_not_suggested(holdings: Holdings) -> None:
    asked = "聊城市对首次通过高新技术企业认定的企业奖补多少？"
    assert asked not in suggested(asked, refusals.off_topic(holdings), holdings)


@pytest.mark.parametrize(
    "asked",
    [
        "聊城首次认定高企补助多少",
        "聊城国家级农业科技园区奖补多少",
        "临沂2027年高企目标",
        "淄博2022年研发投入强度目标",
        "日照孵化器最高支持多少",
        "日照给征求意见稿提意见最晚哪天",
        "临沂人才服务由哪些单位负责",
        "济南高新技术企业补助多少",
        "临沂院士工作站奖多少",
        "番茄炒蛋怎么做好吃",
    ],
)
def test_every_suggestion_is_answered(policies: PolicyService, asked: str) -> None:
    question = understood(asked, policies.holdings)
    response = ask(policies, asked)
    outcome: Outcome
    if response.status == "answered":
        clauses = policies.holdings.clauses
        quotes = []
        for citation in response.citations:
            clause = clauses[citation.clause_id]
            start = clause.text.index(citation.quote)
            quotes.append(Quote(clause, type(clause.span)(start, start + len(citation.quote))))
        outcome = Answered((Statement(response.answer, tuple(quotes)),))
    else:
        assert response.refusal is not None
        outcome = Refused(response.refusal.code, response.refusal.message)
    found = follow_up_questions(question, outcome, policies.holdings)
    assert found
    for suggestion in found:
        assert ask(policies, suggestion).status == "answered", suggestion


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("对省级众创空间，给予20万元奖补。", f"《{OPINIONS.title}》对省级众创空间奖补多少？"),
        ("到2025年，全市高新技术企业达到1000家以上。", f"《{OPINIONS.title}》2025年高新技术企业的目标是多少家？"),
        ("新增院士工作站10家。", f"《{OPINIONS.title}》新增院士工作站的目标是多少家？"),
        ("高新技术企业同比增长12%。", None),
        ("支持100家科技型中小企业开展产学研协同创新。", None),
        ("对复审通过认定的企业，给予5万元补助。", None),
        ("每年举办活动5期。", None),
    ],
)
def test_a_fact_is_asked_for_by_its_own_words_or_not_at_all(text: str, question: str | None) -> None:
    assert question_for(facts_in(OPINIONS, text)[-1], OPINIONS) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("在禁止吸烟公共场所吸烟的，可以处五十元罚款。", f"《{LAW.title}》规定，在禁止吸烟公共场所吸烟的罚款多少？"),
        ("违反本条例规定，擅自停止供热的，处十万元罚款。", f"《{LAW.title}》规定，擅自停止供热的罚款多少？"),
        ("酒后驾驶的，处一千元罚款。", None),
        ("违反本条例第十三条第一款规定的，处五千元罚款。", None),
        ("拒不改正的，处二千元罚款。", None),
    ],
    ids=["named", "without its preface", "too short", "by its number", "of what went before"],
)
def test_a_fine_is_asked_for_by_the_breach_it_names(text: str, question: str | None) -> None:
    [fact] = read_facts(clause_of(text), LAW)
    assert question_for(fact, LAW) == question


def test_a_defined_term_can_be_asked_for() -> None:
    clause = clause_of("第三条 本条例所称家政服务，是指以家庭为服务对象的有偿服务。")
    assert definition_asked(clause, LAW) == f"《{LAW.title}》所称的家政服务是指什么？"
    assert definition_asked(clause_of("第四条 家政服务应当诚信。"), LAW) is None
