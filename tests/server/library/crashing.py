"""kill -9 at random moments, and what has to hold afterwards: ``python -m tests.server.library.crashing KILLS [SEED]``.

A server over a small library gets uploads, replacements and deletions one after another; now and then the library is
rebuilt from its folder by the command beside it. Server or rebuild is killed at a random moment, and the server
started again. It must open; what was acknowledged must be there as it was sent, once; what was not acknowledged must be
there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.running_service import ROOT
from tests.server.library.own_service import OwnService

_NAMES = 6
_MOST_SECONDS_ALIVE = 2.5
_REBUILDS = 0.2
"""Share of kills that hit a rebuild from the corpus folder (and the server, which goes on)."""
_STANDING = "standing.txt"


def measures(city: str, version: int) -> str:
    """A short document of which ``version`` is the amount in its first clause."""
    return (
        f"{city}人民政府关于支持孵化器的若干措施\n{city}政字〔2024〕{version}号\n"
        f"一、支持孵化器。对新备案的省级科技企业孵化器，给予{version}万元补助。\n"
        f"二、加强服务。由科技部门为孵化器提供第{version}批服务。\n{city}人民政府\n2024年12月1日\n"
    )


@dataclass
class Ledger:
    """What each name may hold: contents by SHA-256, ``None`` for nothing. More than one where no answer came."""

    allowed: dict[str, set[str | None]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    acknowledged: int = 0
    kills: int = 0

    def of(self, name: str) -> set[str | None]:
        return self.allowed.get(name, {None})


class Trial:
    """A library, its server, and the ledger of what was asked of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._corpus = folder / "corpus"
        self._corpus.mkdir()
        (self._corpus / _STANDING).write_text(measures("聊城市", 80), encoding="utf-8")
        self._home = folder / "home"
        assert self._rebuild().wait() == 0
        self.service = OwnService(self._home)
        self.ledger = Ledger()
        self._version = 100
        self._jobs: list[str] = []

    def run(self, kills: int, tell: Callable[[str], None]) -> None:
        """So many kills, each followed by a start and, every other time, by the check."""
        self.service.start()
        for number in range(1, kills + 1):
            if self._random.random() < _REBUILDS:
                self._kill_a_rebuild()
            else:
                self._kill_the_server()
            self.ledger.kills = number
            if number == kills or self._random.random() < 0.5:
                self._check()
            tell(f"{number} kills, {self.ledger.acknowledged} changes acknowledged")

    def _kill_the_server(self) -> None:
        alive = self._random.uniform(0, _MOST_SECONDS_ALIVE)
        killer = threading.Timer(alive, self.service.kill_now)
        killer.start()
        while self._ask_for_a_change():
            pass
        killer.join()
        self.service.kill()
        self.service.start()

    def _kill_a_rebuild(self) -> None:
        rebuild = self._rebuild()
        until = time.monotonic() + self._random.uniform(0, 2 * _MOST_SECONDS_ALIVE)
        while time.monotonic() < until:
            assert self._ask_for_a_change()
        rebuild.kill()
        rebuild.wait()

    def _rebuild(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "policyqa", "index", "build", "--corpus", str(self._corpus)],
            cwd=ROOT,
            env=os.environ | {"POLICYQA_HOME": str(self._home), "OMP_NUM_THREADS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _ask_for_a_change(self) -> bool:
        """Whether the server answered. Without an answer the change may have been taken or not."""
        name = f"文件{self._random.randrange(_NAMES)}.txt"
        before = self.ledger.of(name)
        after: str | None = None
        try:
            if self._random.random() < 0.25:
                response = self.service.http.delete(f"/v1/documents/{name.removesuffix('.txt')}")
            else:
                self._version += 1
                text = measures("临沂市", self._version)
                after = hashlib.sha256(text.encode()).hexdigest()
                self.ledger.texts[after] = text
                response = self.service.upload(name, text)
        except httpx.TransportError:
            self.ledger.allowed[name] = {*before, after}
            return False
        if response.status_code == 404:  # not in the library yet, or no more: nothing was asked of it
            return True
        assert response.status_code == 202, response.text
        self.ledger.allowed[name] = {after}
        self.ledger.acknowledged += 1
        self._jobs.append(response.json()["id"])
        return True

    def _check(self) -> None:
        """Wait for all jobs, then compare what is there with the ledger."""
        for job_id in self._jobs:
            job = self.service.job(job_id)
            assert job["status"] == "done", job
        self._jobs.clear()
        self._wait_for_unacknowledged()
        documents = list(self.service.documents().values())
        by_name: dict[str, list[dict[str, Any]]] = {}
        for document in documents:
            by_name.setdefault(document["source_file"], []).append(document)
        assert [len(same) for same in by_name.values()] == [1] * len(by_name), by_name
        [standing] = by_name.pop(_STANDING)
        assert standing["title"].startswith("聊城市")
        for name in {*by_name, *self.ledger.allowed}:
            held = by_name.get(name, [{"source_sha256": None}])[0]["source_sha256"]
            assert held in self.ledger.of(name), (name, held, self.ledger.of(name))
            self.ledger.allowed[name] = {held}
            if held is not None:
                self._check_text(by_name[name][0], self.ledger.texts[held])

    def _check_text(self, document: dict[str, Any], text: str) -> None:
        clauses = self.service.http.get(f"/v1/documents/{document['id']}/clauses").json()["clauses"]
        assert clauses
        for clause in clauses:
            assert text[clause["start"] : clause["end"]] == clause["text"]
        hits = self.service.http.post(
            "/v1/search", json={"query": "孵化器补助", "filters": {"documents": [document["id"]]}, "top_k": 50}
        ).json()["hits"]
        assert hits
        assert len({hit["clause_id"] for hit in hits}) == len(hits)

    def _wait_for_unacknowledged(self) -> None:
        """Jobs nobody was told of are carried out too: wait until the library stays as it is."""
        known = self.service.http.get("/v1/snapshots").json()["current"]
        quiet = time.monotonic()
        while time.monotonic() - quiet < 1.5:
            time.sleep(0.2)
            now = self.service.http.get("/v1/snapshots").json()["current"]
            served = self.service.http.get("/healthz").json()["snapshot"]
            if now != known or served != now:
                known, quiet = now, time.monotonic()


def trial(folder: Path, kills: int, seed: int, tell: Callable[[str], None]) -> Ledger:
    """``kills`` kills in a library below ``folder``; fails with an assertion where something was lost."""
    tried = Trial(folder, seed)
    try:
        tried.run(kills, tell)
    finally:
        tried.service.kill()
    return tried.ledger


def main() -> None:
    kills, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        ledger = trial(Path(folder), kills, seed, lambda line: print(line, flush=True))
    print(f"{ledger.kills} kills, {ledger.acknowledged} changes acknowledged: none lost, none doubled")


if __name__ == "__main__":
    main()
