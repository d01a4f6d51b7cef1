"""``policyqa mcp`` as its users start it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mcp import StdioServerParameters

from tests.running_service import ROOT

_START_SECONDS = 120


def stdio_server(home: Path) -> StdioServerParameters:
    """How a client starts the server for itself."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "policyqa", "mcp"],
        env={"POLICYQA_HOME": str(home)},
        cwd=ROOT,
    )


@contextmanager
def running_mcp_server(home: Path, log: Path, **environment: str) -> Iterator[str]:
    """A server over streamable HTTP on a free local port: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "policyqa", "mcp", "--http", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"POLICYQA_HOME": str(home)} | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_listening(port, process, log)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"the MCP server did not start:\n{log.read_text(encoding='utf-8')}")
