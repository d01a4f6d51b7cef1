"""Penalties read through the clause they refer to, on a regulation written for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Clause
from ingest.normalize import fold
from ingest.pipeline import ingest_paths
from server.answer.holdings import Holdings
from server.answer.references import referred_text, referring

REGULATION = """某市停车管理条例

第一条 为了规范停车，制定本条例。

第二条 停车场经营者应当遵守下列规定：

（一）公示收费标准；

（二）开具票据。

不得阻碍消防车通行。

第三条 违反本条例第二条第一款第二项规定，未开具票据的，处五百元罚款。

第四条 违反本条例第二条第二款规定，阻碍消防车通行的，处二千元罚款。

第五条 违反本条例第二条规定的其他行为，处一百元罚款。

第六条 本条例自2024年1月1日起施行。
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    path: Path = tmp_path_factory.mktemp("law") / "某市停车管理条例.txt"
    path.write_text(REGULATION, "utf-8")
    return Holdings(ingest_paths([path]))


def article(holdings: Holdings, number: int) -> Clause:
    document_id = holdings.library.documents[0].id
    return next(c for c in holdings.articles_of(document_id) if c.ordinal == number)


def referred(holdings: Holdings, number: int) -> str:
    clause = article(holdings, number)
    return referred_text(fold(clause.text), clause.document_id, holdings)


def test_an_item_is_read_with_the_words_that_open_its_list_and_without_its_neighbours(regulation: Holdings) -> None:
    text = referred(regulation, 3)
    assert "停车场经营者应当遵守下列规定" in text
    assert "开具票据" in text
    assert "公示收费标准" not in text
    assert "消防车" not in text


def test_a_paragraph_is_read_alone(regulation: Holdings) -> None:
    assert referred(regulation, 4) == "不得阻碍消防车通行。"


def test_an_article_is_read_whole(regulation: Holdings) -> None:
    text = referred(regulation, 5)
    assert all(words in text for words in ("公示收费标准", "开具票据", "消防车"))


def test_a_sentence_that_refers_to_nothing_reads_nothing(regulation: Holdings) -> None:
    assert referred(regulation, 6) == ""
    assert referred_text("违反本条例第九十九条规定", regulation.library.documents[0].id, regulation) == ""


def test_the_articles_that_punish_an_article_are_found_from_it(regulation: Holdings) -> None:
    assert [c.ordinal for c in referring([article(regulation, 2)], regulation)] == [3, 4, 5]
    assert referring([article(regulation, 6)], regulation) == []
