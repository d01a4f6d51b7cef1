"""A run over a small table of prepared responses: results, figures, files."""

from __future__ import annotations

import io
import json
from math import log2
from pathlib import Path

import pytest
from rich.console import Console

from eval.cases import Case
from eval.errors import ResultFileError
from eval.failures import reasons
from eval.report import print_report
from eval.results import load_run, recorded_cases, recorded_summary, write_run
from eval.runner import CaseResult, run
from eval.summary import Ratio, Row, summarise
from eval.target import Target
from server.contract import AskRequest, AskResponse, SearchRequestBody, SearchResponse
from tests.eval.builders import SOURCE, Prepared, answered, case, citation, expected, hit, refusal_case, refused, target


def named(wants: Case, number: int, category: str) -> Case:
    return wants.model_copy(update={"id": f"c{number}", "question": f"问题{number}", "category": category})


def timed(response: AskResponse, total: float) -> AskResponse:
    return response.model_copy(update={"timings_ms": {"total": total}})


AMOUNT = case(must_contain=[["10万元"]], citations=[expected()])
CASES = (
    named(AMOUNT, 1, "amount"),
    named(AMOUNT, 2, "amount"),
    named(AMOUNT, 3, "amount"),
    named(refusal_case("region_not_covered"), 4, "refuse"),
    named(refusal_case("off_topic"), 5, "refuse"),
)
ELSEWHERE = citation(source_file="b.txt", region="乙市", text="乙市给予20万元", quote="20万元")
HITS = (hit(source_file="b.txt", text="乙市给予20万元", clause_label="", clause_path=[]), hit(), hit())
RESPONSES = {
    "问题1": timed(answered("给予10万元补助。", citation(), ELSEWHERE), 2.0),
    "问题2": timed(answered("[red]给予20万元。", ELSEWHERE, snapshot="s2"), 9.0),
    "问题4": answered("给予10万元补助。", citation(quote="给予10万")),
    "问题5": refused("off_topic"),
}


def prepared(request: AskRequest) -> AskResponse:
    return RESPONSES[request.question]  # 问题3 raises KeyError: the service breaks


@pytest.fixture(scope="module")
def results() -> tuple[CaseResult, ...]:
    return run(CASES, target(prepared, HITS), {"a.txt": SOURCE})


def test_a_failing_request_is_a_failed_case_and_the_run_goes_on() -> None:
    seen: list[tuple[int, str]] = []
    results = run(CASES, target(prepared, HITS), on_progress=lambda done, newest: seen.append((done, newest.case.id)))
    assert seen == [(1, "c1"), (2, "c2"), (3, "c3"), (4, "c4"), (5, "c5")]
    assert [result.right for result in results] == [True, False, False, False, True]
    broken = results[2]
    assert (broken.error, broken.response, broken.score) == ("KeyError: '问题3'", None, None)
    assert results[0].response is RESPONSES["问题1"]


def test_an_interrupt_is_not_swallowed() -> None:
    def interrupted(_: AskRequest) -> AskResponse:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(CASES, target(interrupted))


def shares(row: Row) -> dict[str, tuple[float, int]]:
    return {name: (figure.total, figure.scored) for name, figure in row.figures.items()}


def test_figures_over_all(results: tuple[CaseResult, ...]) -> None:
    row = summarise(results).overall
    assert (row.cases, row.failed_requests) == (5, 1)
    assert shares(row) == {
        "strict": (2, 5),  # c1, c5; the failed c3 is in the denominator
        "values": (1, 2),  # asked of c1, c2 (c3 has no response)
        "citations": (1, 2),
        "citation_precision": (1 / 2 + 0 / 1, 2),
        "citation_recall": (1 + 0, 2),
        "refusals": (1, 2),  # c5 of c4, c5
        "false_refusals": (0, 2),  # of c1, c2
        "wrong_region": (2, 3),  # c2 cites 乙市 only, c4 is not covered; c1 is fine
        # The right clause is the second hit, for each of c1, c2 and c3, whose search did not fail.
        "clause_at_1": (0, 3),
        "clause_at_5": (3, 3),
        "clause_at_10": (3, 3),
        "mrr": (3 * 1 / 2, 3),
        "ndcg": (pytest.approx(3 * (1 / log2(3)) / (1 / log2(2))), 3),
    }
    assert row.figures["strict"].value == 2 / 5
    assert row.non_verbatim == Ratio(1 + 0, 4)  # of 2 + 1 + 1 citations, that of c4 is not what stands at its offsets
    assert row.checked_against_source == Ratio(2, 4)  # b.txt is not at hand
    assert row.latency is not None
    assert row.answer_chars == 9  # of 9, 5 + 7 and 9 characters; c5 is a refusal
    assert (row.stages["total"].p50_ms, row.stages["total"].p95_ms) == (2.0, 9.0)  # of c1 and c2


def test_figures_by_category(results: tuple[CaseResult, ...]) -> None:
    summary = summarise(results)
    assert list(summary.by_category) == ["amount", "refuse"]
    amount, refuse = (shares(summary.by_category[name]) for name in ("amount", "refuse"))
    assert amount["strict"] == (1, 3)
    assert "refusals" not in amount
    assert refuse == {"strict": (1, 2), "refusals": (1, 2), "wrong_region": (1, 1)}
    assert summary.confusion == {
        ("answer", "answer"): 2,
        ("region_not_covered", "answer"): 1,
        ("off_topic", "off_topic"): 1,
    }
    assert summary.snapshots == ("s1", "s2")


