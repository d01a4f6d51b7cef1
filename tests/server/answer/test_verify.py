"""The gate: nothing in an answer may stand on air."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import Span
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Quote, Refused, Statement
from server.answer.verify import is_verbatim, stands
from server.present import verified
from tests.server.answer.small_clauses import clause_of, quote_of

CLAUSE = clause_of(
    "对首次通过认定的企业，给予10万元补助，每年最高不超过50万元，按1.5%计，公示5个工作日，到2025年达到1000家。"
)


def statement(text: str, *computed: str) -> Statement:
    return Statement(text, (quote_of(CLAUSE),), computed)


@pytest.mark.parametrize(
    "text",
    [
        "给予10万元补助。",
        "给予十万元补助。",
        "给予100000元补助。",
        "每年最高50万元，按1.5%计。",
        "到2025年达到1000家。",
        "公示5个工作日。",
        "没有数字的一句话。",
    ],
)
def test_a_value_of_the_clause_stands_however_it_is_written(text: str) -> None:
    assert stands(statement(text))


@pytest.mark.parametrize(
    "text",
    [
        "给予11万元补助。",
        "给予10亿元补助。",
        "给予10元补助。",
        "按15%计。",
        "按10%计。",
        "达到1001家。",
        "到2026年达到1000家。",
        "公示5个月。",
        "公示50个工作日。",
        "给予10万元补助，另加1万元。",
    ],
)
def test_a_value_that_is_not_in_the_clause_falls(text: str) -> None:
    assert not stands(statement(text))


def test_a_computed_value_stands_when_it_is_declared() -> None:
    assert not stands(statement("15万元（30家×5000元=15万元）。"))
    assert stands(statement("15万元（30家×5000元=15万元）。", "15万元", "30家", "5000元"))


def test_a_value_of_the_documents_title_stands() -> None:
    assert not stands(statement("2022年要点。"))
    assert stands(statement("2022年要点。"), also_known="2022年全市科技工作要点")


def test_a_statement_without_a_quote_does_not_stand() -> None:
    assert not stands(Statement("给予10万元补助。", ()))


def test_a_quote_must_be_words_of_its_clause() -> None:
    assert is_verbatim(Statement("", (quote_of(CLAUSE, "给予10万元补助"),)))
    assert not is_verbatim(Statement("", (Quote(CLAUSE, Span(3, 3)),)))
    assert not is_verbatim(Statement("", (Quote(clause_of("一句。 　\n"), Span(3, 6)),)))


def test_only_the_statements_that_stand_are_kept(holdings: Holdings) -> None:
    clause = next(c for c in holdings.library.clauses if "给予10万元补助" in c.text and c.label == "1.")
    quotes = (quote_of(clause, "给予10万元补助"),)
    good, bad = Statement("给予10万元补助。", quotes), Statement("给予12万元补助。", quotes)
    assert verified(Answered((good, bad)), holdings) == Answered((good,))
    assert verified(Answered((bad,)), holdings) is None
    assert verified(Answered((replace(bad, computed=("12万元",)),)), holdings) is not None


def test_a_refusal_passes_as_it_is(holdings: Holdings) -> None:
    refusal = Refused("topic_not_found", "本库收录的文件中没有找到相关条款。")
    assert verified(refusal, holdings) is refusal
