"""Questions about a document itself. The documents are made up; what is expected was read in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from server.answer.about_document import names_document, pick_document
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Refused
from server.understanding.question import read_question
from tests.server.answer.invented import answered, ask, holdings_of, quoted, refused

TEA = """青田县人民政府关于支持茶产业发展的若干意见

青政发〔2024〕8号

各乡镇人民政府，县政府各部门：

为落实《浙江省人民政府关于推进茶产业高质量发展的意见》（浙政发〔2023〕12号）要求，结合我县实际，提出以下意见。

第一条 支持茶园建设。对新建标准茶园50亩以上的茶企，每亩给予800元补助，单个茶企最高补助20万元。

第二条 支持品牌创建。对首次获得绿色食品认证的茶企，给予5万元奖励。

第三条 本意见自2024年5月1日起施行，有效期3年。《青田县茶产业扶持办法》（青政发〔2019〕3号）同时废止。

青田县人民政府

2024年3月20日
"""
INN = """青田县民宿管理办法（征求意见稿）

为规范民宿管理，县文化和旅游局起草了本办法，现公开征求意见，意见反馈截止2024年7月15日。

第一条 民宿客房数量不超过15间。

第二条 民宿应当安装烟雾报警器。

青田县文化和旅游局

2024年6月15日
"""
FISH = """青田县2023年渔业工作总结

2023年，全县新建鱼塘12口。渔民人均收入3万元。
"""
BUS = """青田县交通运输局关于公交优惠乘车的通知

青交发〔2023〕2号

根据《青田县公共交通条例》，结合我县实际，制定本通知。

一、七十周岁以上的老年人免费乘坐公交车。

二、优惠乘车自2023年6月1日施行，有效期至2025年12月31日。
"""
LAWN = """青田县城市绿化办法

第一条 县综合行政执法局、县住建局共同制定了本办法。

第二条 新建住宅区的绿地率不低于30%。

青田县综合行政执法局

青田县住建局

2022年2月1日
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    return holdings_of(tmp_path_factory.mktemp("county"), tea=TEA, inn=INN, fish=FISH, bus=BUS, lawn=LAWN)


@pytest.mark.parametrize(
    ("asked", "says", "quote"),
    [
        ("青田茶产业意见的文号是什么", "的文号是青政发〔2024〕8号。", "青政发〔2024〕8号"),
        ("青田茶产业意见什么时候印发的", "的落款日期是2024年3月20日。", "2024年3月20日"),
        ("青田茶产业意见什么时候施行", "自2024年5月1日起施行。", "2024年5月1日"),
        ("青田公交优惠通知什么时候施行", "自2023年6月1日起施行。", "2023年6月1日"),
        ("青田公交优惠通知什么时候失效", "的有效期至2025年12月31日。", "2025年12月31日"),
        ("青田茶产业意见是哪个单位发的", "由青田县人民政府发布。", "青田县人民政府"),
        ("青田民宿办法征求意见截止到哪天", "意见反馈截止时间：2024年7月15日。", "2024年7月15日"),
    ],
)
def test_what_a_document_says_of_itself_is_told_and_quoted(county: Holdings, asked: str, says: str, quote: str) -> None:
    [text] = answered(county, asked)
    assert text.endswith(says)
    [printed] = quoted(county, asked)
    assert quote in printed


def test_the_end_of_a_term_of_years_is_reckoned_and_its_words_are_shown(county: Holdings) -> None:
    # Three years from 2024-05-01: the last day is 2027-04-30.
    outcome = ask(county, "青田茶产业意见什么时候失效")
    assert isinstance(outcome, Answered)
    [statement] = outcome.statements
    assert "的有效期至2027年4月30日" in statement.text
    assert "有效期3年" in statement.text
    assert statement.computed == ("2027年4月30日",)
    [quote] = statement.quotes
    assert "有效期3年" in quote.text


def test_the_document_it_is_based_on_is_named_with_its_number(county: Holdings) -> None:
    assert answered(county, "青田茶产业意见依据哪份文件制定的") == [
        "依据的是《浙江省人民政府关于推进茶产业高质量发展的意见》（浙政发〔2023〕12号）。"
    ]
    [quote] = quoted(county, "青田茶产业意见依据哪份文件制定的")
    assert quote.startswith("为落实《浙江省人民政府关于推进茶产业高质量发展的意见》（浙政发〔2023〕12号）要求")


def test_a_basis_without_a_number_is_named_by_its_title(county: Holdings) -> None:
    assert answered(county, "青田公交优惠通知依据哪份文件制定的") == ["依据的是《青田县公共交通条例》。"]


