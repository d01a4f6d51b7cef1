"""Environments are really made, without a network."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from eval.peers.environments import InstallFailed, last_lines, make
from eval.peers.roster import Environment

pytestmark = pytest.mark.slow


def test_an_environment_has_packages_of_its_own_and_is_made_once(tmp_path: Path) -> None:
    wanted = Environment(steps=(("--no-index", "pip"),), report=("pip", "absent"))
    made = make("a", wanted, tmp_path)
    assert set(made.versions) == {"pip"}
    seen = subprocess.run([made.python, "-I", "-c", "import numpy"], capture_output=True, text=True, check=False)
    assert "No module named 'numpy'" in seen.stderr
    stamp = tmp_path / "environments" / "a" / "installed.json"
    before = stamp.stat().st_mtime_ns
    make("a", wanted, tmp_path)
    assert stamp.stat().st_mtime_ns == before


def test_what_cannot_be_installed_is_told_as_pip_tells_it(tmp_path: Path) -> None:
    wanted = Environment(steps=(("--no-index", "--find-links", str(tmp_path), "no-such-package==1.0"),), report=("x",))
    with pytest.raises(InstallFailed, match="no-such-package"):
        make("b", wanted, tmp_path)


def test_of_a_long_complaint_the_end_is_kept() -> None:
    assert last_lines("one\nWARNING: x\n two\n\nthree\nfour\n") == "two / three / four"
