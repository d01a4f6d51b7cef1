"""Where the repository is, and what of it is ours."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ingest", "index", "server", "ui", "eval")


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def program_files() -> list[Path]:
    files = [ROOT / "policyqa.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
    return sorted(files)


def python_files() -> list[Path]:
    """The program, its tests, and what makes its documentation."""
    return sorted([*program_files(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.py")])
