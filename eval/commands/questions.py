"""`policyqa eval make-questions` and `policyqa eval schema`: for those who write question files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.case_files import write_cases
from eval.cases import Case
from eval.commands.failing import UNUSABLE, unusable_input
from eval.commands.targets import LOCAL, OpenTarget, TargetOption, chosen
from eval.drafts import draft_cases

ALL = "all"


def register(app: typer.Typer, local: OpenTarget) -> None:
    """Add the commands to ``app``."""

    @app.command("make-questions")
    def make_questions(
        document: Annotated[str, typer.Option(help="文件 id（见 /v1/documents），或 all", show_default=False)],
        out: Annotated[Path, typer.Option(help="写到哪个文件：.jsonl，或 .xlsx 以便编辑", show_default=False)],
        target: TargetOption = LOCAL,
    ) -> None:
        """由文件写明的数值拟出题目草稿，供人修改核对后用于测评。不覆盖已有的文件。"""
        service = chosen(target, local)().service
        with unusable_input():
            held = [info.id for info in service.documents().documents]
            if document != ALL and document not in held:
                raise typer.BadParameter(f"没有这份文件，现有：{'、'.join(held)}", param_hint="--document")
            if out.exists():
                raise typer.BadParameter(f"{out} 已存在，改过的题目不应被覆盖", param_hint="--out")
            cases = draft_cases(service.facts(name) for name in (held if document == ALL else [document]))
            if cases:
                write_cases(out, cases)
        if not cases:
            Console(stderr=True).print("文件中没有可以拟成题目的数值。")
            raise typer.Exit(UNUSABLE)
        Console().print(f"拟出 {len(cases)} 题，已写入 {out}。请逐题修改、核对后再用。", markup=False)

    @app.command("schema")
    def schema() -> None:
        """输出题目（题目文件的一行）的 JSON Schema。"""
        typer.echo(question_schema(), nl=False)


def question_schema() -> str:
    """The JSON Schema of one case, as published in ``docs/question.schema.json``."""
    return json.dumps(Case.model_json_schema(), ensure_ascii=False, indent=2) + "\n"
