"""The steps that ids are made of."""

from ingest.clauses.markers import Mark
from ingest.clauses.node import Node
from ingest.clauses.path import steps
from ingest.model import ClauseKind


def node(kind: str | None = None, number: int = 1, suffix: int = 0) -> Node:
    mark = Mark(kind, number, 1, 1, suffix) if kind else None
    return Node(ClauseKind.PARAGRAPH, mark, 0, None, None, None, 1)


def test_a_step_is_the_mark_and_its_number():
    siblings = [node("章", 3), node("条", 14), node("（一）", 2), node("附件", 1)]
    assert steps(siblings) == ["ch3", "art14", "g2", "annex1"]


def test_an_inserted_article_keeps_its_suffix():
    assert steps([node("条", 287), node("条", 287, 2)]) == ["art287", "art287-2"]


def test_paragraphs_are_counted_apart_from_what_is_numbered():
    assert steps([node(), node("1.", 1), node(), node()]) == ["p1", "n1", "p2", "p3"]


def test_a_decimal_mark_has_a_step_of_its_own():
    assert steps([node("1.1/1", 2)]) == ["d2"]


def test_a_repeated_mark_is_told_apart_by_how_often_it_came():
    siblings = [node("一、", 1), node("1.", 1), node("一、", 1), node("一、", 1), node("1.", 2)]
    assert steps(siblings) == ["h1", "n1", "h1~2", "h1~3", "n2"]
