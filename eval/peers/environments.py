"""A virtual environment for each set of packages, made by ``venv`` and pip, and nothing shared with ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from eval.peers.roster import Environment

_INSTALL_SECONDS = 1800
_TOLD_LINES = 3


class InstallFailed(Exception):
    """An environment that could not be made; the text says why, as pip told it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A ready environment."""

    python: Path
    versions: dict[str, str]


def make(name: str, wanted: Environment, work: Path) -> Made:
    """The environment ``name`` below ``work``, installed unless it is there with the same packages.

    Raises `InstallFailed`.
    """
    folder = work / "environments" / name
    python = folder / "bin" / "python"
    stamp = folder / "installed.json"
    asked = json.dumps(wanted.steps)
    if not stamp.is_file() or stamp.read_text("utf-8") != asked:
        _call([sys.executable, "-m", "venv", "--clear", str(folder)])
        for step in wanted.steps:
            _call([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *step])
        stamp.write_text(asked, encoding="utf-8")
    listed = _call([str(python), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"])
    held = {item["name"].lower(): item["version"] for item in json.loads(listed)}
    return Made(python, {package: held[package.lower()] for package in wanted.report if package.lower() in held})


def _call(command: list[str]) -> str:
    # Variables of an environment that is switched on here must not lead into it.
    clean = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    try:
        done = subprocess.run(command, env=clean, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallFailed(str(error)) from error
    if done.returncode:
        raise InstallFailed(last_lines(done.stderr) or f"退出码 {done.returncode}")
    return done.stdout


def last_lines(text: str) -> str:
    """The end of what a program said, warnings of pip aside."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("WARNING")]
    return " / ".join(lines[-_TOLD_LINES:])
