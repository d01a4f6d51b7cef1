"""``GET /v1/jobs/{id}`` and ``…/events``: how far a change of the library has come."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated

import anyio
from fastapi import APIRouter, Path, Request
from fastapi.sse import EventSourceResponse, format_sse_event

from server import problems
from server.auth.identity import Role
from server.auth.requires import requires
from server.contract import Job

if TYPE_CHECKING:
    from server.library.desk import Desk
    from server.state import ServerState

_JOB = Path(description="任务 id，见上传等操作的返回", max_length=500)
_LOOK_SECONDS = 0.2
_QUIET_SECONDS = 15.0
"""After so long without news a comment is sent, so that no gateway in between closes the connection."""


def jobs_router(state: ServerState, desk: Desk) -> APIRouter:
    """The routes, bound to ``state`` and its ``desk``."""
    router = APIRouter(prefix="/v1/jobs", tags=["文件库管理"])

    @router.get(
        "/{job_id}",
        summary="查看任务",
        description="一次改动进行到哪一步、各文件的结果、失败的原因。只有提交它的密钥和管理员能看到。",
        response_description="任务",
        responses=problems.responses(404, 422, 500),
        dependencies=[requires(Role.EDITOR)],
    )
    async def job(job_id: Annotated[str, _JOB]) -> Job:
        return await state.calls.read(desk.job, job_id)

    @router.get(
        "/{job_id}/events",
        summary="订阅任务进度",
        description=(
            "事件流（`text/event-stream`）：每有进展发送一个事件，事件名为阶段 `received`、`parsing`、`embedding`、"
            "`switching`、`done` 或 `failed`，数据为任务全文；以 `done` 或 `failed` 结束。"
        ),
        response_model=None,
        response_description="任务进度",
        responses={
            200: {"content": {"text/event-stream": {"schema": problems.EVENT}}},
            **problems.responses(404, 422, 500),
        },
        dependencies=[requires(Role.EDITOR)],
    )
    async def events(request: Request, job_id: Annotated[str, _JOB]) -> EventSourceResponse:
        first = await state.calls.read(desk.job, job_id)
        return EventSourceResponse(_events(first, state, desk, request))

    return router


async def _events(job: Job, state: ServerState, desk: Desk, request: Request) -> AsyncIterator[bytes]:
    """One event a change; the last is the finished job."""
    yield _event(job)
    told = time.monotonic()
    while job.status not in ("done", "failed") and not await request.is_disconnected():
        await anyio.sleep(_LOOK_SECONDS)
        now = await state.calls.read(desk.job, job.id)
        if now != job:
            job, told = now, time.monotonic()
            yield _event(job)
        elif time.monotonic() - told > _QUIET_SECONDS:
            told = time.monotonic()
            yield format_sse_event(comment="waiting")


def _event(job: Job) -> bytes:
    return format_sse_event(event=job.stage, data_str=job.model_dump_json())
