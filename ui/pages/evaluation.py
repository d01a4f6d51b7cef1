"""评测: one or two runs of ``policyqa eval run``, by kind, failure by failure, and against each other."""

from __future__ import annotations

from html import escape

import gradio as gr

from ui.connection import ServiceUrl
from ui.evaluation.accuracy import accuracy
from ui.evaluation.failures import changes, failures
from ui.evaluation.recorded import NotARun, read_run
from ui.sent_files import SentFile, file_field
from ui.shell import area

EMPTY = (
    '<div class="pq-box"><strong>还没有打开结果</strong><p>在命令行执行 <code>policyqa eval run --questions 题目.xlsx '
    "--out 结果</code>，再在上面选择结果文件夹中的 results.jsonl。再选一份作对照，就能看到两次之间的变化。"
    "文件只在打开时读取，不入库。</p></div>"
)


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""
    with gr.Column(elem_id="pq-columns", elem_classes="pq-single"):
        with gr.Row(elem_id="pq-runs"):
            run = file_field("本次结果（results.jsonl）", "pq-run", types=[".jsonl"])
            before = file_field("对照（可不选）", "pq-run-before", types=[".jsonl"])
        shown = area("pq-run-shown", EMPTY)
    gr.on([run.change, before.change], show, [run, before], shown, show_progress="hidden", api_visibility="private")


def show(run: list[SentFile], before: list[SentFile]) -> str:
    """The page for the files chosen."""
    if not run:
        return EMPTY
    try:
        now = read_run(run[0].name, run[0].data)
        earlier = read_run(before[0].name, before[0].data) if before else None
    except NotARun as error:
        return f'<div class="pq-box pq-box-failure" role="alert"><p>{escape(str(error))}</p></div>'
    between = changes(earlier, now) if earlier else ""
    return f"{accuracy(now, earlier)}{between}{failures(now)}"
