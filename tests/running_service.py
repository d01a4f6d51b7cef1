"""The real service as its users start it: the command line in a process of its own, on a free local port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "docs_corpus"
_START_SECONDS = 120
_URL = pytest.StashKey[str]()


def service_url(config: pytest.Config, folder: Path) -> str:
    """The session's one service, over an index of the shipped documents built in ``folder``: its address."""
    if _URL not in config.stash:
        environment = os.environ | {"POLICYQA_HOME": str(folder)}
        command = [sys.executable, "-m", "policyqa"]
        build = [*command, "index", "build", "--corpus", str(CORPUS)]
        subprocess.run(build, cwd=ROOT, env=environment, check=True, capture_output=True)
        port = _free_port()
        log = (folder / "serve.log").open("w", encoding="utf-8")
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        config.add_cleanup(lambda: _stop(process))
        log.close()
        config.stash[_URL] = f"http://127.0.0.1:{port}"
        _wait_until_up(config.stash[_URL], process, folder / "serve.log")
    return config.stash[_URL]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/healthz", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the service did not start:\n{log.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=30)
