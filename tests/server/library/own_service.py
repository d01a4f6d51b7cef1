"""A real server process over a library of its own, which a test may change, stop and kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.running_service import ROOT, free_port, wait_until_up

_SECONDS = 60


class OwnService:
    """The server over ``home``. Not running until :meth:`start`."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.log = home.parent / f"{home.name}.log"
        self._environment = os.environ | {"POLICYQA_HOME": str(home), "OMP_NUM_THREADS": "1"} | environment
        self._process: subprocess.Popen[bytes] | None = None
        self.http = httpx.Client()

    def start(self) -> None:
        port = free_port()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.server.library.bare_server", str(port)],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        url = f"http://127.0.0.1:{port}"
        wait_until_up(f"{url}/healthz", self._process, self.log)
        self.http.close()
        self.http = httpx.Client(base_url=url, timeout=_SECONDS, trust_env=False)

    def kill(self) -> None:
        """As a power cut would, for the process: nothing of it runs any more."""
        self._end(signal.SIGKILL)

    def kill_now(self) -> None:
        """The kill alone, from another thread than the one that asks."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=_SECONDS)
            self._process = None
        self.http.close()

    def upload(self, name: str, text: str | bytes) -> httpx.Response:
        data = text if isinstance(text, bytes) else text.encode()
        return self.http.post("/v1/documents", files=[("files", (name, data))])

    def finished(self, response: httpx.Response) -> dict[str, Any]:
        """The job a change was answered with, once it is done or has failed."""
        assert response.status_code == 202, response.text
        return self.job(response.json()["id"])

    def job(self, job_id: str) -> dict[str, Any]:
        """The job of this id once it is finished."""
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            job: dict[str, Any] = self.http.get(f"/v1/jobs/{job_id}").json()
            if job["status"] in ("done", "failed"):
                return job
            time.sleep(0.1)
        raise AssertionError(f"{job_id} does not end:\n{self.log.read_text(encoding='utf-8')}")

    def documents(self) -> dict[str, dict[str, Any]]:
        """What is listed, by id."""
        return {d["id"]: d for d in self.http.get("/v1/documents").json()["documents"]}

    def ask(self, question: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.post("/v1/ask", json={"question": question}).json()
        return answer


@contextmanager
def running(home: Path, **environment: str) -> Iterator[OwnService]:
    """The server over ``home``, stopped at the end."""
    service = OwnService(home, **environment)
    try:
        service.start()
        yield service
    finally:
        service.stop()
