"""Every peer and ours, one after the other and several times over, judged alike.

Quality: the figures of `eval.metrics.retrieval` by its rules 1 and 2 (the quote stands in the passage, white space and
quotation marks aside; or half of it does, where a passage ends inside it). Nobody's clause names count, ours
neither. ``within_1000``: the share of questions whose quote has been read within the first 1,000 characters, which is
what tells passages of different length apart.

Times: indexing from texts in memory (ours: from files) to the first search; questions one after the other, each
answered with ten passages, the embedding of the question included. The rounds go through all rows before
the next begins, so that what else the machine does falls on all of them; seconds are medians (indexing) or
nearest-rank percentiles over all rounds (questions). Memory: the largest resident set of the worker's own process
(VmHWM, not `getrusage`, which counts the parent's at the fork); the embedding runs outside, for everyone alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import ValidationError

from eval.cases import Case
from eval.metrics.latency import percentile
from eval.metrics.retrieval import Passage, characters_until_quote, score_passages
from eval.peers.embedding_service import EmbeddingService
from eval.peers.environments import last_lines
from eval.peers.outcome import Outcome

BUDGET = 1000
"""Characters of ``within_1000``."""
_WORKER_SECONDS = 900
_ROOT = Path(__file__).resolve().parents[2]
_RUN = "import runpy, sys; sys.path.append({root!r}); runpy.run_module({module!r}, run_name='__main__')"
_OFFLINE = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "NO_PROXY": "127.0.0.1"}


class WorkerFailed(Exception):
    """A worker that did not hand back an outcome; the text says why."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who takes part: the command its worker is started with (the job's path follows), and its options."""

    name: str
    command: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one entrant."""

    figures: dict[str, float]
    """``clause_at_1``, ``_5``, ``_10``, ``mrr``, ``ndcg``, ``within_1000``: means over the questions, 0 to 1."""
    passages: int
    characters: float
    """Median length of a passage found."""
    index_seconds: float
    embedding_seconds: float
    """Of ``index_seconds``, spent inside the common embedding."""
    p50_ms: float
    p99_ms: float
    peak_mb: float


def worker_command(python: Path, worker: str) -> tuple[str, ...]:
    """How a worker is started by the Python of its environment. Our folder comes last on its path: whatever a peer
    has installed goes before.
    """
    code = _RUN.format(root=str(_ROOT), module=f"eval.peers.workers.{worker}")
    return (str(python), "-I", "-c", code)


def measure(
    entrants: Sequence[Entrant],
    cases: Sequence[Case],
    corpus: Path,
    texts: Mapping[str, str],
    service: EmbeddingService,
    rounds: int,
    on_progress: Callable[[str], None],
) -> dict[str, Measured | WorkerFailed]:
    """Figures by name, or why there are none. ``cases`` are those that `is_searchable` lets through."""
    outcomes: dict[str, list[tuple[Outcome, float]]] = {entrant.name: [] for entrant in entrants}
    failed: dict[str, WorkerFailed] = {}
    for number in range(rounds):
        for entrant in entrants:
            if entrant.name in failed:
                continue
            on_progress(f"第 {number + 1}/{rounds} 轮：{entrant.name}")
            try:
                outcomes[entrant.name].append(_run(entrant, cases, corpus, texts, service))
            except WorkerFailed as error:
                failed[entrant.name] = error
    return {name: failed.get(name) or _sum_up(cases, done) for name, done in outcomes.items()}


def _run(
    entrant: Entrant, cases: Sequence[Case], corpus: Path, texts: Mapping[str, str], service: EmbeddingService
) -> tuple[Outcome, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "job.json"
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        job = {
            "texts": dict(texts),
            "corpus": str(corpus.resolve()),
            "questions": {case.id: case.question for case in cases},
            "rounds": 2,
            "embedding": service.server_address[:2],
            "folder": str(scratch),
            "options": dict(entrant.options),
        }
        path.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("POLICYQA_")}
        before = service.passage_seconds
        try:
            done = subprocess.run(
                [*entrant.command, str(path)],
                env=clean | _OFFLINE,
                cwd=scratch,
                capture_output=True,
                text=True,
                timeout=_WORKER_SECONDS,
                check=False,
            )
            if done.returncode:
                raise WorkerFailed(last_lines(done.stderr) or f"退出码 {done.returncode}")
            outcome = Outcome.model_validate_json(path.with_suffix(".outcome").read_bytes())
        except (OSError, subprocess.TimeoutExpired, ValidationError) as error:
            raise WorkerFailed(str(error)) from error
        return outcome, service.passage_seconds - before


def _sum_up(cases: Sequence[Case], done: Sequence[tuple[Outcome, float]]) -> Measured:
    first = done[0][0]
    seconds = [second for outcome, _ in done for second in outcome.query_seconds]
    lengths = [len(text) for found in first.found.values() for _, text in found]
    return Measured(
        _figures(cases, first),
        first.passages,
        float(median(lengths)) if lengths else 0.0,
        median(outcome.index_seconds for outcome, _ in done),
        median(embedding for _, embedding in done),
        1000 * percentile(seconds, 50),
        1000 * percentile(seconds, 99),
        max(outcome.peak_kb for outcome, _ in done) / 1024,
    )


def _figures(cases: Sequence[Case], outcome: Outcome) -> dict[str, float]:
    rows = []
    for case in cases:
        passages = [Passage(file, text) for file, text in outcome.found[case.id]]
        score = score_passages(case, passages)
        if score is None:
            raise ValueError(f"{case.id} 没有指明条款，不应参与比较")
        read = characters_until_quote(case, passages)
        within = float(read is not None and read <= BUDGET)
        rows.append((score.at_1, score.at_5, score.at_10, score.mrr, score.ndcg, within))
    names = ("clause_at_1", "clause_at_5", "clause_at_10", "mrr", "ndcg", "within_1000")
    return {name: sum(column) / len(rows) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def ours(command: Sequence[str] = ("eval", "peer-worker")) -> tuple[str, ...]:
    """How our own worker is started: this program, in a process of its own."""
    return (sys.executable, "-m", "policyqa", *command)
