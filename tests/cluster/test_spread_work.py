"""Work on a real Ray cluster: the same bytes as one process, and nothing lost when processes are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cluster.processes import Head, below, busy_workers, command, index_files
from tests.e2e.command import output_of, policyqa
from tests.running_service import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def _driver(corpus: Path, home: Path, head: Head | None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cluster.driver", corpus, home, *([head.address] if head else [])],
        cwd=ROOT,
        env=os.environ | (head.environment if head else {}),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of the corpus."""
    home = tmp_path_factory.mktemp("single")
    _rest(_driver(corpus, home, None))
    return index_files(home)


def _until(driver: subprocess.Popen[str], kind: str, count: int) -> list[str]:
    """What the driver tells up to the line that has ``count`` of a kind."""
    assert driver.stdout
    told: list[str] = []
    for line in driver.stdout:
        told.append(line.strip())
        if sum(line.startswith(kind) for line in told) == count:
            return told
    raise AssertionError(f"the driver ended early: {told}")


def _rest(driver: subprocess.Popen[str]) -> list[str]:
    out, _ = driver.communicate(timeout=200)
    assert driver.returncode == 0
    return out.split("\n")[:-1]


def _kill_a_worker(head: Head) -> None:
    deadline = time.monotonic() + 30
    while not (busy := busy_workers(head)) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(busy[0], signal.SIGKILL)


def test_an_index_of_the_shipped_documents_is_the_same_byte_for_byte(head: Head, tmp_path: Path) -> None:
    there = {"POLICYQA_RAY__ADDRESS": head.address, **head.environment}
    one = output_of(policyqa(tmp_path / "one", "index", "build", "--corpus", "docs_corpus", "--json"))
    spread = output_of(
        policyqa(tmp_path / "ray", "index", "build", "--corpus", "docs_corpus", "--json", "--workers", "ray", **there)
    )
    assert index_files(tmp_path / "ray") == index_files(tmp_path / "one")
    assert json.loads(spread)["clauses"] == json.loads(one)["clauses"]
    assert not list((tmp_path / "ray" / "work").iterdir())


def test_workers_killed_while_reading_and_embedding_lose_nothing(
    head: Head, corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    driver = _driver(corpus, tmp_path, head)
    told = _until(driver, "parsed", 1)
    _kill_a_worker(head)
    told += _until(driver, "embedded", 1)
    _kill_a_worker(head)
    told += _rest(driver)
    assert index_files(tmp_path) == expected
    files = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())
    assert sorted(line.removeprefix("parsed ") for line in told if line.startswith("parsed")) == files
    assert sorted(name for name, _ in json.loads(expected["failures"])) == [
        name for name in files if name.endswith((".pdf", ".doc", "空.txt"))
    ]


def test_a_killed_driver_goes_on_where_it_stopped(
    head: Head, corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    first = _driver(corpus, tmp_path, head)
    _until(first, "parsed", 10)
    first.kill()
    first.communicate()
    parsed = _written(tmp_path / "work" / "parsed")
    assert len(parsed) >= 7, "ten files were told of, three of which may be such as cannot be taken"

    second = _driver(corpus, tmp_path, head)
    _until(second, "embedded", 1)
    second.kill()
    second.communicate()
    embedded = _written(tmp_path / "work" / "embedded")
    assert embedded

    _rest(_driver(corpus, tmp_path, head))
    assert parsed.items() <= _written(tmp_path / "work" / "parsed").items(), "what was there was not written again"
    assert embedded.items() <= _written(tmp_path / "work" / "embedded").items()
    assert index_files(tmp_path) == expected


def _written(folder: Path) -> dict[str, int]:
    """The results in ``folder`` with the time each was written at."""
    return {p.name: p.stat().st_mtime_ns for p in folder.glob("*/*") if not p.name.startswith(".")}


def test_the_cluster_listens_on_loopback_only_and_reports_to_nobody(head: Head) -> None:
    ours = below(head.process.pid)
    sockets = {str(link.readlink()) for pid in ours for link in _links(pid)}
    listening = {
        line.split()[1].partition(":")[0]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and f"socket:[{line.split()[9]}]" in sockets
    }
    loopback = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
    assert listening
    assert listening <= loopback
    raylets = [pid for pid in ours if "raylet/raylet" in command(pid)]
    environment = Path(f"/proc/{raylets[0]}/environ").read_text().split("\0")
    assert {"RAY_USAGE_STATS_ENABLED=0", "RAY_USAGE_STATS_REPORT_URL=http://127.0.0.1:9"} <= set(environment)


def _links(pid: int) -> list[Path]:
    try:
        return [link for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink() and link.exists() is not None]
    except OSError:
        return []