def test_the_number_asked_for_with_the_basis_is_that_of_the_basis(county: Holdings) -> None:
    [text] = answered(county, "青田茶产业意见依据哪份文件制定的，文号是多少")
    assert "浙政发〔2023〕12号" in text
    assert "青政发〔2024〕8号" not in text


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("青田民宿办法的文号是什么", "文号"),
        ("青田民宿办法依据什么制定", "制定依据"),
        ("青田渔业总结什么时候印发的", "印发日期"),
        ("青田民宿办法什么时候施行", "施行日期"),
        ("青田民宿办法什么时候失效", "失效日期"),
        ("青田渔业总结是谁发布的", "发文机关"),
    ],
)
def test_what_a_document_does_not_say_of_itself_is_called_not_stated(county: Holdings, asked: str, what: str) -> None:
    refusal = refused(county, asked)
    assert refusal.code == "value_not_stated"
    assert refusal.message.endswith(f"原文未载明{what}。")
    title = "青田县民宿管理办法（征求意见稿）" if "民宿" in asked else "青田县2023年渔业工作总结"
    assert [quote.text for quote in refusal.quotes] == [title]


def test_of_two_things_asked_the_one_not_stated_is_said_beside_the_other(county: Holdings) -> None:
    number, expiry = answered(county, "青田绿化办法什么时候印发、什么时候失效")
    assert number == "《青田县城市绿化办法》的落款日期是2022年2月1日。"
    assert expiry == "《青田县城市绿化办法》原文未载明失效日期。"


def test_what_is_not_stated_is_said_also_where_it_was_asked_first(county: Holdings) -> None:
    told = answered(county, "青田绿化办法的文号和印发时间是什么")
    assert "《青田县城市绿化办法》原文未载明文号。" in told
    assert "《青田县城市绿化办法》的落款日期是2022年2月1日。" in told


def test_the_day_comments_end_on_another_document_is_said_to_be_that_ones(county: Holdings) -> None:
    [told] = answered(county, "青田县人民政府关于支持茶产业发展的若干意见征求意见截止到哪天")
    assert told == "《青田县民宿管理办法（征求意见稿）》的意见反馈截止时间：2024年7月15日。"


def test_who_drafted_it_is_told_with_the_sentence_that_says_so(county: Holdings) -> None:
    assert answered(county, "青田民宿办法是谁起草的") == ["起草单位是青田县文化和旅游局。"]
    said, signed = quoted(county, "青田民宿办法是谁起草的")
    assert "县文化和旅游局起草了本办法" in said
    assert signed == "青田县文化和旅游局"


def test_who_made_it_is_told_in_the_words_of_the_sentence(county: Holdings) -> None:
    [text] = answered(county, "青田绿化办法是谁制定的")
    assert text == "县综合行政执法局、县住建局共同制定了本办法。"


def test_without_a_signature_the_office_the_title_begins_with_issued_it(tmp_path: Path) -> None:
    party = "中共青田县委关于加强人才工作的意见\n\n一、引进博士30名。\n\n二、新建人才公寓200套。\n"
    told = answered(holdings_of(tmp_path, party=party), "青田人才工作意见是谁发布的")
    assert told == ["《中共青田县委关于加强人才工作的意见》由中共青田县委发布。"]


@pytest.mark.parametrize(
    ("asked", "as_of", "says"),
    [
        ("青田茶产业意见正式印发了吗", None, "（青政发〔2024〕8号）已正式印发。"),
        ("青田民宿办法正式印发了吗", None, "还是征求意见稿（草案），没有正式印发，不能作为办事依据。"),
        ("青田公交优惠通知还有效吗", date(2025, 12, 31), "（青交发〔2023〕2号）已正式印发。"),
        ("青田公交优惠通知还有效吗", date(2026, 1, 1), "（青交发〔2023〕2号）已过有效期（至2025年12月31日）。"),
        ("青田渔业总结生效了吗", None, "的状态：总结/解读。"),
    ],
)
def test_whether_it_holds_depends_on_its_status_and_on_the_day(
    county: Holdings, asked: str, as_of: date | None, says: str
) -> None:
    [text] = answered(county, asked, as_of)
    assert text.endswith(says)


def test_what_became_of_the_rules_before_is_the_sentence_that_ends_them(county: Holdings) -> None:
    asked = "青田茶产业意见出来了，以前的老办法还算数吗"
    [text] = answered(county, asked)
    assert text.endswith("》：《青田县茶产业扶持办法》（青政发〔2019〕3号）同时废止。")
    assert quoted(county, asked) == ["《青田县茶产业扶持办法》（青政发〔2019〕3号）同时废止。"]


