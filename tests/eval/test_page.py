"""The report page: what it shows, that it escapes everything, and that a browser needs nothing else to show it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from PIL import Image
from typer.testing import CliRunner

from eval.cases import Case
from eval.cli import build_app
from eval.page.charts import bar_chart, steps
from eval.page.document import render
from eval.page.images import chart_images
from eval.results import RecordedFigure
from tests.eval.builders import refusal_case
from tests.eval.runs import cases, recorded
from tests.eval.test_comparison import never

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"


def asked() -> list[Case]:
    refusal = refusal_case("off_topic").model_copy(update={"id": "r1", "question": "问题8", "category": "refuse"})
    return [*cases()[:7], refusal]


@pytest.fixture
def page(tmp_path: Path) -> html.HtmlElement:
    run = recorded(tmp_path / "b", {1, 2, 3, 4, 5, 6}, asked())
    return html.document_fromstring(render(run, recorded(tmp_path / "a", {1, 7}, asked())))


def text(page: html.HtmlElement) -> str:
    return "".join(page.itertext())


def test_a_failure_stands_beside_what_was_expected_and_what_the_other_run_said(page: html.HtmlElement) -> None:
    failures = page.xpath("//div[@class='case']")
    assert len(failures) == 2  # 问题7 and the question that should have been refused
    expected, given, earlier = (text(side) for side in failures[0].xpath(".//div[@class='sides']/div"))
    assert "须有：10万元" in expected
    assert "引用：a.txt“给予10万元补助” — 给予10万元补助" in expected
    assert given.startswith("实际20万元")
    assert earlier.startswith("对照（正确）10万元")
    assert "应为“拒答：与政策无关”，实为“作答”" in text(failures[1])


def test_the_confusion_matrix_counts(page: html.HtmlElement) -> None:
    table = page.xpath("//h2[.='作答与拒答']/following-sibling::table[1]")[0]
    rows = [[cell.text for cell in row] for row in table.xpath(".//tr")]
    assert rows == [
        ["应为 ＼ 实为", "作答", "拒答：与政策无关"],
        ["作答", "7", "0"],
        ["拒答：与政策无关", "1", "0"],
    ]


def test_changes_against_the_other_run_are_listed(page: html.HtmlElement) -> None:
    assert [title.text for title in page.xpath("//h3")] == ["均值类指标", "新答错（1）", "新答对（5）"]
    strict = page.xpath("//tr[td[1]='严格正确']/td/text()")
    # 2 and 6 of 8; of the six that changed one for the worse: p = 2 * (1 + 6) / 2**6
    assert strict == ["严格正确", "8", "2", "6", "1", "5", f"{2 * 7 / 64:.4f}"]


def test_bars_end_at_their_shares_with_whiskers_at_their_intervals() -> None:
    half = RecordedFigure(value=0.5, scored=8, hits=4, low=0.25, high=0.75)
    mean = RecordedFigure(value=1 / 3, scored=3)
    chart = bar_chart([("一", [half, None]), ("二", [mean, half])])
    zero, quarter, middle, three, one = (tick.at for tick in chart.ticks)
    (bar,) = chart.groups[0].bars
    assert (bar.end, bar.low, bar.high, bar.told) == (middle, quarter, three, "4/8")
    first, second = chart.groups[1].bars
    assert first.end == pytest.approx(zero + (one - zero) / 3, abs=0.01)
    assert (first.low, first.told, second.series) == (None, "0.33（3 题）", 1)
    assert zero == chart.start


def test_the_line_of_times_rises_by_a_part_for_each_question() -> None:
    chart = steps([[0.2, 0.1], [0.8]])
    low, high = chart.up[0].at, chart.up[-1].at
    left, right = chart.across[0].at, chart.across[-1].at
    assert [tick.told for tick in chart.across] == ["100 毫秒", "200 毫秒", "500 毫秒", "1000 毫秒"]
    # The axis is logarithmic: of the decade from 0.1 s to 1 s, log10(2) lies before 0.2 s and log10(8) before 0.8 s.
    twice, eight = left + (right - left) * 0.30103, left + (right - left) * 0.90309
    middle = (low + high) / 2
    first, second = ([float(part) for part in re.split("[ ,]", line)] for line in chart.lines)
    assert first == pytest.approx(
        [left, low, left, low, left, middle, twice, middle, twice, high, right, high], abs=0.01
    )
    assert second == pytest.approx([left, low, eight, low, eight, high, right, high], abs=0.01)


def test_times_that_are_all_alike_still_have_an_axis() -> None:
    chart = steps([[0.1, 0.1]])
    assert [tick.told for tick in chart.across] == ["100 毫秒", "200 毫秒"]


def test_times_far_apart_are_marked_at_the_powers_of_ten() -> None:
    chart = steps([[0.0035, 30.0]])
    assert [tick.told for tick in chart.across] == [
        "1 毫秒",
        "10 毫秒",
        "100 毫秒",
        "1000 毫秒",
        "10000 毫秒",
        "100000 毫秒",
    ]


def test_the_longest_label_has_room_left_of_the_bars() -> None:
    label = "出现不得有的值（越低越好）"
    chart = bar_chart([(label, [RecordedFigure(value=1.0, scored=4, hits=4)])])
    # 13 characters of 13 units, ending 10 units before the bars; the full bar ends where its label on the right begins.
    assert chart.start - 10 >= 13 * 13
    assert chart.groups[0].bars[0].end == chart.ticks[-1].at == 760 - 110


def test_nothing_of_a_run_is_taken_for_markup(tmp_path: Path) -> None:
    hostile = [
        case.model_copy(update={"id": f"{HOSTILE}{case.id}", "category": HOSTILE, "note": HOSTILE}) for case in cases()
    ]
    page = html.document_fromstring(render(recorded(tmp_path / "a", {1}, hostile, wrong=HOSTILE)))
    assert page.xpath("//script | //img | //link | //iframe | //object | //@onerror | //@src | //@href") == []
    assert text(page).count(HOSTILE) >= 7 * 3  # id, category and answer of each failure
    assert "49" not in text(page.xpath("//div[@class='case']")[0])


def test_the_charts_are_drawn_as_pictures_too(tmp_path: Path) -> None:
    images = chart_images(recorded(tmp_path / "r", range(1, 5)))
    assert sorted(images) == ["categories.png", "measures.png", "times.png"]
    picture = Image.open(BytesIO(images["categories.png"])).convert("RGB")
    chart = bar_chart(
        [("amount", [RecordedFigure(value=0.5, scored=8)]), ("合计", [RecordedFigure(value=0.5, scored=8)])]
    )
    assert picture.size == (2 * chart.width, 2 * chart.height)
    (bar,) = chart.groups[0].bars
    # The bar ends where half of the cases are right; the whisker lies at half its height, so look above it.
    y = 2 * (bar.y + 3)
    colours = {side: picture.getpixel((round(2 * (bar.end + side)), round(y))) for side in (-4, 4)}
    assert colours == {-4: (0x6A, 0xAE, 0xC6), 4: (255, 255, 255)}


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    recorded(tmp_path / "r", {1, 2, 3})
    out = tmp_path / "report.html"
    result = CliRunner().invoke(build_app(never), ["report", str(tmp_path / "r"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert len(html.document_fromstring(out.read_text(encoding="utf-8")).xpath("//div[@class='case']")) == 5
    missing = CliRunner().invoke(build_app(never), ["report", str(tmp_path / "none"), "--out", str(out)])
    assert missing.exit_code == 2


def test_a_run_without_failures_or_comparison_says_so(tmp_path: Path) -> None:
    told = text(html.document_fromstring(render(recorded(tmp_path / "r", range(1, 9)))))
    assert "没有发现问题。" in told
    assert "与对照相比" not in told


def test_figures_alone_tell_nothing_of_the_questions(tmp_path: Path) -> None:
    runs = (recorded(tmp_path / "b", {1, 2, 3}, asked()), recorded(tmp_path / "a", {1, 7}, asked()))
    told = text(html.document_fromstring(render(*runs, figures_only=True)))
    # Nothing a question file holds, nor what was answered to it; the figures and their comparison stay.
    assert not [hidden for hidden in ("问题1", "问题7", "10万元", "20万元", "c7", "r1", "不符") if hidden in told]
    assert "3/8" in told
    assert "与对照相比" in told
