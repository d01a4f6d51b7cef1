"""Changes of the library: upload, replace, delete, correct; and the snapshots they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, File, Path, Response, UploadFile
from fastapi.openapi.models import Example

from server import problems
from server.auth.identity import Role, caller
from server.auth.requires import requires
from server.contract import DocumentCorrection, Job, SnapshotList
from server.errors import FileTooBig, InvalidRequest
from server.library.desk import Desk, SentFile
from server.library.names import file_name
from server.library.settings import UploadSettings

if TYPE_CHECKING:
    from server.state import ServerState

_DOCUMENT = Path(description="文件 id，见“列出文件”", max_length=500)
_SNAPSHOT = Path(description="快照名，见“列出快照”", max_length=500)
_ACCEPTED = """\
返回 202 时改动已**可靠保存**，断电或重启都不会丢失；随后在后台执行，完成时一次切换，期间的提问仍由原来的文件库回答。
进度见 `GET /v1/jobs/{id}`，或以事件流订阅 `GET /v1/jobs/{id}/events`。"""

_EXAMPLES: dict[str, Example] = {
    "效力": {"summary": "征求意见稿已正式印发", "value": {"status": "in_force", "issued_on": "2025-06-30"}},
    "文号": {"summary": "补上文号与发文机关", "value": {"doc_number": "日政发〔2025〕8号", "issuer": "日照市人民政府"}},
    "地区": {"summary": "改正地区", "value": {"region": "日照市"}},
    "清除": {"summary": "原文其实没有写明失效日期", "value": {"effective_until": None}},
}


def library_router(state: ServerState, desk: Desk) -> APIRouter:
    """The routes, bound to ``state`` and its ``desk``."""
    router = APIRouter(prefix="/v1", tags=["文件库管理"])

    @router.post(
        "/documents",
        summary="上传文件",
        description=f"上传一份或多份文件（txt、md、html、docx、pdf、xlsx、csv）；与库中文件同名的，替换那一份。\n\n{_ACCEPTED}",
        responses=problems.responses(400, 409, 413, 422, 500, 503),
        status_code=202,
        response_description="已接收的任务",
        dependencies=[requires(Role.EDITOR)],
    )
    async def upload(
        response: Response,
        files: Annotated[list[UploadFile], File(description="文件，可以多份")],
    ) -> Job:
        sent = await _sent(files, desk.settings)
        return _located(await state.calls.read(desk.upload, caller().name, sent), response)

    @router.put(
        "/documents/{document_id:path}",
        summary="替换一份文件",
        description=(
            "以新文件替换这份文件所在的来源文件，文件 id 不变，旧版本留存（见“列出文件的版本”）。"
            f"来源文件含有多份文件时，它们一并被替换。\n\n{_ACCEPTED}"
        ),
        responses=problems.responses(400, 404, 409, 413, 422, 500, 503),
        status_code=202,
        response_description="已接收的任务",
        dependencies=[requires(Role.EDITOR)],
    )
    async def replace(
        response: Response,
        document_id: Annotated[str, _DOCUMENT],
        file: Annotated[UploadFile, File(description="新文件")],
    ) -> Job:
        [sent] = await _sent([file], desk.settings)
        return _located(await state.calls.read(desk.replace, caller().name, document_id, sent), response)

    @router.delete(
        "/documents/{document_id:path}",
        summary="删除一份文件",
        description=(
            "从文件库中删除这份文件。来源文件还含有其他文件时，只删除这一份，其余照旧。"
            f"重新建库不会使它回来；再次上传则会。已有的快照和版本存档中仍有它。\n\n{_ACCEPTED}"
        ),
        responses=problems.responses(404, 422, 500, 503),
        status_code=202,
        response_description="已接收的任务",
        dependencies=[requires(Role.EDITOR)],
    )
    async def delete(response: Response, document_id: Annotated[str, _DOCUMENT]) -> Job:
        return _located(await state.calls.read(desk.delete, caller().name, document_id), response)

    @router.patch(
        "/documents/{document_id:path}",
        summary="更正文件信息",
        description=(
            "人工更正标题、文号、发文机关、地区、日期、效力、文种；只改给出的项，`null` 表示原文没有写明。"
            f"重新建库后更正仍然有效；文件内容被替换后不再沿用。\n\n{_ACCEPTED}"
        ),
        responses=problems.responses(404, 413, 422, 500, 503),
        status_code=202,
        response_description="已接收的任务",
        dependencies=[requires(Role.EDITOR)],
    )
    async def correct(
        response: Response,
        document_id: Annotated[str, _DOCUMENT],
        correction: Annotated[DocumentCorrection, Body(openapi_examples=_EXAMPLES)],
    ) -> Job:
        return _located(await state.calls.read(desk.correct, caller().name, document_id, correction), response)

    @router.get(
        "/snapshots",
        summary="列出快照",
        description="文件库的各个快照，从新到旧。每次改动产生一个新快照，旧的按设置保留若干个，供回退。",
        response_description="全部快照",
        responses=problems.responses(500, 503),
        dependencies=[requires(Role.ADMIN)],
    )
    async def snapshots() -> SnapshotList:
        return await state.calls.read(desk.snapshots)

    @router.post(
        "/snapshots/{name}/activate",
        summary="启用快照",
        description=f"改用指定的快照（回退或前进）；以后的改动从它继续。\n\n{_ACCEPTED}",
        responses=problems.responses(404, 422, 500, 503),
        status_code=202,
        response_description="已接收的任务",
        dependencies=[requires(Role.ADMIN)],
    )
    async def activate(response: Response, name: Annotated[str, _SNAPSHOT]) -> Job:
        return _located(await state.calls.read(desk.activate, caller().name, name), response)

    return router


def _located(job: Job, response: Response) -> Job:
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job


async def _sent(files: list[UploadFile], limits: UploadSettings) -> list[SentFile]:
    """The files in memory, within the limits, with names that may be kept."""
    if len(files) > limits.max_files:
        raise InvalidRequest(f"一次最多上传 {limits.max_files} 份文件，请分次上传。")
    sent = []
    for file in files:
        name = file_name(file.filename)
        data = await file.read(limits.max_file_bytes + 1)
        if len(data) > limits.max_file_bytes:
            raise FileTooBig(f"“{name}”超过单个文件的上限 {limits.max_file_mb} MB，请拆分后上传。")
        sent.append(SentFile(name=name, data=data))
    return sent
