"""How far a change of the library has come, as HTML."""

from __future__ import annotations

from html import escape

from server.contract import Job, JobFile

_STAGES = {
    "received": "已接收，等待处理",
    "parsing": "正在解析",
    "embedding": "正在建立索引",
    "switching": "正在切换",
    "done": "已生效",
    "failed": "没有成功",
}
_KINDS = {"upload": "上传", "replace": "替换", "delete": "删除", "correct": "更正", "activate": "切换快照"}


def job_progress(job: Job) -> str:
    """The stage of ``job``, with its files and what an editor should look at once it is finished."""
    files = "".join(f"<li>{escape(_became(file))}</li>" for file in job.files if file.status != "waiting")
    notes = "".join(f"<li>{escape(note)}</li>" for note in job.notes)
    reason = f"<p>{escape(job.reason)}文件库没有变化。</p>" if job.reason else ""
    more = f"<ul>{files}{notes}</ul>" if files or notes else ""
    failed = " pq-box-failure" if job.status == "failed" else ""
    role = "alert" if failed else "status"
    return (
        f'<div class="pq-box pq-job{failed}" role="{role}" data-stage="{job.stage}">'
        f"<p><b>{_KINDS[job.kind]}：{_STAGES[job.stage]}</b></p>{_bar(job)}{reason}{more}</div>"
    )


def _became(file: JobFile) -> str:
    if file.status == "rejected":
        return f"{file.name}：未能收录，{file.reason or '原因不详'}"
    return f"{file.name}：已收录"


def _bar(job: Job) -> str:
    if job.status in ("done", "failed"):
        return ""
    if job.stage == "embedding" and job.total:
        said = f"{job.done} / {job.total} 段"
        return f'<progress max="{job.total}" value="{job.done}" aria-label="进度">{said}</progress><p>{said}</p>'
    return '<progress aria-label="进度"></progress>'