def test_a_list_is_scored_by_the_items_it_names() -> None:
    wants = case("list", must_contain=[["10万元"], ["5万元", "五万元"], ["三等"]])
    found = summarise(run([wants], target(lambda _: answered("10万元、五万元"))))
    assert shares(found.overall)["list_completeness"] == (2 / 3, 1)


def test_a_failing_search_is_a_failed_request_and_no_score() -> None:
    class NoSearch(Prepared):
        def search(self, request: SearchRequestBody) -> SearchResponse:
            raise TimeoutError("太慢")

    results = run([AMOUNT], Target("x", NoSearch(lambda _: RESPONSES["问题1"])))
    assert (results[0].right, results[0].search_error) == (True, "TimeoutError: 太慢")
    row = summarise(results).overall
    assert row.failed_requests == 1
    assert "mrr" not in row.figures
    assert reasons(results[0]) == ["检索请求失败：TimeoutError: 太慢"]


def test_every_reason_is_named(results: tuple[CaseResult, ...]) -> None:
    assert [reasons(result) for result in results] == [
        [],
        ["答案缺少：10万元", "未引用：a.txt“给予10万元补助”"],
        ["请求失败：KeyError: '问题3'"],
        ["应为“拒答：地区未收录”，实为“作答”", "引文[1]与原文不一致（quote_not_at_offsets）"],
        [],
    ]


def test_every_kind_of_wrong_value_is_named() -> None:
    wants = case("amount", must_contain=[["10万元"]], must_not_contain=["75万"], distractors=["5万元"])
    long = target(lambda _: answered("5万元，75万，10万元" + "字" * 220), HITS)
    # 5万元， = 4, 75万， = 4, 10万元 = 4: 12 + 220 - 220 = 12 above the limit
    assert reasons(run([wants], long)[0]) == [
        "答案不应出现：75万",
        "干扰值在前：5万元",
        "答案过长：超出 220 字上限 12 字",
    ]


def test_the_printed_report(results: tuple[CaseResult, ...]) -> None:
    out = io.StringIO()
    print_report(Console(file=out, width=220), results, summarise(results))
    text = out.getvalue()
    amount, refuse, total = (
        next(li for li in text.splitlines() if f" {w} " in li) for w in ("amount", "refuse", "合计")
    )
    assert [cell.strip() for cell in amount.split("│")[1:10]] == [
        "amount", "3", "1/3", "1/2", "1/2", "—", "0/2", "1/2", "3/3",
    ]  # fmt: skip
    assert [cell.strip() for cell in refuse.split("│")[1:10]] == [
        "refuse", "2", "1/2", "—", "—", "1/2", "—", "1/1", "—",
    ]  # fmt: skip
    assert "2/5" in total
    assert "请求失败 1 次" in text
    assert "引文共 4 条，与原文不一致的 1 条；其中 2 条与源文件逐字核对" in text
    assert "s1、s2" in text
    assert "不符要求的题目（3）" in text
    assert "[red]给予20万元。" in text  # shown as answered, not read as markup


def test_a_clean_run_says_so() -> None:
    results = run([AMOUNT], target(lambda _: RESPONSES["问题1"]))
    out = io.StringIO()
    print_report(Console(file=out, width=200), results, summarise(results))
    assert "没有发现问题。" in out.getvalue()


def test_the_files_are_read_as_they_were_written(results: tuple[CaseResult, ...], tmp_path: Path) -> None:
    summary = recorded_summary(summarise(results), target="t", questions=Path("x/q.jsonl"), questions_sha256="00")
    cases = recorded_cases(results)
    write_run(tmp_path, cases, summary)
    read = load_run(tmp_path)
    assert (read.summary, list(read.cases)) == (summary, cases)


def test_the_files(results: tuple[CaseResult, ...], tmp_path: Path) -> None:
    summary = recorded_summary(summarise(results), target="t", questions=Path("x/q.jsonl"), questions_sha256="00")
    write_run(tmp_path, recorded_cases(results), summary)
    lines = (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["id"], row["right"]) for row in rows] == [
        ("c1", True), ("c2", False), ("c3", False), ("c4", False), ("c5", True),
    ]  # fmt: skip
    assert AskResponse.model_validate(rows[1]["response"]) == RESPONSES["问题2"]
    assert rows[1]["scores"]["values"]["missing"] == [["10万元"]]
    assert rows[1]["scores"]["citations"]["unmet"][0][0]["quote"] == "给予10万元补助"
    assert rows[1]["measures"]["citation_precision"] == 0
    assert (rows[2]["error"], rows[2]["scores"], rows[2]["response"]) == ("KeyError: '问题3'", None, None)
    written = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert written["questions"] == {"file": "q.jsonl", "sha256": "00"}
    strict = written["overall"]["figures"]["strict"]
    assert (strict["hits"], strict["scored"], strict["value"]) == (2, 5, 0.4)
    assert 0 <= strict["low"] < 0.4 < strict["high"] <= 1
    assert "refusals" not in written["by_category"]["amount"]["figures"]
    assert {"expected": "region_not_covered", "given": "answer", "cases": 1} in written["confusion"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "不是本版本 eval run --out 写出的结果"),
        ("[", "不是本版本 eval run --out 写出的结果"),
    ],
)
def test_files_of_another_making_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "results.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(ResultFileError, match=said):
        load_run(tmp_path)
    with pytest.raises(ResultFileError, match="无法读取"):
        load_run(tmp_path / "none")


def test_no_results_have_no_summary() -> None:
    with pytest.raises(ValueError, match="没有可汇总的结果"):
        summarise([])
