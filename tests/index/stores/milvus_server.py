"""A real Milvus-lite server in a process of its own, on a free local port, for as long as the tests run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import StoreUnavailable
from index.stores.milvus.connection import Connection
from index.stores.milvus.settings import MilvusSettings
from tests.running_service import free_port
from tests.session_end import at_the_end

_START_SECONDS = 120
_SERVER = pytest.StashKey["MilvusServer"]()


class MilvusServer:
    """``milvus-lite server`` over a folder; can be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.uri = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._log = folder.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers."""
        analyzer = str(Path(__file__).parent / "analyzer")
        command = [str(Path(sys.executable).parent / "milvus-lite"), "server", "--data-dir", str(self._folder)]
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port)],
                env=os.environ | {"PYTHONPATH": analyzer, "OMP_NUM_THREADS": "1"},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                Connection(self.settings(retries=0, timeout_s=2)).call("list_collections")
            except StoreUnavailable:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"milvus-lite did not start:\n{self._log.read_text(encoding='utf-8')}")

    @property
    def process_id(self) -> int:
        """Of the server that runs now."""
        if self._process is None:
            raise RuntimeError("the server was not started")
        return self._process.pid

    def kill(self) -> None:
        """As a power cut would (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=30)

    def settings(self, **more: object) -> MilvusSettings:
        """Settings for it; fewer retries and partitions than by default, so that tests are fast."""
        return MilvusSettings.model_validate({"uri": self.uri, "partitions": 2, "retries": 1, **more})


def milvus_server(config: pytest.Config, folder: Path) -> MilvusServer:
    """The session's one server, with its data below ``folder``."""
    if _SERVER not in config.stash:
        server = MilvusServer(folder / "milvus")
        server.start()
        at_the_end(config, server.kill)
        config.stash[_SERVER] = server
    return config.stash[_SERVER]
