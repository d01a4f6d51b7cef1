"""The installer of the bundle: what does not fit is refused before anything is written."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.root import ROOT

_HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle's outside: the installer and what it checks first, with the sums of all of it."""
    folder = tmp_path / "policyqa-bundle"
    (folder / "wheels").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "install.sh", folder)
    (folder / "MACHINE").write_text(f"{platform.machine()}\n", encoding="utf-8")
    (folder / "PYTHON_VERSION").write_text(f"{_HERE}\n", encoding="utf-8")
    (folder / "requirements.txt").write_text("", encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  ./{path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return folder


def install(bundle: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(bundle / "install.sh"), str(bundle.parent / "target")],
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def refusal(bundle: Path, **environment: str) -> str:
    done = install(bundle, **environment)
    assert done.returncode == 1
    assert not (bundle.parent / "target").exists()
    return done.stderr.splitlines()[-1]


def test_another_kind_of_machine_is_refused(bundle: Path) -> None:
    (bundle / "MACHINE").write_text("riscv64\n", encoding="utf-8")
    assert refusal(bundle) == f"错误：安装包是给 riscv64 的，本机是 {platform.machine()}，请换对应的安装包"


def test_another_python_is_refused(bundle: Path) -> None:
    (bundle / "PYTHON_VERSION").write_text("3.99\n", encoding="utf-8")
    assert f"是 Python {_HERE}，安装包需要 3.99" in refusal(bundle)
    assert "找不到 /no/python" in refusal(bundle, PYTHON="/no/python")


def test_a_bundle_with_a_changed_file_is_refused(bundle: Path) -> None:
    (bundle / "requirements.txt").write_text("somebody==1\n", encoding="utf-8")
    assert refusal(bundle) == "错误：安装包不完整，请重新拷贝"


def test_a_bundle_with_a_missing_file_is_refused(bundle: Path) -> None:
    (bundle / "requirements.txt").unlink()
    assert refusal(bundle) == "错误：安装包不完整，请重新拷贝"


def test_the_shell_scripts_are_sound() -> None:
    for script in sorted((ROOT / "deploy").glob("*.sh")):
        shell = script.read_text(encoding="utf-8").partition("\n")[0].rpartition("/")[2].split()[-1]
        checked = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, ""), script.name
        assert os.access(script, os.X_OK), script.name
