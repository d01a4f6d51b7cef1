"""What `make setup` installs: pinned to the last package, and what pyproject.toml asks for."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.root import ROOT, pyproject

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][A-Za-z0-9.+!]*)", li) for li in lines if not li.startswith("#"))
    read = [match.groups() for match in found if match]
    assert len(read) == sum(not line.startswith("#") for line in lines), f"{lock}: a line is not name==version"
    return {canonicalize_name(name): version for name, version in read}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_and_torch_is_not_among_them(lock: str) -> None:
    assert pins(lock).keys().isdisjoint({"torch", "policyqa"})


def test_both_locks_agree() -> None:
    runtime, development = (pins(lock) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pinned_torch = re.search(r"torch==([0-9.]+)", makefile)
    assert pinned_torch
    wanted = pyproject()
    runtime, development = ({**pins(lock), "torch": pinned_torch.group(1)} for lock in LOCKS)
    for lines, versions in (
        (wanted["project"]["dependencies"], runtime),
        (wanted["dependency-groups"]["dev"], development),
        (wanted["project"]["optional-dependencies"]["llm"], development),
        (wanted["project"]["optional-dependencies"]["mcp"], development),
        (wanted["build-system"]["requires"], development),
    ):
        for requirement in map(Requirement, lines):
            version = versions.get(canonicalize_name(requirement.name))
            assert version, f"{requirement} is not pinned: make lock"
            assert requirement.specifier.contains(version), f"{requirement} is pinned to {version}"


def test_the_licence_is_the_apache_licence_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("Apache License")
    assert "END OF TERMS AND CONDITIONS" in text
    assert pyproject()["project"]["license"] == "Apache-2.0"
