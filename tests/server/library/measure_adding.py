"""What adding one document costs in libraries of several sizes; not a test.

    python -m tests.server.library.measure_adding FOLDER [--clauses 0 10000 147000] [--times 7] [--embedding]
                                                  [--profile]

The libraries are made of the documents below FOLDER (a law a file), as many as have that many clauses together; then
documents of about thirty clauses are uploaded one after another, each carried out by the librarian as a server does
it: parsed, written as a new snapshot, opened, checked and put into use. The vectors come from an encoder that costs
nothing, so that what is measured is the library's part; with ``--embedding`` those of the added documents are real.
Medians in milliseconds, by phase (wall time, with the process's CPU time for the whole); the ratios are to the first
size given.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from index.build import build_snapshot
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.opened import Opened
from index.storage.local import LocalStorage
from ingest.model import Library
from ingest.pipeline import ingest_paths
from server.contract import AskRequest
from server.library import librarian
from server.library.archive import Archive
from server.library.desk import SentFile
from server.serving import Serving
from tests.index.measure_scale import first_documents
from tests.server.library.small import WHO, office

_CLAUSES = 30
_FEW = 200
_AFTER = "(first answer)"
"""Not part of the change: what the first question after it takes."""


class CheapEncoder:
    """Unit vectors drawn by a text's checksum, made in no time; of few texts at once, and of questions, those of a
    ``real`` encoder where there is one: the library is not embedded, the document that is added to it is.
    """

    name, dim, max_tokens = "test:cheap", 384, None

    def __init__(self, real: Encoder | None = None) -> None:
        self._real = real

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        if self._real is not None and len(texts) <= _FEW:
            return self._real.encode_passages(texts, on_progress)
        rng = np.random.default_rng(zlib.crc32(texts[0].encode()))
        rows = rng.normal(size=(len(texts), self.dim)).astype(np.float32)
        if on_progress:
            on_progress(len(texts))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.encode_queries([text])[0]

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._real is not None:
            return self._real.encode_queries(texts)
        return np.concatenate([self.encode_passages([text]) for text in texts])


def small_document(number: int) -> str:
    """A regulation of about thirty articles, different for every ``number``."""
    articles = "\n".join(
        f"第{n}条 第{number}类孵化器办理第{n}项事务的，主管部门应当自受理之日起{n + number}个工作日内办结，"
        f"并对符合条件的企业给予最高{10 * n + number}万元补助。"
        for n in range(1, _CLAUSES + 1)
    )
    return f"聊城市第{number}类孵化器管理办法\n{articles}\n聊城市人民政府\n2024年12月1日\n"


class Phases:
    """Seconds by phase; a phase that is part of another is not counted in that one again."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu = 0.0
        self._inner = [0.0]

    @contextmanager
    def during(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = time.perf_counter() - began
            self.seconds[name] = self.seconds.get(name, 0.0) + took - self._inner.pop()
            self._inner[-1] += took

    def of(self, name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            with self.during(name):
                return called(*arguments, **named)

        return timed


def measure(library: Library | None, folder: Path, times: int, profile: bool, encoder: Encoder) -> list[Phases]:
    """Phases of each upload to a library of ``library`` (``None``: of one line)."""
    home = folder / "home"
    build_snapshot(library or Library(), encoder, home)
    here = office(home, encoder=encoder)
    here.serving.current.ask(AskRequest(question="孵化器补助多少"))
    found = []
    profiler = cProfile.Profile()
    for number in range(times):
        phases = Phases()
        here.desk.upload(WHO, [SentFile(name=f"办法{number}.txt", data=small_document(number).encode())])
        with ExitStack() as patched:
            for owner, name in (
                (librarian, "plan"),
                (LocalStorage, "write"),
                (Archive, "keep_leaving"),
                (Serving, "switch"),
            ):
                patched.enter_context(patch.object(owner, name, phases.of(name, getattr(owner, name))))
            opening = phases.of("open", Opened.of)
            patched.enter_context(patch.object(librarian.Opened, "of", opening))
            if profile and number:
                profiler.enable()
            cpu = time.process_time()
            with phases.during("rest"):
                here.desk.librarian._carry_out_next()
            phases.cpu = time.process_time() - cpu
            profiler.disable()
        began = time.perf_counter()
        answer = here.serving.current.ask(AskRequest(question=f"第{number}类孵化器补助多少"))
        phases.seconds[_AFTER] = time.perf_counter() - began
        assert answer.snapshot == here.serving.current.snapshot
        assert f"办法{number}" in here.serving.current.holdings.documents
        found.append(phases)
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
    return found


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.server.library.measure_adding", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, nargs="+", default=[0, 10_000, 147_000])
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--embedding", action="store_true", help="embed the documents that are added")
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args(arguments)
    encoder = CheapEncoder(load_encoder(EmbeddingSettings()) if chosen.embedding else None)
    everything = ingest_paths([chosen.folder])
    first: tuple[float, float] | None = None
    for clauses in chosen.clauses:
        library = first_documents(everything, clauses) if clauses else None
        with tempfile.TemporaryDirectory() as folder:
            found = measure(library, Path(folder), chosen.times, chosen.profile, encoder)
        names = found[-1].seconds
        medians = {name: 1000 * statistics.median(f.seconds.get(name, 0.0) for f in found) for name in names}
        wall = 1000 * statistics.median(sum(s for n, s in f.seconds.items() if n != _AFTER) for f in found)
        cpu = 1000 * statistics.median(f.cpu for f in found)
        first = first or (wall, cpu)
        held = len(library.clauses) if library else 0
        ratios = f"ratio {wall / first[0]:.2f}, of CPU {cpu / first[1]:.2f}"
        print(f"{held} clauses: {wall:.0f} ms, CPU {cpu:.0f} ms; {ratios}", flush=True)
        print("   ", ", ".join(f"{name} {value:.1f}" for name, value in medians.items()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
