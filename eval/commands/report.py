"""`policyqa eval report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.commands.failing import unusable_input
from eval.results import load_run


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command("report")
    def report(
        results: Annotated[Path, typer.Argument(help="结果文件夹（eval run --out）", show_default=False)],
        out: Annotated[Path, typer.Option(help="写到哪个 HTML 文件", show_default=False)],
        against: Annotated[Path | None, typer.Option(help="对照的结果文件夹（先前的一次）", show_default=False)] = None,
        png: Annotated[
            Path | None, typer.Option(help="另把各图存为 PNG 的文件夹（本机须有中文字体）", show_default=False)
        ] = None,
        figures_only: Annotated[
            bool, typer.Option("--figures-only", help="只写图表与数字，不写题目、预期与答案：题目不公开时用")
        ] = False,
    ) -> None:
        """把结果写成一个可离线打开的 HTML 文件：图表、混淆矩阵、答错各题与预期的对照。"""
        # Template engine and renderer, which no other command needs.
        from eval.page.document import render
        from eval.page.images import chart_images

        with unusable_input():
            run = load_run(results)
            earlier = load_run(against) if against else None
            out.write_text(render(run, earlier, figures_only=figures_only), encoding="utf-8")
            if png:
                png.mkdir(parents=True, exist_ok=True)
                for name, image in chart_images(run, earlier).items():
                    (png / name).write_bytes(image)
        Console().print(f"已写入 {out}", markup=False)
