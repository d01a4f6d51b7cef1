"""What every worker does: index the texts of the job, ask its questions, write down what came and how long it took.

A job is a JSON file ``{"texts": {file: text}, "corpus": folder, "questions": {id: text}, "rounds": n,
"embedding": [host, port], "folder": scratch folder, "options": {…}}``; the outcome is the JSON file beside it that
`eval.peers.outcome.Outcome` reads.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from eval.peers.workers.embedding import ServedEmbedding

DEPTH = 10
"""How many passages are asked for."""


@dataclass(frozen=True)
class Found:
    """A passage found: the file it is of, and its text as the peer shows it."""

    file: str
    text: str


@dataclass(frozen=True)
class Job:
    """What a peer has to index and with what."""

    texts: Mapping[str, str]
    """By file name."""
    corpus: str
    """The folder of the same files, for who reads files itself."""
    embedding: ServedEmbedding
    folder: Path
    """Empty; for whatever the peer writes."""
    options: Mapping[str, Any]
    """The peer's own, from the roster."""
    address: str
    """Of the embedding service, for who speaks OpenAI's protocol: ``http://127.0.0.1:…``."""


class Searching(Protocol):
    """A peer after indexing."""

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        ...

    def search(self, question: str) -> Sequence[Found]:
        """The best `DEPTH` passages, best first."""
        ...


def work(start: Callable[[Job], Searching], path: Path) -> None:
    """Do the job in the file ``path``; ``start`` indexes. Imports of the peer belong before: they are not timed.

    The first round is not timed: it fills caches, and its passages are the ones that are judged.
    """
    given = json.loads(path.read_text("utf-8"))
    host, port = given["embedding"]
    embedding = ServedEmbedding(host, port)
    job = Job(
        given["texts"],
        given["corpus"],
        embedding,
        Path(given["folder"]),
        given["options"],
        f"http://{host}:{port}",
    )
    began = time.perf_counter()
    peer = start(job)
    indexed = time.perf_counter() - began
    found = {name: peer.search(question) for name, question in given["questions"].items()}
    seconds = []
    for _ in range(given["rounds"]):
        for question in given["questions"].values():
            asked = time.perf_counter()
            peer.search(question)
            seconds.append(time.perf_counter() - asked)
    embedding.close()
    outcome = {
        "passages": peer.passages,
        "index_seconds": indexed,
        "query_seconds": seconds,
        "peak_kb": _peak_kb(),
        "found": {name: [[item.file, item.text] for item in items] for name, items in found.items()},
    }
    path.with_suffix(".outcome").write_text(json.dumps(outcome, ensure_ascii=False), encoding="utf-8")


def main(start: Callable[[Job], Searching]) -> None:
    """``work`` on the job that the command line names."""
    work(start, Path(sys.argv[-1]))


def _peak_kb() -> int:
    # Not getrusage: its maximum includes the process this one was forked from.
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
