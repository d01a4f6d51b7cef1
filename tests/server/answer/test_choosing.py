"""Which sentence answers, in documents made up for it; every clause is found, so only the choice is tested."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.model import Hit
from ingest.pipeline import ingest_paths
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Outcome, Refused
from server.answer.respond import Responder
from server.understanding.question import Question, read_question

NOTICE = """青田县关于扩大住房保障范围的通知

现将有关事项通知如下：

一、保障对象

（一）将同时具备下列条件的新就业职工纳入公共租赁住房的供应范围：

1．在本县连续缴纳社保满1年；

2．大学本科及以上学历；

（二）将同时具备下列条件的外来务工人员纳入公共租赁住房的供应范围：

1．在本县累计缴纳社保满5年；

2．在本县无自有住房；

二、登记地点

符合条件的人员，到户籍所在地的住建部门领取并填写申请表。
"""
EXPORTS = """青田县促进外贸发展的若干意见

第一条 对自营出口额300万美元、500万美元、1000万美元以上的企业，分别奖励2万元、3万元、5万元。

第二条 引进外资（200万美元以上）的中介机构，按实到外资的4‰给予奖励；单个项目奖励最高不超过80万元。

第三条 对到农村就业的高校毕业生给予安家费，具体标准由各乡镇自行确定。

第四条 对求职的高校毕业生，每人一次性给予1000元求职补贴。

第五条 每年第一季度受理参展补助申请。参展补助领取期限最长不超过3年。

联系电话：0578-6820000
"""


def respond(folder: Path, document: str, asked: str) -> Outcome:
    """The outcome where the search finds every clause, all equally near."""
    (folder / "文件.txt").write_text(document, encoding="utf-8")
    holdings = Holdings(ingest_paths([folder]))

    def search(question: Question, among: frozenset[str] | None) -> Sequence[Hit]:
        units = holdings.units_of(holdings.documents)
        return [Hit(c.id, c.document_id, "", 1.0, {"dense": 0.85}) for c in units]

    return Responder(holdings, search).respond(read_question(asked, [], holdings.regions, holdings.vocabulary))


def told(outcome: Outcome) -> str:
    return "".join(s.text for s in outcome.statements) if isinstance(outcome, Answered) else outcome.message


@pytest.mark.parametrize(
    ("asked", "document", "said"),
    [
        ("青田新就业职工申请公租房，社保要连续交几年", NOTICE, "1年"),
        ("青田外来务工人员申请公租房，社保累计要交几年", NOTICE, "5年"),
        ("青田公租房去哪里领申请表", NOTICE, "住建部门"),
        ("青田自营出口额800万美元奖励多少", EXPORTS, "3万元"),
        ("青田引进外资的中介机构单个项目最高奖多少", EXPORTS, "80万元"),
        ("青田参展补助什么时候受理申请", EXPORTS, "第一季度"),
        ("青田参展补助能领几年", EXPORTS, "3年"),
        ("青田外贸意见的联系电话是多少", EXPORTS, "0578-6820000"),
    ],
)
def test_the_sentence_that_answers_is_told(tmp_path: Path, asked: str, document: str, said: str) -> None:
    outcome = respond(tmp_path, document, asked)
    assert isinstance(outcome, Answered), told(outcome)
    assert said in told(outcome)


def test_the_tier_comes_before_the_others(tmp_path: Path) -> None:
    text = told(respond(tmp_path, EXPORTS, "青田自营出口额800万美元奖励多少"))
    assert text.index("3万元") < text.index("2万元")


def test_a_list_of_conditions_is_told_whole_and_is_not_the_sections_of_the_document(tmp_path: Path) -> None:
    text = told(respond(tmp_path, NOTICE, "青田新就业职工申请公租房要满足哪几个条件"))
    assert "连续缴纳社保满1年" in text
    assert "大学本科及以上学历" in text
    assert "登记地点" not in text


def test_a_figure_of_another_payment_is_no_answer(tmp_path: Path) -> None:
    outcome = respond(tmp_path, EXPORTS, "青田高校毕业生去农村就业安家费给几万")
    assert isinstance(outcome, Refused)
    assert outcome.code == "value_not_stated"
    assert "1000元" not in told(outcome)


def test_a_matter_the_documents_never_say_is_not_found(tmp_path: Path) -> None:
    outcome = respond(tmp_path, EXPORTS, "青田居民基础养老金每月发多少")
    assert isinstance(outcome, Refused)
    assert outcome.code == "topic_not_found"


def test_an_amount_of_a_public_matter_nobody_holds_is_not_off_topic(tmp_path: Path) -> None:
    outcome = respond(tmp_path, NOTICE, "青田海关AEO认证奖多少")
    assert isinstance(outcome, Refused)
    assert outcome.code == "topic_not_found"
