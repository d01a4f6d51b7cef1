"""What the page on evaluation lists is what the program has."""

from __future__ import annotations

from eval.case_sheet import COLUMNS
from eval.measures import MEASURES
from tests.repository.root import ROOT

PAGE = (ROOT / "docs" / "eval.md").read_text(encoding="utf-8")


def test_every_column_of_a_sheet_is_listed_in_order() -> None:
    listed = PAGE.partition("次序不限）：")[2].partition("。")[0].split("、")
    assert listed == list(COLUMNS.values())


def test_every_measure_is_listed_with_its_name() -> None:
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in PAGE.splitlines() if line.startswith("| `")]
    told = {names: label.partition("（")[0] for names, label in rows}
    for measure in MEASURES:
        if measure.name in ("clause_at_5", "clause_at_10"):  # told in the row of clause_at_1, by their ends
            assert f"`{measure.name.removeprefix('clause_at')}`" in PAGE
            continue
        names, label = next((names, label) for names, label in told.items() if f"`{measure.name}`" in names)
        assert label.startswith(measure.label), names
