"""Has the processor the instructions that the libraries cannot do without, and those that make them quick?

On x86-64, NumPy's wheels are built for x86-64-v2 and stop at import without SSE4.2 and its like
(https://numpy.org/doc/stable/reference/simd/build-options.html); FAISS and OpenVINO run on that too, but are made for
AVX2, and int8 products, which the shipped model consists of, take AVX-VNNI or AVX-512 VNNI. On arm64 the same is asked
of ASIMD and its dot product.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from server.doctor.finding import Finding, in_order, to_mend

_WHAT = "处理器"
_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class _Instructions:
    """Flags of ``/proc/cpuinfo``: all of ``needed``, and groups of which any one speeds things up."""

    key: str
    needed: frozenset[str]
    quick: tuple[tuple[str, frozenset[str]], ...]


_BY_MACHINE = {
    "x86_64": _Instructions(
        "flags",
        frozenset({"sse4_2", "ssse3", "popcnt"}),
        (("AVX2", frozenset({"avx2"})), ("VNNI", frozenset({"avx_vnni", "avx512_vnni"}))),
    ),
    "aarch64": _Instructions("Features", frozenset({"asimd"}), (("dotprod", frozenset({"asimddp"})),)),
}


def check_cpu(cpuinfo: Path = _CPUINFO, machine: str | None = None) -> Finding:
    """The processor that ``cpuinfo`` describes, of the kind :func:`platform.machine` names (by default, this one)."""
    machine = machine or platform.machine()
    wanted = _BY_MACHINE.get(machine)
    flags = _flags(cpuinfo, wanted.key) if wanted else None
    if wanted is None or flags is None:
        return in_order(_WHAT, f"{machine}，{os.cpu_count()} 核；读不到指令集，未作检查")
    missing = wanted.needed - flags
    if missing:
        return to_mend(
            _WHAT,
            f"{machine} 缺少指令 {'、'.join(sorted(missing))}，数值库无法运行",
            "换一台较新的机器；虚拟机请把处理器型号设为直通（host-passthrough）",
        )
    slow = [name for name, any_of in wanted.quick if not any_of & flags]
    seen = f"{machine}，{os.cpu_count()} 核"
    if slow:
        return in_order(_WHAT, f"{seen}；没有 {'、'.join(slow)}，可以运行，但建索引和回答会慢；虚拟机可改为处理器直通")
    return in_order(_WHAT, f"{seen}，有 {'、'.join(name for name, _ in wanted.quick)}")


def _flags(cpuinfo: Path, key: str) -> frozenset[str] | None:
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() == key:
            return frozenset(value.split())
    return None
