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
from tests.session_end import at_the_end

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
        config.stash[_LOG] = folder / "serve.log"
        home = built_library(config, folder).home
        config.stash[_URL] = started(config, home, config.stash[_LOG], "serve", "--sample", SAMPLE)
    return config.stash[_URL]


def started(config: pytest.Config, home: Path, log: Path, *arguments: str, answers_at: str = "/healthz") -> str:
    """The address of ``policyqa`` run with ``arguments`` until the session ends, once ``answers_at`` answers."""
    port = free_port()
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "policyqa", *arguments, "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"POLICYQA_HOME": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    at_the_end(config, lambda: _stop(process))
    url = f"http://127.0.0.1:{port}"
    wait_until_up(url + answers_at, process, log)
    return url


def service_output(config: pytest.Config) -> str:
    """What the session's service has printed since it was started, once :func:`service_url` has started it."""
    return config.stash[_LOG].read_text(encoding="utf-8")


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the service that ``process`` starts at ``url``; fails with its ``log`` when it does not come up."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the service did not start:\n{log.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=30)
