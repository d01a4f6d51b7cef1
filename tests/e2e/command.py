"""The command as its users start it: a process of its own, with a library of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.running_service import ROOT

_SECONDS = 250


def policyqa(home: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``policyqa`` run to its end over the library in ``home``."""
    return subprocess.run(
        [sys.executable, "-m", "policyqa", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"POLICYQA_HOME": str(home)} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )


def output_of(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well printed."""
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    return result.stdout


def error_of(result: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that failed as it should: nothing else on either stream, exit code 2."""
    assert result.returncode == 2, (result.returncode, result.stdout, result.stderr)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("错误：")
    return lines[0].removeprefix("错误：")