def test_where_no_rule_before_is_ended_its_own_status_is_told(tmp_path: Path) -> None:
    lawn = holdings_of(tmp_path, lawn=LAWN)
    assert answered(lawn, "青田绿化办法出来后，以前的旧办法还算数吗") == ["《青田县城市绿化办法》已正式印发。"]


def test_the_articles_are_counted_and_the_last_is_quoted(county: Holdings) -> None:
    assert answered(county, "青田茶产业意见正文一共多少条") == ["正文编号到第3条（第三条），共3条。"]
    assert quoted(county, "青田茶产业意见正文一共多少条") == ["第三条"]


def test_a_clause_is_told_by_the_number_of_its_document_too(county: Holdings) -> None:
    for asked in ("青田茶产业意见第二条讲什么", "青政发〔2024〕8号第二条讲什么"):
        [text] = answered(county, asked)
        assert text == "第2条：支持品牌创建。对首次获得绿色食品认证的茶企，给予5万元奖励。"


def test_a_clause_that_is_not_there_is_called_that(county: Holdings) -> None:
    refusal = refused(county, "青田茶产业意见第9条讲什么")
    assert refusal.code == "value_not_stated"
    assert refusal.message.endswith("中没有第9条。")
    assert [quote.text for quote in refusal.quotes] == ["青政发〔2024〕8号"]


def test_no_document_answers_where_the_request_admits_none(county: Holdings) -> None:
    outcome = ask(county, "青田茶产业意见的文号是什么", allowed=frozenset())
    assert isinstance(outcome, Refused)
    assert outcome.quotes == ()


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("青政发（2024）8号怎么说", True),
        ("支持茶产业发展的若干意见怎么说", True),
        ("种茶有补助吗", False),
        ("青政发〔2024〕9号怎么说", False),
    ],
)
def test_a_document_is_named_by_its_number_or_by_enough_of_its_title(county: Holdings, asked: str, named: bool) -> None:
    question = read_question(asked, [], county.regions, county.vocabulary)
    assert names_document(question, county.documents["tea"]) is named


@pytest.mark.parametrize(
    ("asked", "picked"),
    [
        ("青田的草案什么时候截止", "inn"),
        ("青田那份通知的文号", "bus"),
        ("青田2023年的总结", "fish"),
        ("青田绿化办法的文号", "lawn"),
        ("青政发〔2024〕8号是哪天印发的", "tea"),
    ],
)
def test_the_document_meant_is_picked_by_its_words_kind_year_and_number(
    county: Holdings, asked: str, picked: str
) -> None:
    question = read_question(asked, [], county.regions, county.vocabulary)
    meant = pick_document(question, list(county.documents.values()), county)
    assert meant is not None
    assert meant.id == picked


def test_a_long_clause_is_told_by_the_sentences_with_figures(tmp_path: Path) -> None:
    talk = (
        "各乡镇要高度重视、加强领导、精心组织、压实责任，切实把这项工作摆上重要议事日程，定期研究、及时调度、狠抓落实，"
        "形成一级抓一级、层层抓落实的良好局面。"
    )
    text = f"青田县关于推进农田建设的意见\n\n第一条 {talk}全县新建高标准农田3万亩。{talk}每亩投入不低于2400元。\n"
    [told] = answered(holdings_of(tmp_path, field=text), "青田农田建设意见第一条讲什么")
    assert told.startswith("第1条：")
    assert "新建高标准农田3万亩" in told
    assert "每亩投入不低于2400元" in told
    assert told.count("压实责任") == 1


def test_the_day_comments_end_is_not_made_up(tmp_path: Path) -> None:
    lawn = holdings_of(tmp_path, lawn=LAWN)
    assert refused(lawn, "青田绿化办法征求意见截止到哪天").code == "topic_not_found"


def test_a_text_without_numbered_clauses_has_no_number_of_clauses(tmp_path: Path) -> None:
    fish = holdings_of(tmp_path, fish=FISH)
    assert refused(fish, "青田渔业总结正文一共多少条").code == "value_not_stated"


def test_a_count_of_clauses_that_the_file_contradicts_is_said_to_differ(holdings: Holdings) -> None:
    # The draft of 日照 numbers its tasks 1 to 19; its interpretation speaks of 21项重点任务.
    outcome = ask(holdings, "日照若干政策正文一共多少条")
    assert isinstance(outcome, Answered)
    assert [statement.text for statement in outcome.statements] == [
        "正文编号到第19条（加快关键核心技术攻关），共19条。"
    ]
    [notice] = outcome.notices
    assert notice.code == "figures_differ"
    assert "21项重点任务" in notice.message
