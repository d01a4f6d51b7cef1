"""Writes ``docs/licences.md``: what the service is installed with, each package with its licence (``make licences``).

The licences are read by ``pip-licenses`` from what the installed packages say of themselves.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.repository.test_pins import pins

_HEAD = """# 组件许可

服务安装时带上的全部组件（`requirements.lock` 与 torch）和它们自己声明的许可，由 `make licences` 写出，不手工修改。
本程序的许可是 Apache-2.0；随附模型的许可见[模型卡](model-card.md)。机器可读的清单用 `make sbom` 生成（CycloneDX）。

| 组件 | 版本 | 许可 |
| --- | --- | --- |"""


def table() -> str:
    """The page, from the packages installed here."""
    tool = Path(sys.executable).with_name("pip-licenses")
    command = [tool, "--python", sys.executable, "--from", "mixed", "--with-system", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wanted = {*pins("requirements.lock"), "torch"}
    rows = {
        canonicalize_name(found["Name"]): (
            found["Version"].partition("+")[0],
            _licence(found["Name"], found["License"]),
        )
        for found in json.loads(done.stdout)
    }
    lines = [f"| {name} | {rows[name][0]} | {rows[name][1]} |" for name in sorted(wanted)]
    return "\n".join([_HEAD, *lines])


def _licence(package: str, declared: str) -> str:
    """The name a package declares; else the first line of the licence it brings along."""
    if declared != "UNKNOWN":
        return declared.strip().splitlines()[0].replace("|", "/").strip()
    files = [file for file in distribution(package).files or () if "licens" in str(file).lower()]
    first = next((line.strip() for file in files for line in file.read_text().splitlines() if line.strip()), "")
    return f"未声明；随包的许可文件开头为“{first}”" if first else "未声明"


if __name__ == "__main__":
    print(table())
