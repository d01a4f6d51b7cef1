"""A Redis server of the tests' own, on loopback, that keeps nothing on disk."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from pydantic import SecretStr
from redis import Redis
from redis.exceptions import RedisError

from tests.running_service import free_port

_SECONDS = 60


class RedisServer:
    """Running from :meth:`start` to :meth:`stop`, always on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._port = free_port()
        self.client = Redis(port=self._port)

    @property
    def url(self) -> SecretStr:
        return SecretStr(f"redis://127.0.0.1:{self._port}/0")

    def start(self) -> None:
        where = ["--port", str(self._port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["redis-server", *where, "--save", "", "--appendonly", "no"], stdout=log, stderr=log
            )
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            try:
                self.client.ping()
            except RedisError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self._folder / "redis.log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(_SECONDS)
            self._process = None
        self.client.connection_pool.disconnect()
