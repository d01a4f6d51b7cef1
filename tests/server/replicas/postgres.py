"""A PostgreSQL server of the tests' own: Debian's programs, a cluster in a temporary folder, on loopback only."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pydantic import SecretStr

from tests.running_service import free_port

_USER = "tester"
_SECONDS = 120
_PROGRAMS = Path("/usr/lib/postgresql")
# Nothing has to survive the tests.
_SETTINGS = {"fsync": "off", "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "60"}


class Cluster:
    """A running server; every database made in it is new."""

    def __init__(self, folder: Path, programs: Path, owner: tuple[str, ...]) -> None:
        self._folder = folder
        self._programs = programs
        self._owner = owner
        self.port = free_port()
        self.password = secrets.token_hex(8)

    def initialise(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self.password, encoding="utf-8")
        secret.chmod(0o644)
        self._run(
            "initdb", "-D", f"{self._folder}/data", "-U", _USER, "-A", "scram-sha-256", f"--pwfile={secret}",
            "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in _SETTINGS.items())
        log = f"{self._folder}/data/server.log"
        self._run(
            "pg_ctl", "-D", f"{self._folder}/data", "-o", f"-p {self.port} {options}", "-l", log, "-t", str(_SECONDS),
            "-w", "start",
        )  # fmt: skip

    def stop(self) -> None:
        """At once, as a machine that fails does; connections break off."""
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", "immediate", "-w", "-t", str(_SECONDS), "stop")

    def new_database(self) -> SecretStr:
        """The URL of an empty database."""
        name = f"t_{secrets.token_hex(6)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return SecretStr(self._url(name))

    def _url(self, database: str) -> str:
        return f"postgresql://{_USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        # Not captured: the server inherits the streams, and would keep them open.
        log = self._folder / "programs.log"
        with log.open("ab") as out:
            done = subprocess.run(
                [*self._owner, str(self._programs / program), *arguments],
                cwd=self._folder, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                timeout=2 * _SECONDS, check=False,
            )  # fmt: skip
        assert done.returncode == 0, log.read_text(encoding="utf-8")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster, removed at the end. It refuses to run as root: then it runs as Debian's ``postgres``."""
    folder = Path(tempfile.mkdtemp(prefix="policyqa-postgres-"))
    owner: tuple[str, ...] = ()
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        owner = ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    newest = max(_PROGRAMS.iterdir(), key=lambda path: int(path.name))
    made = Cluster(folder, newest / "bin", owner)
    try:
        made.initialise()
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder)
