"""`eval retrieval` from the outside, over a corpus small enough to rank by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from eval.retrieval.cli import register
from index.settings import BuildSettings, RetrievalSettings
from tests.eval.retrieval.test_beir import written
from tests.index.small_library import HashEncoder


@dataclass(frozen=True)
class Place:
    home: Path
    build: BuildSettings = field(default_factory=BuildSettings)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)


class Counting(HashEncoder):
    passages = 0

    def encode_passages(self, texts: Sequence[str], on_progress: object = None) -> np.ndarray:
        Counting.passages += len(texts)
        return super().encode_passages(texts)


def run(tmp_path: Path, *more: str, paths: list[Path] | None = None) -> tuple[int, str, str]:
    app = typer.Typer()
    register(app, lambda: Place(tmp_path / "home"), Counting)
    app.callback()(lambda: None)
    corpus, queries, qrels = paths or written(tmp_path)
    arguments = ["retrieval", "--corpus", str(corpus), "--queries", str(queries), "--qrels", str(qrels), *more]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_the_report_has_the_figures_and_what_they_are_of(tmp_path: Path) -> None:
    code, stdout, _ = run(tmp_path, "--out", str(tmp_path / "report.json"), "--per-query")
    assert code == 0
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    # One query whose one right text shares words with it: first in every list.
    perfect = {"recall@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0, "ndcg@10": 1.0}
    assert report["metrics"] == report["parts"]["lexical"] == report["parts"]["dense"] == perfect
    assert report["per_query"] == {"q1": perfect}
    assert (report["queries"], report["documents"], report["judged_but_missing"]) == (1, 2, 0)
    assert report["model"] == "test:hash"
    assert report["settings"]["retrieval"] == RetrievalSettings().model_dump(mode="json")
    assert "1.000" in stdout


def test_a_second_run_embeds_nothing(tmp_path: Path) -> None:
    Counting.passages = 0
    first = json.loads(run(tmp_path, "--json")[1])
    assert Counting.passages == 2
    second = json.loads(run(tmp_path, "--json")[1])
    assert Counting.passages == 2
    assert first["metrics"] == second["metrics"]
    assert (tmp_path / "home" / "cache" / "vectors").is_dir()


def test_a_right_text_that_the_corpus_lacks_counts_as_not_found(tmp_path: Path) -> None:
    paths = written(tmp_path, qrels_tsv="query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td8\t1\n")
    code, stdout, _ = run(tmp_path, "--json", paths=paths)
    report = json.loads(stdout)
    assert (code, report["judged_but_missing"], report["metrics"]["recall@100"]) == (0, 1, 0.5)


def test_a_choice_of_queries_without_any_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("q7\n", "utf-8")
    code, _, stderr = run(tmp_path, "--only", str(tmp_path / "ids"))
    assert code == 2
    assert "--only" in stderr


@pytest.mark.parametrize("name", ["corpus_jsonl", "queries_jsonl", "qrels_tsv"])
def test_a_bad_file_is_one_line_and_exit_code_2(tmp_path: Path, name: str) -> None:
    code, _, stderr = run(tmp_path, paths=written(tmp_path, **{name: "坏"}))
    assert code == 2
    assert stderr.startswith("无法评测：")
    assert stderr.count("\n") == 1
