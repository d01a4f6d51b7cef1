"""The rules of the house that a machine can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.repository.root import PACKAGES, ROOT, program_files, pyproject, python_files

_STRANGERS = ROOT / "eval" / "peers" / "workers"
"""Each runs in an environment of its own, with the packages that ``eval/peers/peers.toml`` names for it."""


def test_the_packages_depend_on_each_other_as_designed() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_is_short_enough_to_be_one_concept() -> None:
    lengths = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8").count("\n") for p in python_files()}
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_no_file_is_named_after_nothing() -> None:
    vague = {"helpers", "helper", "utils", "util", "common", "misc"}
    named = {part for p in python_files() for part in p.relative_to(ROOT).with_suffix("").parts}
    assert not vague & named


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_the_version_stands_in_one_place() -> None:
    version = pyproject()["project"]["version"]
    literal = re.compile(rf"""["']{re.escape(version)}["']""")
    assert [str(p) for p in program_files() if literal.search(p.read_text(encoding="utf-8"))] == []
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] in {"Unreleased", version}


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_imported_is_declared(package: str) -> None:
    project = pyproject()["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    declared = {_canonical(name) for name in wanted}
    distributions = packages_distributions()
    undeclared = {
        module
        for path in (ROOT / package).rglob("*.py")
        if path.parent != _STRANGERS
        for module in _imported(path)
        if module not in sys.stdlib_module_names and module not in {*PACKAGES, "policyqa"}
        if declared.isdisjoint(_canonical(name) for name in distributions.get(module, []))
    }
    assert undeclared == set()


def _canonical(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found
