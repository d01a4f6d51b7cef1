"""The sentence by which a document ends the rules before it. The documents are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.answer.repeal import asks_of_earlier, repeals
from tests.server.answer.invented import holdings_of

OLD = "青田县养蜂补助办法\n\n第一条 每箱蜂补助50元。\n"
NEW = (
    "青田县蜂业发展意见\n\n第一条 每箱蜂补助80元。\n\n第二条 本意见自印发之日起施行；《青田县养蜂补助办法》停止执行。\n"
)


@pytest.mark.parametrize(
    ("asked", "earlier"),
    [("旧的还算数吗", True), ("以前的规定废止了吗", True), ("这份意见废止了吗", False), ("还有效吗", False)],
)
def test_a_question_of_the_rules_before_is_told_from_one_of_the_document(asked: str, earlier: bool) -> None:
    assert asks_of_earlier(asked) is earlier


def test_the_sentence_that_ends_them_is_told_with_the_title_and_quoted(tmp_path: Path) -> None:
    holdings = holdings_of(tmp_path, old=OLD, new=NEW)
    old, new = holdings.documents["old"], holdings.documents["new"]
    for asked in (new, old):
        told = repeals(asked, [old, new], holdings)
        assert told is not None
        [statement] = told.statements
        assert statement.text == "《青田县蜂业发展意见》：《青田县养蜂补助办法》停止执行。"
        assert [quote.text for quote in statement.quotes] == ["《青田县养蜂补助办法》停止执行。"]


def test_where_no_document_ends_any_nothing_is_told(tmp_path: Path) -> None:
    holdings = holdings_of(tmp_path, old=OLD)
    assert repeals(holdings.documents["old"], [], holdings) is None
