"""Reading on a Ray cluster against one process, and processes killed at random; not a test.

    python -m tests.cluster.measure_ray laws FOLDER [--workers 2] [--embedded 2000]
    python -m tests.cluster.measure_ray kills [--kills 50] [--policies 160] [--minutes 10]

``laws`` reads FOLDER in one process and on a cluster, each a process of its own, compares the bytes of the two
libraries and then the vectors of ``--embedded`` of their chunks. Memory is the sum over all processes at its highest
(proportional set size where the system tells it, so that what is shared is counted once), looked at every half second.
``kills`` builds an index of short policies with a cheap encoder, kills one worker or the driver at a random moment,
again and again until that many have been killed, half of them in each phase, goes on each time, and compares each index
that is finished with that of one process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from index.embedding.distributed import DistributedEncoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.passage import indexed_text
from ingest.artifacts import library_sha256
from ingest.cluster import ClusterSettings, cluster
from ingest.corpus import walk
from ingest.distributed import ingest_on_cluster
from ingest.pipeline import ingest_all
from tests.cluster.processes import Head, below, busy_workers, index_files
from tests.cluster.small_corpus import write_corpus
from tests.running_service import ROOT


def read(folder: Path, workers: int, embedded: int) -> None:
    """Read ``folder``, here for no workers, else on a cluster; digests and times as a line of JSON."""
    with tempfile.TemporaryDirectory() as work:
        figures: dict[str, object] = {}
        load = partial(load_encoder, EmbeddingSettings())
        if workers:
            began = time.perf_counter()
            with cluster(ClusterSettings(workers=workers)):
                figures["start_s"] = round(time.perf_counter() - began, 1)
                began = time.perf_counter()
                library = ingest_on_cluster(walk([folder]), None, Path(work, "parsed"))
                figures["read_s"] = round(time.perf_counter() - began, 1)
                texts = [indexed_text(chunk) for chunk in library.chunks[:: max(1, len(library.chunks) // embedded)]]
                began = time.perf_counter()
                vectors = DistributedEncoder(load(), load, Path(work, "embedded")).encode_passages(texts)
                figures["embed_s"] = round(time.perf_counter() - began, 1)
        else:
            began = time.perf_counter()
            library = ingest_all(walk([folder]))
            figures["read_s"] = round(time.perf_counter() - began, 1)
            texts = [indexed_text(chunk) for chunk in library.chunks[:: max(1, len(library.chunks) // embedded)]]
            began = time.perf_counter()
            vectors = load().encode_passages(texts)
            figures["embed_s"] = round(time.perf_counter() - began, 1)
        figures |= {
            "files": len(library.sources) + len(library.failures),
            "failures": len(library.failures),
            "documents": len(library.documents),
            "clauses": len(library.clauses),
            "chunks": len(library.chunks),
            "library": library_sha256(library),
            "embedded": len(texts),
            "vectors": hashlib.sha256(vectors.tobytes()).hexdigest(),
        }
        print(json.dumps(figures))


def measure_laws(folder: Path, workers: int, embedded: int) -> None:
    results = []
    for count in (0, workers):
        command = [sys.executable, "-m", "tests.cluster.measure_ray", "read", folder, str(count), str(embedded)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(_megabytes(pid) for pid in (process.pid, *below(process.pid))))
            time.sleep(0.5)
        out, _ = process.communicate()
        result = json.loads(out.splitlines()[-1])
        results.append(result)
        print("one process" if not count else f"Ray, {count} workers", result, f"peak {peak:.0f} MB", flush=True)
    same = [key for key in results[0] if not key.endswith("_s") and results[0][key] == results[1][key]]
    print("equal:", ", ".join(same), "| different:", [k for k in results[0] if not k.endswith("_s") and k not in same])


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        pass
    try:
        return next(
            int(line.split()[1]) / 1024
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if line.startswith("VmRSS:")
        )
    except (OSError, StopIteration):
        return 0.0


PHASES = ("parsed", "embedded")


class _Run:
    """A driver with what it told so far."""

    def __init__(self, corpus: Path, home: Path, head: Head) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cluster.driver", corpus, home, head.address],
            cwd=ROOT,
            env=os.environ | head.environment,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.told: list[str] = []
        self._reader = threading.Thread(target=self._listen)
        self._reader.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith(PHASES):  # Ray writes between what the driver tells
                self.told.append(line.strip())

    @property
    def phase(self) -> str:
        return self.told[-1].partition(" ")[0] if self.told else "starting"

    def end(self) -> int:
        code = self.process.wait()
        self._reader.join()
        return code


def measure_kills(kills: int, policies: int, minutes: float, seed: int) -> None:
    rng = random.Random(seed)
    killed: Counter[str] = Counter()
    finished = wrong = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_corpus(Path(folder, "corpus"), policies)
        files = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())
        single = [sys.executable, "-m", "tests.cluster.driver", corpus, Path(folder, "one")]
        subprocess.run(single, cwd=ROOT, check=True)
        expected = index_files(Path(folder, "one"))
        head = Head.start()
        home = Path(folder, "home0")
        while killed.total() < kills and time.monotonic() < began + 60 * minutes:
            run = _Run(corpus, home, head)
            while run.phase == "starting" and run.process.poll() is None:
                time.sleep(0.05)
            if _killed_at_random(run, head, rng, killed, kills):
                continue
            names = sorted(line.removeprefix("parsed ") for line in run.told if line.startswith("parsed"))
            finished += 1
            wrong += run.end() != 0 or names != files or index_files(home) != expected
            home = Path(folder, f"home{finished}")
        wrong += _Run(corpus, home, head).end() != 0 or index_files(home) != expected
        head.stop()
    took = time.monotonic() - began
    print(f"killed {killed.total()}: {dict(killed)}; indexes finished {finished + 1}, wrong {wrong}; {took:.0f} s")


def _killed_at_random(run: _Run, head: Head, rng: random.Random, killed: Counter[str], kills: int) -> bool:
    """Kill workers now and then while ``run`` goes on; whether the driver itself was killed in the end."""
    while run.process.poll() is None:
        time.sleep(rng.uniform(0.1, 1.5))
        phase = run.phase
        there = sum(count for where, count in killed.items() if where.endswith(phase))
        if run.process.poll() is not None or killed.total() >= kills or there * len(PHASES) >= kills:
            continue
        if rng.random() < 0.25:
            run.process.kill()
            run.end()
            killed[f"driver, {phase}"] += 1
            return True
        busy = busy_workers(head)
        if busy:
            os.kill(rng.choice(busy), signal.SIGKILL)
            killed[f"worker, {phase}"] += 1
    return False


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster.measure_ray", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    laws = kinds.add_parser("laws")
    laws.add_argument("folder", type=Path)
    laws.add_argument("--workers", type=int, default=2)
    laws.add_argument("--embedded", type=int, default=2000)
    one = kinds.add_parser("read")
    one.add_argument("folder", type=Path)
    one.add_argument("workers", type=int)
    one.add_argument("embedded", type=int)
    killing = kinds.add_parser("kills")
    killing.add_argument("--kills", type=int, default=50)
    killing.add_argument("--policies", type=int, default=160)
    killing.add_argument("--minutes", type=float, default=10)
    killing.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    if chosen.kind == "laws":
        measure_laws(chosen.folder, chosen.workers, chosen.embedded)
    elif chosen.kind == "read":
        read(chosen.folder, chosen.workers, chosen.embedded)
    else:
        measure_kills(chosen.kills, chosen.policies, chosen.minutes, chosen.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
