"""The checks of the machine itself, each with something that is really wrong."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from index.build import build_snapshot
from server.doctor.cpu import check_cpu
from server.doctor.disk import check_disk
from server.doctor.permissions import check_permissions
from server.doctor.python import check_python
from tests.index.small_library import HashEncoder, Text, library_of

# The line of flags as the kernel prints it on: a Core 2 Duo (2007), a Nehalem Xeon (2009), an Ice Lake Xeon (2021).
CORE_2 = "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat sse sse2 ss ht syscall nx lm pni ssse3 cx16"
NEHALEM = f"{CORE_2} sse4_1 sse4_2 popcnt lahf_lm"
ICE_LAKE = f"{NEHALEM} avx f16c fma avx2 bmi1 bmi2 avx512f avx512vl avx512_vnni"
# A Cortex-A72 (Raspberry Pi 4) and a Kunpeng 920.
CORTEX_A72 = "fp asimd evtstrm crc32 cpuid"
KUNPENG_920 = (
    "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt fcma dcpop asimddp asimdfhm"
)


def cpuinfo(folder: Path, key: str, flags: str) -> Path:
    path = folder / "cpuinfo"
    path.write_text(f"processor\t: 0\n{key}\t\t: {flags}\nbugs\t\t:\n\nprocessor\t: 1\n{key}\t: {flags}\n", "utf-8")
    return path


def test_this_python_is_in_order() -> None:
    finding = check_python()
    assert finding.ok
    assert finding.detail.startswith(sys.version.split()[0])


@pytest.mark.parametrize(
    ("version", "machine", "mend"), [((3, 10, 14), "x86_64", "3.11"), ((3, 12, 1), "i686", "x86_64 或 aarch64")]
)
def test_a_python_without_packages_is_told(version: tuple[int, ...], machine: str, mend: str) -> None:
    finding = check_python(version, machine)
    assert not finding.ok
    assert mend in finding.detail.partition("处理：")[2]


def test_a_processor_that_numpy_stops_on_is_told(tmp_path: Path) -> None:
    finding = check_cpu(cpuinfo(tmp_path, "flags", CORE_2), "x86_64")
    assert not finding.ok
    assert "缺少指令 popcnt、sse4_2" in finding.detail
    assert "直通" in finding.detail.partition("处理：")[2]


@pytest.mark.parametrize(
    ("key", "flags", "machine", "slow"),
    [
        ("flags", NEHALEM, "x86_64", "没有 AVX2、VNNI"),
        ("flags", f"{NEHALEM} avx avx2", "x86_64", "没有 VNNI"),
        ("Features", CORTEX_A72, "aarch64", "没有 dotprod"),
    ],
)
def test_a_slow_processor_will_do_but_is_told(tmp_path: Path, key: str, flags: str, machine: str, slow: str) -> None:
    finding = check_cpu(cpuinfo(tmp_path, key, flags), machine)
    assert finding.ok
    assert slow in finding.detail


@pytest.mark.parametrize(
    ("key", "flags", "machine"), [("flags", ICE_LAKE, "x86_64"), ("Features", KUNPENG_920, "aarch64")]
)
def test_a_quick_processor_is_in_order(tmp_path: Path, key: str, flags: str, machine: str) -> None:
    finding = check_cpu(cpuinfo(tmp_path, key, flags), machine)
    assert finding.ok
    assert "没有" not in finding.detail


def test_an_unreadable_processor_is_no_failure(tmp_path: Path) -> None:
    finding = check_cpu(tmp_path / "absent", "x86_64")
    assert finding.ok
    assert "未作检查" in finding.detail


def test_this_processor_runs_what_these_tests_import() -> None:
    assert check_cpu().ok


def test_a_disk_that_is_too_full_is_told(tmp_path: Path) -> None:
    home = tmp_path / "not yet" / "library"
    more_than_there_is = shutil.disk_usage(tmp_path).total + 1
    finding = check_disk(home, more_than_there_is)
    assert not finding.ok
    assert str(tmp_path) in finding.detail
    assert "POLICYQA_HOME" in finding.detail.partition("处理：")[2]
    assert check_disk(home, 1).ok


def test_room_is_asked_for_a_second_library(tmp_path: Path) -> None:
    build_snapshot(library_of(Text("a", [["给予5万元补助。"]])), HashEncoder(), tmp_path)
    [segment] = (tmp_path / "segments").iterdir()
    # A file with a hole: its size counts, its blocks are not there. Twice 3 GiB is more than the least.
    with (segment / "vectors").open("wb") as file:
        file.truncate(3 << 30)
    assert "需要 6.0 GiB" in check_disk(tmp_path).detail


def test_a_folder_where_nobody_can_write_is_told() -> None:
    # Not even root makes a file there.
    finding = check_permissions(Path("/proc/policyqa"))
    assert not finding.ok
    assert "不能在 /proc 中写文件" in finding.detail
    assert "chown" in finding.detail


def test_a_folder_where_everybody_can_write_is_told(tmp_path: Path) -> None:
    home = tmp_path / "library"
    home.mkdir()
    home.chmod(0o777)
    finding = check_permissions(home)
    assert not finding.ok
    assert finding.detail.endswith(f"chmod o-w {home}")
    home.chmod(0o770)
    assert check_permissions(home).ok


def test_looking_leaves_no_file_behind(tmp_path: Path) -> None:
    assert check_permissions(tmp_path / "library").ok
    assert list(tmp_path.iterdir()) == []
