"""The published schema of question files."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from eval.cli import build_app
from tests.eval.test_comparison import never

PUBLISHED = Path(__file__).parents[2] / "docs" / "question.schema.json"


def test_the_published_schema_is_that_of_the_code() -> None:
    printed = CliRunner().invoke(build_app(never), ["schema"])
    assert printed.exit_code == 0
    assert PUBLISHED.read_text(encoding="utf-8") == printed.stdout


def test_every_field_is_explained_and_unknown_ones_are_refused() -> None:
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    shapes = [schema, *(schema["$defs"][name] for name in ("Expectation", "ExpectedCitation"))]
    for shape in shapes:
        assert shape["additionalProperties"] is False
        assert [name for name, field in shape["properties"].items() if not field.get("description")] == []
    assert schema["required"] == ["id", "question", "category", "expect"]
