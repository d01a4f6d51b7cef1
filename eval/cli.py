"""The command `policyqa eval`."""

from __future__ import annotations

import typer

from eval.commands import compare, gate, questions, report, run
from eval.commands.targets import OpenTarget


def build_app(local_target: OpenTarget) -> typer.Typer:
    """The `eval` commands. ``local_target`` opens the service of this process; called only when it is
    measured.
    """
    app = typer.Typer(name="eval", help="测评：用题目文件检验问答质量。", no_args_is_help=True)

    @app.callback()
    def eval_() -> None:
        """测评：用题目文件检验问答质量。"""

    run.register(app, local_target)
    compare.register(app)
    gate.register(app)
    report.register(app)
    questions.register(app, local_target)
    return app
