"""Every error leaves in Simplified Chinese, as an RFC 9457 problem document (``application/problem+json``).

Only the doors made for other services' clients word it in those services' shapes (:mod:`server.error_shapes`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from server.contract import MAX_QUESTION_CHARS, Problem
from server.error_shapes import PROBLEM_TYPE, shaped
from server.errors import RecordsUnavailable, ServiceError
from server.records.tables import AWAY

log = logging.getLogger(__name__)

_HTTP: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求有误", "请求无法解析，请检查后重试。"),
    404: ("not_found", "地址不存在", "没有这个接口地址，可用的接口见 /docs。"),
    405: ("method_not_allowed", "请求方法不支持", "该接口不支持这种请求方法，用法见 /docs。"),
    413: ("body_too_large", "请求过大", "请求内容超过大小上限，请缩短后重试。"),
    415: ("unsupported_media_type", "内容类型不支持", "请以 application/json 提交。"),
}

_MESSAGES: dict[str, str] = {
    "missing": "缺少必填项",
    "extra_forbidden": "不认识的字段",
    "string_type": "应为字符串",
    "string_too_short": "不能少于 {min_length} 个字符",
    "string_too_long": "不能超过 {max_length} 个字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "list_type": "应为数组",
    "too_long": "最多 {max_length} 项",
    "literal_error": "只能取 {expected}",
    "date_from_datetime_parsing": "应为 YYYY-MM-DD 格式的日期",
    "date_parsing": "应为 YYYY-MM-DD 格式的日期",
    "date_type": "应为 YYYY-MM-DD 格式的日期",
    "model_attributes_type": "应为 JSON 对象（Content-Type: application/json）",
    "model_type": "应为 JSON 对象",
    "dict_type": "应为 JSON 对象",
}
"""By pydantic's error types; the placeholders are filled from the error's ``ctx``."""


EVENT: dict[str, Any] = {
    "type": "object",
    "description": "一个事件",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
}
"""OpenAPI's schema of one server-sent event."""


def respond(problem: Problem, path: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The HTTP response that carries ``problem`` to a client of the address ``path``."""
    sent = shaped(problem, path)
    return JSONResponse(sent.body, status_code=sent.status, headers=dict(headers or {}), media_type=sent.media_type)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for the problem documents an operation may answer with."""
    schema = {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}
    names = {400: "请求无法解析", 401: "需要密钥", 403: "没有权限", 404: "未找到", 409: "名称已被占用", 413: "请求过大"}
    names |= {422: "请求有误", 429: "请求过于频繁", 500: "服务内部错误", 503: "服务繁忙或索引不可用", 504: "处理超时"}
    # A body over the limit (413) may also be one that cannot be decoded.
    bodies = {400} if 413 in statuses else set()
    return {
        status: {"description": names[status], "content": schema}
        for status in sorted({*statuses, *bodies, 401, 403, 429, 503, 504})
    }


def from_validation(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """The problem for pydantic's ``errors``: the question's faults have codes of their own."""
    if any(error["type"] == "json_invalid" for error in errors):
        return Problem(
            title="JSON 无效",
            status=422,
            detail="请求内容不是有效的 JSON，请检查。",
            code="invalid_json",
        )
    listed = [{"field": _field(error["loc"]), "message": _message(error)} for error in errors]
    for error in errors:
        named = _question_problem(error)
        if named is not None:
            return named.model_copy(update={"errors": listed})
    first = listed[0]
    detail = f"{first['field']}：{first['message']}。" if first["field"] else f"{first['message']}。"
    return Problem(title="请求有误", status=422, detail=detail, code="invalid_request", errors=listed)


def from_status(status: int) -> Problem:
    """The problem an HTTP error status stands for by itself."""
    general = ("http_error", "请求未完成", f"请求未完成（{HTTPStatus(status).phrase}）。")
    code, title, detail = _HTTP.get(status, general)
    return Problem(title=title, status=status, detail=detail, code=code)


def from_service_error(error: ServiceError) -> Problem:
    """The problem that a ``ServiceError`` tells."""
    return Problem(title=error.title, status=error.status, detail=str(error), code=error.code)


def install(app: FastAPI) -> None:
    """Make ``app`` answer every error with a problem document; tracebacks go to the log only."""
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(ServiceError, _on_service_error)
    app.add_exception_handler(HTTPException, _on_http)
    for away in AWAY:
        app.add_exception_handler(away, _on_records_away)
    app.add_exception_handler(Exception, _on_unexpected)


def _field(location: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path"))


def _message(error: Mapping[str, Any]) -> str:
    template = _MESSAGES.get(str(error["type"]), "取值不合要求")
    context = {key: str(value).replace(" or ", " 或 ") for key, value in error.get("ctx", {}).items()}
    return template.format_map(context) if "{" not in template or context else "取值不合要求"


def _question_problem(error: Mapping[str, Any]) -> Problem | None:
    if _field(error["loc"]) not in ("question", "query"):
        return None
    if error["type"] in ("string_too_short", "missing"):
        return Problem(title="问题为空", status=422, detail="请输入要问的问题。", code="question_empty")
    if error["type"] == "string_too_long":
        detail = f"问题不能超过 {MAX_QUESTION_CHARS} 个字符，请精简后再问。"
        return Problem(title="问题过长", status=422, detail=detail, code="question_too_long")
    return None


async def _on_validation(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return respond(from_validation(error.errors()), _path(request))


async def _on_service_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ServiceError):
        raise error
    return respond(from_service_error(error), _path(request))


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    return respond(from_status(error.status_code), _path(request), error.headers)


async def _on_records_away(request: Request, error: Exception) -> JSONResponse:
    name = type(error).__name__
    log.error("the records were not to be had in %s %s (%s)", request.method, request.url.path, name)
    return await _on_service_error(request, RecordsUnavailable("记录数据库暂时不可用，请稍后再试。"))


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error in %s %s", request.method, request.url.path, exc_info=error)
    return respond(
        Problem(
            title="服务内部错误",
            status=500,
            detail="服务出现未预料的错误，已记入日志，请联系管理员。",
            code="internal_error",
        ),
        _path(request),
    )


def _path(request: Request) -> str:
    return str(request.scope["path"])
