"""Is the interpreter one that the packages are made for?"""

from __future__ import annotations

import platform
import sys

from server.doctor.finding import Finding, in_order, to_mend

_WHAT = "Python"
_LEAST = (3, 11)
_MACHINES = ("x86_64", "aarch64")


def check_python(version: tuple[int, ...] = sys.version_info[:3], machine: str | None = None) -> Finding:
    """``version`` of the interpreter on a ``machine`` as :func:`platform.machine` names it (by default, this one)."""
    machine = machine or platform.machine()
    seen = f"{'.'.join(map(str, version))}（{machine}）"
    if version < _LEAST:
        return to_mend(_WHAT, f"{seen}，低于 3.11", "用 Python 3.11 或更高版本重新安装（make setup PYTHON=python3.11）")
    if machine not in _MACHINES:
        return to_mend(
            _WHAT, f"{seen}，没有这种处理器的安装包", "换到 x86_64 或 aarch64（ARM 64 位）的 64 位 Linux 上运行"
        )
    return in_order(_WHAT, seen)
