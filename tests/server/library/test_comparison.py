"""Two versions of a text compared: which clause became which, and which figures changed."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from index.build import build_snapshot
from index.retriever import Retriever
from ingest.pipeline import ingest_paths
from server.contract import ClauseChange, DocumentDiff
from server.errors import DocumentNotFound, VersionNotFound
from server.library.amounts import changed_amounts
from server.library.archive import Archive
from server.library.comparison import difference
from server.library.matching import SAME, in_order, matched
from server.records.database import open_database
from server.service import PolicyService
from tests.index.small_library import HashEncoder

OLD = """茂名市人民政府关于支持科技创新的若干措施（征求意见稿）
一、支持孵化器建设。对新认定的国家级孵化器，给予最高200万元奖励；对省级孵化器，给予50万元奖励。
二、支持科技人才创业。对创办科技企业的博士，给予10万元启动资金，免费提供办公场地三年。
三、支持科技特派员下乡服务。每年选派科技特派员100名，开展农业技术指导。
四、支持举办科技交流活动。对承办国际会议的单位，按照实际支出的30%给予补助。
五、本措施由市科技局负责解释，自发布之日起施行。
"""
NEW = """茂名市人民政府关于支持科技创新的若干措施
一、支持孵化器建设。对新认定的国家级孵化器，给予最高三百万元奖励；对省级孵化器，给予50万元奖励。
二、支持概念验证中心。对备案的概念验证中心，给予80万元补助。
三、支持科技人才创业。对创办科技企业的博士，给予10万元启动资金，免费提供办公场地五年。
四、本措施由市科技局负责解释，自发布之日起施行。
五、支持举办科技交流活动。对承办国际会议的单位，按照实际支出的30%给予补助。
"""


def everything(source_file: str) -> bool:
    """Nothing is hidden here."""
    return True


@pytest.fixture
def diff(tmp_path: Path) -> DocumentDiff:
    service, archive = compared(tmp_path)
    return difference("new", "old", service, archive, everything)


def compared(folder: Path) -> tuple[PolicyService, Archive]:
    corpus, home = folder / "corpus", folder / "home"
    corpus.mkdir()
    (corpus / "old.txt").write_text(OLD, encoding="utf-8")
    (corpus / "new.txt").write_text(NEW, encoding="utf-8")
    encoder = HashEncoder()
    build_snapshot(ingest_paths([corpus]), encoder, home)
    return PolicyService(Retriever.open(home, encoder)), Archive(home, open_database(home))


def about(diff: DocumentDiff, words: str) -> ClauseChange:
    """The one change of a clause with these words."""
    [change] = [c for c in diff.changes if any(s and words in s.text for s in (c.old, c.new))]
    return change


def test_clauses_go_together_by_their_words_though_every_number_has_shifted(diff: DocumentDiff) -> None:
    # Read from the two texts by a person: 概念验证中心 is new, 科技特派员 is gone, two have other figures, the
    # last two changed places, which moves one of them; every other paragraph is the same.
    told = [(c.kind, (c.new or c.old).text.partition("。")[0]) for c in diff.changes if c.new or c.old]
    assert {(kind, words) for kind, words in told if kind != "moved"} == {
        ("changed", "一、支持孵化器建设"),
        ("added", "二、支持概念验证中心"),
        ("changed", "三、支持科技人才创业"),
        ("removed", "三、支持科技特派员下乡服务"),
    }
    [moved] = [words for kind, words in told if kind == "moved"]
    assert moved[2:] in ("支持举办科技交流活动", "本措施由市科技局负责解释，自发布之日起施行")


def test_changed_figures_are_told_verbatim_with_their_places(diff: DocumentDiff) -> None:
    [amount] = about(diff, "孵化器").amounts
    assert amount.old is not None
    assert amount.new is not None
    assert (amount.measure, amount.old.text, amount.new.text) == ("money", "给予最高200万元", "给予最高三百万元")
    assert OLD[amount.old.start : amount.old.end] == amount.old.text
    assert NEW[amount.new.start : amount.new.end] == amount.new.text
    [years] = about(diff, "博士").amounts
    assert years.old is not None
    assert years.new is not None
    assert (years.old.text, years.new.text) == ("三年", "五年")
    [gone] = about(diff, "科技特派员").amounts
    assert gone.old is not None
    assert (gone.old.text, gone.new) == ("100名", None)


def test_both_sides_are_cut_from_their_sources(diff: DocumentDiff) -> None:
    for change in diff.changes:
        for side, source in ((change.old, OLD), (change.new, NEW)):
            assert side is None or source[side.start : side.end] == side.text


def test_a_document_does_not_differ_from_itself(tmp_path: Path) -> None:
    service, archive = compared(tmp_path)
    same = difference("old", "old", service, archive, everything)
    assert same.changes == []
    assert same.unchanged == same.new.clause_count > 0
    with pytest.raises(VersionNotFound):
        difference("old", "nothing", service, archive, everything)
    with pytest.raises(DocumentNotFound):
        difference("nothing", "old", service, archive, everything)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("给予200万元奖励", "给予二百万元奖励", []),
        ("补助5％，不超过100万元", "补助8%，不超过100万元", [("5％", "8%")]),
        ("给予100万元、50万元奖励", "给予50万元奖励", [("100万元", None)]),
        ("给予50万元奖励", "给予50万元奖励，每年不超过3次", [(None, "3次")]),
        (
            "对甲给予10万元，对乙给予20万元",
            "对甲给予20万元，对乙给予10万元",
            [("10万元", "20万元"), ("20万元", "10万元")],
        ),
        ("2023年3月1日起施行", "2024年3月1日起施行", [("2023年3月1日", "2024年3月1日")]),
        ("奖励最高100万元", "奖励不超过100万元", [("100万元", "100万元")]),
    ],
)
def test_figures_are_paired_by_the_words_around_them(
    old: str, new: str, expected: list[tuple[str | None, str | None]]
) -> None:
    found = changed_amounts(old, new)
    assert [(c.old and c.old.number.cut(old), c.new and c.new.number.cut(new)) for c in found] == expected


def test_matching_agrees_with_difflib_where_nothing_moved() -> None:
    old = [line for line in OLD.splitlines() if line]
    new = [*old[:2], "新增的一条，说的是完全不同的事情。", *old[2:]]
    expected = {
        (i + k, j + k)
        for tag, i, end, j, _ in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag == "equal"
        for k in range(end - i)
    }
    pairs = matched(old, new)
    assert {(i, j) for i, j, _ in pairs} == expected
    assert in_order(pairs) == {j for _, j in expected}


def test_the_similarity_is_the_dice_coefficient_of_character_pairs() -> None:
    # 甲乙 乙丙 丙丁 against 甲乙 乙丙 丙戊: two in common of three each, 2·2 / (3 + 3).
    [(_, _, alike)] = matched(["甲乙丙丁"], ["甲乙丙戊"])
    assert alike == pytest.approx(2 / 3)
    assert matched(["甲乙丙丁"], ["戊己庚辛"]) == []
    assert 0 < SAME < 2 / 3


def test_repeated_headings_go_together_in_their_order() -> None:
    old = ["总体要求", "甲的具体措施如下", "责任单位", "乙的具体措施如下", "责任单位"]
    new = ["责任单位", *old]
    assert [(i, j) for i, j, _ in matched(old, new)][-1] == (4, 5)
