"""What `make setup` installs: pinned to the last package, and what pyproject.toml asks for."""

from __future__ import annotations

import re
from importlib.metadata import distributions

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.root import ROOT, pyproject

LOCKS = ("requirements.lock", "requirements-dev.lock")


_PIN = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[0-9][A-Za-z0-9.+!]*)"
    r"(?: ; (?P<marker>[^\\]+?))?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)


def lines(lock: str) -> list[re.Match[str]]:
    """The pins of ``lock``, comments apart; fails where a line is anything but a version with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    joined = re.sub(r" *\\\n *", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    read = {line: _PIN.fullmatch(line) for line in joined.splitlines()}
    assert [line for line, match in read.items() if match is None] == []
    return [match for match in read.values() if match]


def pins(lock: str) -> dict[str, str]:
    """Version by package, for the Python that runs this."""
    here = [match for match in lines(lock) if not match["marker"] or Marker(match["marker"]).evaluate()]
    versions = {canonicalize_name(match["name"]): match["version"] for match in here}
    assert len(versions) == len(here), f"{lock}: a package is pinned twice"
    return versions


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_with_hashes_and_torch_is_not_among_them(lock: str) -> None:
    assert pins(lock).keys().isdisjoint({"torch", "policyqa", "pip"})


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"^\s*--(?:index|extra|find|trusted).*|https?://\S+", text, re.MULTILINE) == []


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {canonicalize_name(found.name): found.version for found in distributions()}
    locked = pins("requirements-dev.lock")
    assert {name: installed.get(name) for name in locked} == locked


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_pin_is_for_this_machine_as_well_as_the_other(lock: str, machine: str) -> None:
    everywhere = {match["name"] for match in lines(lock) if not match["marker"]}
    there = {
        match["name"]
        for match in lines(lock)
        if match["marker"] and Marker(match["marker"]).evaluate({"platform_machine": machine})
    }
    assert {canonicalize_name(name) for name in everywhere | there} == pins(lock).keys()


def test_both_locks_agree() -> None:
    runtime, development = (pins(lock) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pinned_torch = re.search(r"torch==([0-9.]+)", makefile)
    assert pinned_torch
    wanted = pyproject()
    runtime, development = ({**pins(lock), "torch": pinned_torch.group(1)} for lock in LOCKS)
    for wishes, versions in (
        (wanted["project"]["dependencies"], runtime),
        (wanted["dependency-groups"]["dev"], development),
        (wanted["dependency-groups"]["docs"], development),
        (wanted["project"]["optional-dependencies"]["llm"], runtime),
        (wanted["project"]["optional-dependencies"]["mcp"], runtime),
        (wanted["build-system"]["requires"], development),
    ):
        for requirement in map(Requirement, wishes):
            version = versions.get(canonicalize_name(requirement.name))
            assert version, f"{requirement} is not pinned: make lock"
            assert requirement.specifier.contains(version), f"{requirement} is pinned to {version}"


def test_the_licence_is_the_apache_licence_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("Apache License")
    assert "END OF TERMS AND CONDITIONS" in text
    assert pyproject()["project"]["license"] == "Apache-2.0"
