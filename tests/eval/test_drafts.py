"""Drafted questions: from prepared facts, and from the shipped documents."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from eval.case_files import load_cases
from eval.cli import build_app
from eval.drafts import draft_cases
from eval.metrics.citations import matches
from eval.metrics.text import normalise
from eval.target import Target
from server.contract import AskRequest
from server.service import PolicyService
from tests.eval.builders import RESPONSE, citation, fact, stated, target
from tests.library import source_text


def test_a_draft_expects_the_figure_its_qualifiers_and_its_sentence() -> None:
    unasked = fact(question=None)
    capped = fact(question="甲市目标？", kind="target", value="200万元", qualifiers=["最高", "最高"])
    first, second = draft_cases([stated(fact(), unasked), stated(capped, source_file="b.txt")])
    assert (first.id, first.category, first.question) == ("draft-001", "amount", "甲市对首次认定的企业奖补多少？")
    assert first.expect.must_contain == (("10万元",),)
    assert matches(first.expect.citations[0], citation())
    assert first.expect.citations[0].quote == "对首次认定的企业，给予10万元补助。"
    assert "值：10万元；条款：1.高企培育" in first.note
    assert (second.id, second.category) == ("draft-002", "target")
    assert second.expect.must_contain == (("200万元",), ("最高",))
    assert second.expect.citations[0].file == "b.txt"
    (third,) = draft_cases([stated(fact(value="3%以上", qualifiers=["以上"]))])
    assert third.expect.must_contain == (("3%以上",),)


def test_a_question_with_several_answers_is_drafted_once_and_says_so() -> None:
    (only,) = draft_cases([stated(fact(), fact(value="5万元"), fact())])
    assert only.expect.must_contain == (("10万元",),)
    assert "同一问法还可答：5万元，" in only.note


def test_the_shipped_documents_give_drafts_true_to_their_text(policies: PolicyService, tmp_path: Path) -> None:
    path = tmp_path / "drafts.xlsx"
    arguments = ["make-questions", "--document", "all", "--out", str(path)]
    result = CliRunner().invoke(build_app(lambda: Target("本机", policies)), arguments)
    assert result.exit_code == 0, result.output
    drafts = load_cases(path)
    assert f"拟出 {len(drafts)} 题" in result.output
    assert len({c.file for draft in drafts for c in draft.expect.citations}) == 5  # every document gives some
    for draft in drafts:
        (place,) = draft.expect.citations
        assert place.quote in source_text(place.file), draft.id
        assert normalise(draft.expect.must_contain[0][0]) in normalise(place.quote), draft.id
    # Each asks what the document answers; that most are answered with the figure is what makes them worth editing.
    sample = drafts[:: max(1, len(drafts) // 12)]
    told = [policies.ask(AskRequest(question=draft.question)).answer for draft in sample]
    found = [draft.expect.must_contain[0][0] in answer for draft, answer in zip(sample, told, strict=True)]
    assert sum(found) * 2 > len(found)


def test_what_cannot_be_drafted_is_said_before_anything_is_written(tmp_path: Path) -> None:
    held = target(lambda _: RESPONSE, held=[stated(fact(question=None), id="a")])
    runner = CliRunner()
    path = tmp_path / "d.jsonl"
    arguments = ["make-questions", "--out", str(path), "--document"]
    unknown = runner.invoke(build_app(lambda: held), [*arguments, "b"], env={"COLUMNS": "200"})
    assert unknown.exit_code == 2
    assert "没有这份文件，现有：a" in unknown.stderr
    nothing = runner.invoke(build_app(lambda: held), [*arguments, "a"])
    assert (nothing.exit_code, nothing.stderr) == (2, "文件中没有可以拟成题目的数值。\n")
    assert not path.exists()
    path.write_text("edited", encoding="utf-8")
    kept = runner.invoke(build_app(lambda: held), [*arguments, "a"], env={"COLUMNS": "200"})
    assert kept.exit_code == 2
    assert path.read_text(encoding="utf-8") == "edited"
