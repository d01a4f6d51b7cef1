"""``python -m index.training``: make the tuned model. ``make model`` calls it; see docs/model-card.md."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import torch
import typer

from index.errors import RetrievalIndexError
from index.training.course import Course
from index.training.material import prepare
from index.training.recipe import Recipe
from index.training.written import QUESTIONS


def main(
    judged: Annotated[Path, typer.Option(help="含 corpus、queries、qrels 的文件夹（BEIR 格式）")],
    clauses: Annotated[Path, typer.Option(help="policyqa ingest --export 导出的条款")],
    work: Annotated[Path, typer.Option(help="工作文件夹；中断后再次运行即从此处继续")],
    questions: Annotated[Path, typer.Option(help="自编问题所在文件夹")] = QUESTIONS,
    recipe: Annotated[Path | None, typer.Option(help="另一份训练配方（JSON）")] = None,
    threads: Annotated[int, typer.Option(min=1, help="同时计算的线程数")] = 2,
) -> None:
    """训练条款检索用的嵌入模型，并给出留出问题上的指标。"""
    torch.set_num_threads(1)
    started = time.monotonic()

    def say(text: str) -> None:
        sys.stderr.write(f"[{time.monotonic() - started:7.0f} s] {text}\n")
        sys.stderr.flush()

    try:
        chosen = Recipe.model_validate_json(recipe.read_text("utf-8")) if recipe else Recipe()
        material = prepare(judged, clauses, questions, work, chosen, say)
        (work / "recipe.json").write_text(json.dumps(chosen.model_dump(), ensure_ascii=False, indent=1), "utf-8")
        course = Course(material, chosen, work, threads, say)
        course.train()
        report = course.finish()
    except (RetrievalIndexError, OSError) as error:
        sys.stderr.write(f"错误：{error}\n")
        raise typer.Exit(2) from None
    typer.echo(json.dumps(report["figures"], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    typer.run(main)
