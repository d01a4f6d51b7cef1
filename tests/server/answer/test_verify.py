"""The gate: nothing in an answer may stand on air."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import Span
from server.answer.holdings import Holdings
from server.answer.outcome import Answered, Quote, Refused, Statement
from server.answer.verify import is_verbatim, stands, unsupported
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


LIMITED = clause_of(
    "按照《山东省人民政府关于加快推进新时代科技强省建设的实施意见》（鲁政字〔2022〕225"
    "号），对新备案的国家级、省级技术转移服务机构，分别给予最高100万元、50万元奖补。每通"
    "过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元。力争到2027年底高"
    "新技术企业突破2300家。自2024年3月1日起施行，有效期至2026年12月31日。截"
    "至2023年，培训100余人次。收入不低于5000万元。办理时限由10个工作日缩短为5个"
    "工作日。（牵头单位：市科技局；配合单位：市财政局、市税务局）联系电话：0633-8773"
    "169。"
)


def limited(text: str) -> Statement:
    return Statement(text, (quote_of(LIMITED),))


@pytest.mark.parametrize(
    "text",
    [
        "省级技术转移服务机构最高50万元。",
        "国家级、省级技术转移服务机构分别最高奖补100万元、50万元。",
        "每通过1家给5000元。",
        "每家中介机构每年奖补不超过20万元。",
        "力争2027年底高新技术企业超过2300家。",
        "自2024年3月1日起施行。",
        "2024年3月起施行。",
        "3月1日起施行。",
        "二〇二四年三月一日起施行。",
        "2024-03-01起施行。",
        "培训100余人次。",
        "收入至少5000万元。",
        "缩短为5个工作日。",
        "由市科技局牵头，市财政局、市税务局配合。",
        "由聊城市科技局牵头。",
        "电话0633-8773169。",
        "《山东省人民政府关于加快推进新时代科技强省建设的实施意见》（鲁政字〔2022〕225号）。",
        "“奖补”。",
        "有效期至2026年12月31日。",
    ],
)
def test_limits_dates_departments_and_quotations_of_the_clause_stand(text: str) -> None:
    assert unsupported(limited(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "省级技术转移服务机构给予50万元。",
        "省级技术转移服务机构最高100万元。",
        "国家级、省级技术转移服务机构分别最高奖补50万元、100万元。",
        "每家中介机构最高奖补20万元。",
        "每年奖补至少20万元。",
        "2027年底高新技术企业达到2300家。",
        "2027年初突破。",
        "2024年3月1日前施行。",
        "2024年3月10日起施行。",
        "4月1日起施行。",
        "二〇二五年三月一日起施行。",
        "2024-03-02起施行。",
        "培训100人次。",
        "收入不超过5000万元。",
        "缩短为3个工作日。",
        "由市科技局牵头，市教育局配合。",
        "由省科技厅牵头。",
        "由县科技局牵头。",
        "由科技部门负责。",
        "电话0633-8773160。",
        "鲁政字〔2022〕226号。",
        "鲁政字〔2021〕225号。",
        "“一次性奖补”。",
        "按第九条执行。",
        "有效期至2026年11月30日。",
        "给予百分之五十的奖补。",
        "奖补20%。",
    ],
)
def test_a_limit_lost_or_changed_falls_and_so_does_what_the_clause_does_not_name(text: str) -> None:
    assert unsupported(limited(text))
    assert not stands(limited(text))


def test_an_article_is_named_in_figures_or_in_words() -> None:
    quotes = (quote_of(clause_of("第十四条 经营者应当明码标价。")),)
    assert stands(Statement("第14条：经营者应当明码标价。", quotes))
    assert stands(Statement("第十四条：经营者应当明码标价。", quotes))
    assert not stands(Statement("第15条：经营者应当明码标价。", quotes))
    assert not stands(Statement("第十五条：经营者应当明码标价。", quotes))


def test_what_falls_is_named_as_the_statement_words_it() -> None:
    assert unsupported(statement("给予11万元补助，公示7个工作日。")) == ["给予11万元", "7个工作日"]
    assert unsupported(statement("对符合条件的给予同等额度奖补。")) == ["同等额度"]


def test_an_amount_given_in_words_stands_where_a_clause_has_it() -> None:
    quotes = (quote_of(clause_of("对获批单位给予同等额度奖补，上不封顶。")),)
    assert unsupported(Statement("给予同等额度奖补。", quotes)) == []
    assert unsupported(Statement("重大项目一事一议。", quotes)) == ["一事一议"]
    assert unsupported(Statement("重大项目一事一议。", quotes), also_known="关于一事一议的规定") == []


def test_a_blank_left_in_an_answer_falls() -> None:
    assert not stands(statement("由XXXX办理。"))
    assert unsupported(statement("由XXXX办理。"))


def test_the_place_of_a_clause_may_be_quoted_as_its_headings_read() -> None:
    clause = clause_of("给予奖补。", path=("三、奖励", "（二）平台"))
    assert stands(Statement("“三、奖励（二）平台”规定给予奖补。", (quote_of(clause),)))
    assert not stands(Statement("“（二）平台三、奖励”规定给予奖补。", (quote_of(clause),)))
