"""The report of `policyqa eval report` in a real browser, from a file, as whoever is sent it opens it."""

from __future__ import annotations

from pathlib import Path

from eval.page.document import render
from tests.eval.runs import cases, recorded
from tests.ui.conftest import Watched


def test_a_browser_shows_the_report_without_asking_anyone_for_anything(watched: Watched, tmp_path: Path) -> None:
    asked = [*cases()[:4], *(c.model_copy(update={"category": "很长的类别名称"}) for c in cases()[4:])]
    out = tmp_path / "report.html"
    page = render(recorded(tmp_path / "b", {1, 2, 3, 5}, asked), recorded(tmp_path / "a", {1, 4}, asked))
    out.write_text(page, encoding="utf-8")
    watched.page.goto(out.as_uri())
    assert watched.requested == [out.as_uri()]
    assert watched.complaints == []
    sizes = [svg.bounding_box() for svg in watched.page.locator("svg").all()]
    assert len(sizes) == 3
    assert all(size and size["width"] > 300 and size["height"] > 60 for size in sizes)
    # Wide tables scroll in themselves: the page itself never does sideways.
    width, seen = watched.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= seen
