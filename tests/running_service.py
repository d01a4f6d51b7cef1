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

from tests.library import built_library

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "docs_corpus"
SAMPLE = "日照对创投机构奖励多少"
_START_SECONDS = 120
_URL = pytest.StashKey[str]()
_LOG = pytest.StashKey[Path]()


def service_url(config: pytest.Config, folder: Path) -> str:
    """The session's one service, over the session's index of the shipped documents: its address.

    ``folder`` holds what the service prints.
    """
    if _URL not in config.stash:
        environment = os.environ | {"POLICYQA_HOME": str(built_library(config, folder).home)}
        port = free_port()
        config.stash[_LOG] = folder / "serve.log"
        log = config.stash[_LOG].open("w", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "policyqa", "serve", "--port", str(port), "--sample", SAMPLE],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        config.add_cleanup(lambda: _stop(process))
        log.close()
        config.stash[_URL] = f"http://127.0.0.1:{port}"
        wait_until_up(config.stash[_URL], process, config.stash[_LOG])
    return config.stash[_URL]


def service_output(config: pytest.Config) -> str:
    """What the session's service has printed since it was started, once :func:`service_url` has started it."""
    return config.stash[_LOG].read_text(encoding="utf-8")


def free_port() -> int:
    """A local port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the service that ``process`` starts at ``url``; fails with its ``log`` when it does not come up."""
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
