"""The compiled model against its float32 form: ``python -m index.embedding.compare FLOAT32_FOLDER TEXTS…``.

Everything is measured in one process, in turns, so that what other processes take falls on all alike; ratios are of
the best turn of each. Lines of the files stand for clauses, the heads of some for questions. The float32 form runs
through PyTorch as ``SentenceTransformer.encode`` does by itself (batches of 32, all threads) and at its best (the
project's encoder for such folders, batches of 8).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from index.embedding.load import load_encoder
from index.embedding.measure import clauses
from index.embedding.settings import SHIPPED, EmbeddingSettings

_TURNS: Final = 4
_QUESTION: Final = 24
_QUESTIONS: Final = 40


def in_turns(runs: dict[str, Callable[[], object]], turns: int) -> dict[str, float]:
    """The seconds of the fastest of ``turns`` runs of each."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(turns):
        for name, run in runs.items():
            began = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - began)
    return best


def medians_in_turns(runs: dict[str, Callable[[str], object]], texts: Sequence[str], turns: int) -> dict[str, float]:
    """The median seconds a text of the fastest turn of each."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(turns):
        for name, run in runs.items():
            times = []
            for text in texts:
                began = time.perf_counter()
                run(text)
                times.append(time.perf_counter() - began)
            best[name] = min(best[name], statistics.median(times))
    return best


def main(arguments: Sequence[str]) -> None:
    """Parse the command line, measure, print a line for each way of running."""
    parser = argparse.ArgumentParser(prog="python -m index.embedding.compare", description=__doc__)
    parser.add_argument("float32", type=Path)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", default=SHIPPED)
    parser.add_argument("--limit", type=int, default=192, help="how many clauses are embedded")
    chosen = parser.parse_args(arguments)
    texts = clauses(chosen.files, chosen.limit)
    questions = [text[:_QUESTION] for text in texts[:_QUESTIONS]]

    began = time.perf_counter()
    ours = load_encoder(EmbeddingSettings(model=chosen.model))
    ours.encode_query(questions[0])
    print(f"ours loaded and first question answered in {time.perf_counter() - began:.2f} s")
    ours.encode_passages(texts[:4])

    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(chosen.float32), device="cpu", local_files_only=True)
    best = load_encoder(EmbeddingSettings(model=str(chosen.float32), batch_size=8))
    cosines = (ours.encode_passages(texts) * best.encode_passages(texts)).sum(axis=1)
    print(f"{len(texts)} clauses, cosine to float32 {np.min(cosines):.4f} at least, {np.mean(cosines):.4f} on average")
    took = in_turns(
        {
            "PyTorch float32, as it comes": lambda: theirs.encode(texts, prompt_name="document"),
            "PyTorch float32, batches of 8": lambda: best.encode_passages(texts),
            "ours": lambda: ours.encode_passages(texts),
        },
        _TURNS,
    )
    for name, seconds in took.items():
        print(f"{name:32s} {len(texts) / seconds:7.1f} clauses/s, ours is {seconds / took['ours']:.2f} times as fast")
    asked = medians_in_turns(
        {
            "PyTorch float32": lambda text: theirs.encode(text, prompt_name="query"),
            "ours": ours.encode_query,
        },
        questions,
        _TURNS,
    )
    for name, seconds in asked.items():
        print(f"{name:32s} {1000 * seconds:7.1f} ms a question, ours is {seconds / asked['ours']:.2f} times as fast")


if __name__ == "__main__":
    main(sys.argv[1:])
