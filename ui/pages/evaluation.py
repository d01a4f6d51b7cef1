"""评测: one or two runs of ``policyqa eval run``, by kind, failure by failure, and against each other."""

from __future__ import annotations

import gradio as gr

from ui.connection import ServiceUrl
from ui.evaluation.accuracy import accuracy
from ui.evaluation.failures import changes, failures
from ui.evaluation.recorded import NotARun, read_run
from ui.failure import failure
from ui.sent_files import FileGone, SentFile, file_field, take
from ui.shell import area

INTRODUCTION = (
    '<div class="pq-intro"><h2>答对多少，错在哪里</h2>'
    "<p>打开一次评测的结果，按题型看正确率，逐题看错处；再打开一份，看两次之间变了什么。</p></div>"
)
EMPTY = (
    '<div class="pq-box"><strong>还没有打开结果</strong><p>在命令行执行 <code>policyqa eval run --questions 题目.xlsx '
    "--out 结果</code>，再在上面选择结果文件夹中的 results.jsonl。再选一份作对照，就能看到两次之间的变化。"
    "文件只在打开时读取，不入库。</p></div>"
)


def build(workbench: gr.Blocks, service_url: ServiceUrl) -> None:
    """Lay the page out and wire its events."""
    with gr.Column(elem_id="pq-columns", elem_classes="pq-single"):
        area("pq-opening", INTRODUCTION)
        with gr.Row(elem_id="pq-runs"):
            run = file_field("本次结果（results.jsonl）", "pq-run", types=[".jsonl"])
            before = file_field("对照的结果（可不选）", "pq-run-before", types=[".jsonl"])
        shown = area("pq-run-shown", EMPTY)
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    for field in (run, before):
        field.shown.chosen(take, None, field.chosen, **quiet).then(show, [run.chosen, before.chosen], shown, **quiet)


def show(run: list[SentFile], before: list[SentFile]) -> str:
    """The page for the files chosen."""
    if not run:
        return EMPTY
    try:
        now = read_run(run[0].name, run[0].data())
        earlier = read_run(before[0].name, before[0].data()) if before else None
    except (NotARun, FileGone) as error:
        return failure(str(error))
    between = changes(earlier, now) if earlier else ""
    return f"{accuracy(now, earlier)}{between}{failures(now)}"
