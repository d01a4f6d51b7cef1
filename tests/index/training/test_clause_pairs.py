import json
import random
from pathlib import Path

import pytest

from index.errors import TrainingDataMissing
from index.training.clause_pairs import ClauseText, Pair, clause_pairs, draw_pairs, read_clauses, thinned

LAW = "湖畔市养老服务条例"
CHAPTER = "第二章\u3000机构养老服务"


def article(label: str, text: str, heading: str = "", path: tuple[str, ...] = (CHAPTER,)) -> ClauseText:
    return ClauseText("law", LAW, "article", label, heading, (*path, label), f"{label} {text}")


def pairs_of(kind: str, *clauses: ClauseText, seed: int = 1) -> list[Pair]:
    return [pair for pair in clause_pairs(clauses, seed) if pair.kind == kind]


def test_a_sentence_that_names_an_article_asks_for_that_article_without_naming_it() -> None:
    fee = article("第九条", "养老机构应当公示收费项目和收费标准，不得收取公示以外的费用。")
    penalty = article("第三十条", "养老机构违反本条例第九条规定收取费用的，由民政部门责令退还，并处一万元罚款。")
    assert pairs_of("reference", fee, penalty) == [
        Pair(
            "reference",
            "养老机构违反规定收取费用的，由民政部门责令退还，并处一万元罚款。",
            f"{LAW}第九条\n养老机构应当公示收费项目和收费标准，不得收取公示以外的费用。",
        )
    ]


def test_an_article_of_another_law_is_not_looked_for_in_this_one() -> None:
    fee = article("第九条", "养老机构应当公示收费项目和收费标准，不得收取公示以外的费用。")
    other = article("第三十条", "养老机构聘用人员的，依照《中华人民共和国劳动法》第九条的规定办理用工手续。")
    assert pairs_of("reference", fee, other) == []


def test_a_heading_asks_for_what_stands_below_it() -> None:
    clause = ClauseText(
        "policy",
        "湖畔市若干措施",
        "item",
        "3.",
        "建设科技企业孵化器",
        ("二、壮大企业", "3.建设科技企业孵化器"),
        "3.建设科技企业孵化器。对新认定的国家级孵化器，给予一次性奖励五十万元。",
    )
    (pair,) = pairs_of("heading", clause)
    assert pair.query.startswith("建设科技企业孵化器")
    assert pair.query.removeprefix("建设科技企业孵化器") in {
        "",
        "有哪些规定？",
        "是怎么规定的？",
        "怎么办？",
        "有什么要求？",
    }
    assert pair.passage == "湖畔市若干措施 二、壮大企业\n对新认定的国家级孵化器，给予一次性奖励五十万元。"


def test_a_short_name_asks_for_the_clause_that_introduces_it() -> None:
    clause = article("第二条", "创业投资企业（以下简称创投企业）应当按照国家有关规定办理备案手续，接受监督。")
    assert pairs_of("short name", clause) == [
        Pair(
            "short name",
            "创投企业是指什么？",
            f"{LAW}第二条\n创业投资企业（以下简称创投企业）应当按照国家有关规定办理备案手续，接受监督。",
        )
    ]


def test_a_name_that_is_only_the_end_of_the_full_one_is_no_short_name() -> None:
    clause = article("第二条", "为老年人服务的养老机构（以下简称养老机构）应当按照规定登记，接受监督检查。")
    assert pairs_of("short name", clause) == []


def test_a_sentence_mostly_leaves_the_clause_it_asks_for() -> None:
    first, second = "养老机构应当与老年人签订服务协议", "服务协议应当载明服务内容和收费标准"
    clause = article("第十条", f"{first}。{second}。")
    left = 0
    for seed in range(60):
        (pair,) = pairs_of("sentence", clause, seed=seed)
        source = first if set(pair.query) <= set(first) else second
        assert thins(pair.query, source)
        head, _, body = pair.passage.partition("\n")
        assert head == f"{LAW}第十条"
        left += source not in body
    assert 30 <= left <= 54  # 70 % of 60 is 42; three standard deviations are 11


def thins(text: str, whole: str) -> bool:
    """Whether ``text`` is ``whole`` with characters left out."""
    rest = iter(whole)
    return all(character in rest for character in text)


def test_a_chapter_and_its_law_ask_for_one_article_in_four() -> None:
    clause = article("第十条", "养老机构应当与老年人签订服务协议，明确双方权利义务。")
    found = [pair for seed in range(80) for pair in pairs_of("title", clause, seed=seed)]
    assert set(found) == {
        Pair(
            "title",
            f"{LAW} 机构养老服务 养老机构应当与老年人签订服务协议",
            f"{LAW}第十条\n养老机构应当与老年人签订服务协议，明确双方权利义务。",
        )
    }
    assert 8 <= len(found) <= 32  # a quarter of 80 is 20; three standard deviations are 12


def test_thinning_leaves_out_a_fifth_and_never_everything() -> None:
    draw = random.Random(3)
    text = "养老机构应当公示收费项目和收费标准不得收取公示以外的费用" * 20
    assert 0.75 < len(thinned(text, 0.2, draw)) / len(text) < 0.85
    assert all(thinned("费用", 0.2, draw) == "费用" for _ in range(50))


def test_pairs_are_drawn_by_the_shares_of_their_kinds() -> None:
    pairs = [Pair(kind, f"{kind}{at}", "p") for kind in ("a", "b") for at in range(50)]
    drawn = draw_pairs(pairs, {"a": 0.75, "b": 0.25}, 40, seed=1)
    assert sorted(pair.kind for pair in drawn) == ["a"] * 30 + ["b"] * 10
    assert len({pair.query for pair in drawn}) == 40
    assert drawn == draw_pairs(pairs, {"a": 0.75, "b": 0.25}, 40, seed=1)


def test_clauses_are_read_as_they_were_exported_and_other_files_refused(tmp_path: Path) -> None:
    exported = {
        "document_id": "law",
        "document_title": LAW,
        "clause_id": "law:art1",
        "kind": "article",
        "label": "第一条",
        "heading": "",
        "path": [CHAPTER, "第一条"],
        "text": "第一条 为了规范养老服务，制定本条例。",
    }
    path = tmp_path / "clauses.jsonl"
    path.write_text(json.dumps(exported, ensure_ascii=False) + "\n", encoding="utf-8")
    (clause,) = read_clauses(path)
    assert clause == article("第一条", "为了规范养老服务，制定本条例。")
    assert (clause.head, clause.body) == (f"{LAW}第一条", "为了规范养老服务，制定本条例。")
    path.write_text("[]\n", encoding="utf-8")
    with pytest.raises(TrainingDataMissing, match="export"):
        list(read_clauses(path))
