"""Ray's processes as Linux lists them, and the files of an index as they lie on disk."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.running_service import ROOT


@dataclass(frozen=True)
class Head:
    """A cluster: the process it runs below, its address and its token."""

    process: subprocess.Popen[str]
    address: str
    token: str

    @classmethod
    def start(cls, workers: int = 2) -> Head:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.cluster.head", str(workers)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stdout
        words = process.stdout.readline().split()
        if len(words) != 2:
            process.communicate()
            raise RuntimeError("Ray did not start")
        return cls(process, *words)

    @property
    def environment(self) -> dict[str, str]:
        """What a driver needs to be let in."""
        return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": self.token}

    def stop(self) -> None:
        self.process.communicate()


def below(pid: int) -> list[int]:
    """The processes descended from ``pid``."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            child, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(child)
    found, ahead = [], [pid]
    while ahead:
        ahead = [child for parent in ahead for child in children.get(parent, [])]
        found += ahead
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def busy_workers(head: Head) -> list[int]:
    """The worker processes that have a piece of work of ours."""
    return [pid for pid in below(head.process.pid) if command(pid).startswith("ray::") and "Map" in command(pid)]


def index_files(home: Path) -> dict[str, bytes]:
    """The files of the snapshot in use and of its one segment; of the manifest, which tells the time, the failures."""
    [snapshot] = [path for path in (home / "snapshots").iterdir() if path.is_dir()]
    [segment] = (home / "segments").iterdir()
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in (snapshot, segment)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    failures = json.loads((snapshot / "manifest.json").read_text("utf-8"))["failures"]
    return {**found, "failures": json.dumps(failures).encode()}
