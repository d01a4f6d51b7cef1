"""Notices of figures that other documents give otherwise: none where none is due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Span
from ingest.pipeline import ingest_paths
from server.answer.facts.differing import differing_figures
from server.answer.holdings import Holdings
from server.answer.outcome import Quote, Statement
from server.answer.sentences import sentences

_HEAD = "{place}市人民政府\n\n{title}\n\n{number}\n\n各区县人民政府，市政府各部门：\n\n"
_TAIL = "\n\n{place}市人民政府\n\n{year}年7月17日\n"


def a_document(title: str, body: str, year: int = 2022, place: str = "淄博") -> str:
    head = _HEAD.format(place=place, title=title, number=f"{place[0]}政发〔{year}〕4号")
    return head + body + _TAIL.format(place=place, year=year)


def library(folder: Path, **texts: str) -> Holdings:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return Holdings(ingest_paths([folder]))


def answer(holdings: Holdings, document: str, words: str, figure: str) -> tuple[Statement, ...]:
    """An answer that gives ``figure`` and quotes the sentence of ``document`` that says ``words``."""
    for clause in holdings.units_of([d for d in holdings.documents if d.startswith(document)]):
        for sentence in sentences(clause):
            if words in sentence.text:
                figures = tuple(q for q in sentence.quantities if q.number.cut(sentence.text) == figure)
                assert len(figures) == 1
                return (Statement(sentence.text, (Quote(clause, sentence.span),), figures=figures),)
    raise LookupError(words)


def messages(holdings: Holdings, document: str, words: str, figure: str) -> list[str]:
    notices = differing_figures(answer(holdings, document, words, figure), holdings)
    assert {n.code for n in notices} <= {"figures_differ"}
    return [n.message for n in notices]


SUMMARY = "《2021年全市科技工作总结》"
PLAN = "《2022年全市科技工作要点》"
GOAL = "《淄博市人民政府关于高质量推进创新型城市建设的意见》"


@pytest.mark.parametrize(
    ("document", "words", "figure", "expected"),
    [
        (
            "zibo-2021-summary-2022-plan.2",
            "高新技术企业总量",
            "1027家",
            f"淄博市“高新技术企业总量”另见：2022年目标1260家（{PLAN}）、2024年目标1600家（{GOAL}）。",
        ),
        (
            "zibo-2021-summary-2022-plan.3",
            "数量分别达到",
            "1700家",
            f"淄博市“科技型中小企业数量”另见：2021年实际1379家（{SUMMARY}）、2024年目标2500家（{GOAL}）。",
        ),
        (
            "zibo-2022-innovative-city-opinions",
            "全社会研发投入强度",
            "3%以上",
            f"淄博市“全社会研发投入强度”另见：2020年实际2.79%（{SUMMARY}）、2022年目标2.85%（{PLAN}）。",
        ),
        (
            "zibo-2022-innovative-city-opinions",
            "有研发活动企业占比",
            "50%以上",
            f"淄博市“规模以上工业企业中有研发活动企业占比”另见：2022年目标45%以上（{PLAN}）。",
        ),
        (
            "zibo-2021-summary-2022-plan.2",
            "全年新增各类省级以上创新平台",
            "14家",
            f"淄博市“新增各类省级以上创新平台”另见：2022年目标10家（{PLAN}）。",
        ),
    ],
)
def test_an_indicator_is_told_for_its_other_years_each_with_its_source(
    holdings: Holdings, document: str, words: str, figure: str, expected: str
) -> None:
    assert messages(holdings, document, words, figure) == [expected]


@pytest.mark.parametrize(
    ("document", "words", "figure"),
    [
        # 新增10家 and 达到500家 count different things; 增幅 is no total; 1027家 in one city says nothing of another.
        ("zibo-2022-innovative-city-opinions", "省级以上创新平台", "500家"),
        ("zibo-2021-summary-2022-plan.2", "高新技术企业总量", "46.09%"),
        ("linyi-2023", "国家高新技术企业突破", "2300家"),
        ("liaocheng-2023", "全市高新技术企业达到", "1000家以上"),
        ("liaocheng-2023", "首次通过高新技术企业认定的", "10万元"),
        ("rizhao-2025-innovation-ecosystem-draft.2", "达到要求的孵化器", "200万元"),
        ("zibo-2021-summary-2022-plan.2", "办理工作时限", "5个工作日"),
    ],
)
def test_what_is_about_something_else_is_not_told(holdings: Holdings, document: str, words: str, figure: str) -> None:
    assert messages(holdings, document, words, figure) == []


def test_figures_the_answer_gives_itself_are_not_told_again(holdings: Holdings) -> None:
    rows = (
        *answer(holdings, "zibo-2021-summary-2022-plan.2", "高新技术企业总量", "1027家"),
        *answer(holdings, "zibo-2021-summary-2022-plan.3", "数量分别达到", "1260家"),
        *answer(holdings, "zibo-2022-innovative-city-opinions", "高新技术企业达到1600家", "1600家"),
    )
    assert differing_figures(rows, holdings) == ()


def test_an_indicator_the_answer_gives_for_two_years_is_told_of_once(holdings: Holdings) -> None:
    rows = (
        *answer(holdings, "zibo-2021-summary-2022-plan.2", "高新技术企业总量", "1027家"),
        *answer(holdings, "zibo-2021-summary-2022-plan.3", "数量分别达到", "1260家"),
    )
    [notice] = differing_figures(rows, holdings)
    assert notice.message == f"淄博市“高新技术企业总量”另见：2024年目标1600家（{GOAL}）。"


def test_an_interpretation_that_counts_more_tasks_than_are_numbered_is_corrected(holdings: Holdings) -> None:
    document = holdings.documents["rizhao-2025-innovation-ecosystem-draft.3"]
    clause = next(c for c in holdings.units_of([document.id]) if "21项重点任务" in c.text)
    start = clause.text.index("21项")
    statement = Statement("提出了21项重点任务。", (Quote(clause, Span(start, start + 7)),))
    [notice] = differing_figures([statement], holdings)
    assert notice.message == (
        "《〈关于加快构建一流科技创新生态 培育发展新质生产力的若干政策〉草案解读》称“21项重点任务”，"
        "而《关于加快构建一流科技创新生态 培育发展新质生产力的若干政策(征求意见稿)》正文编号共19条，以正文为准。"
    )


def test_two_documents_of_a_region_that_set_the_same_target_otherwise_contradict(tmp_path: Path) -> None:
    held = library(
        tmp_path,
        one=a_document("关于推进创新型城市建设的意见", "一、总体目标\n\n到2024年，全市高新技术企业达到1600家。"),
        two=a_document("关于推进制造强市建设的意见", "一、总体目标\n\n到2024年，高新技术企业数量达到1500家。", 2023),
    )
    assert messages(held, "one", "高新技术企业", "1600家") == [
        "两份文件对2024年“高新技术企业”目标的规定不一致：《淄博市人民政府关于推进创新型城市建设的意见》为1600家，"
        "《淄博市人民政府关于推进制造强市建设的意见》为1500家。请核对原文。"
    ]


@pytest.mark.parametrize(
    "other",
    [
        "到2024年，全市高新技术企业达到1600家。",
        "到2024年，全市科技型中小企业达到1500家。",
        "到2024年，新增高新技术企业300家。",
        "到2024年，高新区高新技术企业达到300家。",
        "到2024年，高新技术企业产值达到1500亿元。",
        "高新技术企业达到1500家。",
    ],
    ids=["same value", "other subject", "added", "part of the region", "other measure", "no year"],
)
def test_figures_that_do_not_compare_are_no_contradiction(tmp_path: Path, other: str) -> None:
    held = library(
        tmp_path,
        one=a_document("关于推进创新型城市建设的意见", "一、总体目标\n\n到2024年，全市高新技术企业达到1600家。"),
        two=a_document("关于推进制造强市建设的意见", f"一、总体目标\n\n{other}", 2023),
    )
    assert messages(held, "one", "高新技术企业", "1600家") == []


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ("对首次通过高新技术企业认定的企业，给予20万元补助。", True),
        ("对首次通过高新技术企业认定的企业，给予10万元补助。", False),
        ("对复审通过高新技术企业认定的企业，给予5万元补助。", False),
        ("对首次通过高新技术企业认定的企业，每年给予5万元补助。", False),
        ("对首次通过高新技术企业认定的企业，给予最高20万元补助。", False),
        ("对首次通过科技型中小企业认定的企业，给予2万元补助。", False),
    ],
    ids=["other amount", "same", "renewal", "every year", "a ceiling", "other subject"],
)
def test_promises_contradict_only_for_the_very_same_case(tmp_path: Path, other: str, differs: bool) -> None:
    held = library(
        tmp_path,
        one=a_document(
            "关于培育高新技术企业的意见", "一、支持政策\n\n对首次通过高新技术企业认定的企业，给予10万元补助。"
        ),
        two=a_document("关于推进制造强市建设的意见", f"一、支持政策\n\n{other}", 2023),
    )
    found = messages(held, "one", "首次通过", "10万元")
    assert bool(found) is differs
    if differs:
        assert "10万元" in found[0] and "20万元" in found[0]


def test_another_regions_promise_is_never_told(tmp_path: Path) -> None:
    text = "一、支持政策\n\n对首次通过高新技术企业认定的企业，给予{}补助。"
    held = library(
        tmp_path,
        one=a_document("关于培育高新技术企业的意见", text.format("10万元")),
        two=a_document("关于培育高新技术企业的意见", text.format("20万元"), place="德州"),
    )
    assert {d.region.name for d in held.documents.values() if d.region} == {"淄博市", "德州市"}
    assert messages(held, "one", "首次通过", "10万元") == []


def test_an_interpretation_that_promises_otherwise_yields_to_the_text(tmp_path: Path) -> None:
    body = "一、支持政策\n\n对首次通过高新技术企业认定的企业，给予10万元补助。"
    told = "《关于培育高新技术企业的意见》解读\n\n一、主要内容\n\n对首次通过高新技术企业认定的企业，给予20万元补助。\n"
    held = library(tmp_path, one=a_document("关于培育高新技术企业的意见", body) + "\n\n" + told)
    assert len(held.documents) == 2
    [message] = messages(held, "one", "给予10万元", "10万元")
    assert message.endswith("以《淄博市人民政府关于培育高新技术企业的意见》正文为准。")


def test_an_answer_in_words_is_told_of_the_figure_that_stands_alone_in_its_quote(holdings: Holdings) -> None:
    [statement] = answer(holdings, "zibo-2021-summary-2022-plan.3", "力争新增省级以上创新平台", "10家")
    whole = replace(statement, figures=())
    [notice] = differing_figures([whole], holdings)
    assert notice.message == f"淄博市“新增省级以上创新平台”另见：2021年实际14家（{SUMMARY}）。"


def test_an_answer_in_words_with_many_figures_is_told_nothing(holdings: Holdings) -> None:
    units = holdings.units_of(["zibo-2022-innovative-city-opinions"])
    clause = next(c for c in units if "高新技术企业达到1600家、科技型中小企业达到2500家" in c.text)
    assert differing_figures([Statement("原文。", (Quote(clause, Span(0, len(clause.text))),))], holdings) == ()
