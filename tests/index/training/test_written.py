import json
from pathlib import Path

import pytest

from index.errors import TrainingDataMissing
from index.training.clause_pairs import ClauseText
from index.training.judgements import Judgements
from index.training.written import QUESTIONS, WrittenQuestion, read_written, with_written

JUDGEMENTS = Judgements(
    ("a", "b", "c"),
    (
        "中华人民共和国民法典第九百八十九条\n本编调整因人格权的享有和保护产生的民事关系。",
        "劳动合同法第十条\n建立劳动关系，应当订立书面劳动合同。",
        "中华人民共和国劳动合同法第十条\n建立劳动关系，应当订立书面劳动合同。",
    ),
    ("q",),
    ("没签合同算上班吗",),
    ((1,),),
)


def clause(title: str, label: str, body: str) -> ClauseText:
    return ClauseText("d", title, "article", label, "", (label,), f"{label} {body}")


CLAUSES = [
    clause("中华人民共和国民法典 人格权编", "第九百八十九条", "本编调整因人格权的享有和保护产生的民事关系。"),
    clause("劳动合同法", "第十条", "建立劳动关系，应当订立书面劳动合同。"),
    clause("劳动合同法", "第十一条", "没有在用工的同时订立书面劳动合同，约定不明确的，按集体合同执行。"),
]


def test_an_article_that_is_judged_already_stands_for_the_one_written_for() -> None:
    written = [
        WrittenQuestion("人格权编管什么", "中华人民共和国民法典 人格权编", "第九百八十九条"),
        WrittenQuestion("合同要写下来吗", "劳动合同法", "第十条"),
        WrittenQuestion("报酬没说清怎么办", "劳动合同法", "第十一条"),
        WrittenQuestion("没有这一条", "劳动合同法", "第九十九条"),
        WrittenQuestion("给多少", "某市办法", "一、奖励", "某市办法 一、奖励\n给予五万元。"),
    ]
    joined, own = with_written(JUDGEMENTS, written, CLAUSES)
    asked = {joined.queries[row]: [joined.articles[at] for at in joined.relevant[row]] for row in own}
    assert asked == {
        "人格权编管什么": [JUDGEMENTS.articles[0]],
        "合同要写下来吗": [JUDGEMENTS.articles[1], JUDGEMENTS.articles[2]],
        "报酬没说清怎么办": ["劳动合同法第十一条\n没有在用工的同时订立书面劳动合同，约定不明确的，按集体合同执行。"],
        "给多少": ["某市办法 一、奖励\n给予五万元。"],
    }
    assert joined.articles[:3] == JUDGEMENTS.articles
    assert joined.queries[:1] == JUDGEMENTS.queries
    assert len(joined.articles) == len(joined.article_ids) == 5
    assert len(joined.queries) == len(joined.query_ids) == len(joined.relevant) == 5


def test_an_article_of_the_same_number_with_another_text_is_not_taken_for_it() -> None:
    changed = [clause("劳动合同法", "第十条", "国务院规定本办法的实施细则，由省级人民政府公布。")]
    joined, own = with_written(JUDGEMENTS, [WrittenQuestion("谁定细则", "劳动合同法", "第十条")], changed)
    assert joined.relevant[own[0]] == (3,)
    assert joined.articles[3] == "劳动合同法第十条\n国务院规定本办法的实施细则，由省级人民政府公布。"


def test_the_questions_shipped_are_whole_and_name_no_place_of_the_development_policies() -> None:
    written = read_written(QUESTIONS)
    assert len({(question.document, question.label, question.text) for question in written}) == len(written)
    assert all(4 <= len(question.text) <= 120 for question in written)
    invented = "".join(question.passage for question in written)
    assert not [place for place in ("聊城", "临沂", "日照", "淄博") if place in invented]


@pytest.mark.parametrize("laws", ["法\t第一条", "法\t第一条\t问\t多", None])
def test_a_file_that_is_not_in_the_form_or_missing_is_told(tmp_path: Path, laws: str | None) -> None:
    if laws is not None:
        (tmp_path / "laws.tsv").write_text(laws, encoding="utf-8")
    (tmp_path / "invented.jsonl").write_text(json.dumps({"title": "甲"}), encoding="utf-8")
    with pytest.raises(TrainingDataMissing, match="自编问题"):
        read_written(tmp_path)
