"""Errors shaped for the door they leave by: OpenAI's envelope, Dify's code and message, else a problem document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from server.contract import Problem
from server.dify_contract import DifyError
from server.openai_contract import ErrorBody, ErrorEnvelope

PROBLEM_TYPE = "application/problem+json"

_BAD_REQUEST = 400
_UNPROCESSABLE = 422
_OPENAI_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_DIFY_CODES = {401: 1002, 403: 1002, 404: 2001}


@dataclass(frozen=True, slots=True)
class Shaped:
    """An error ready to be sent: status, media type and JSON body."""

    status: int
    media_type: str
    body: Mapping[str, Any]


def shaped(problem: Problem, path: str) -> Shaped:
    """``problem`` as the clients of the address ``path`` expect it."""
    # A name the request made up may hold half a character, which no response can carry.
    problem = problem.model_copy(update={"detail": problem.detail.encode("utf-8", "replace").decode("utf-8")})
    build = _shape_of(path)
    if build is None:
        return Shaped(problem.status, PROBLEM_TYPE, problem.model_dump())
    # Both contracts know 400 only for a request that cannot be carried out.
    status = _BAD_REQUEST if problem.status == _UNPROCESSABLE else problem.status
    return Shaped(status, "application/json", build(problem, status).model_dump())


def openai_responses() -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for errors in OpenAI's shape."""
    return _responses(ErrorEnvelope)


def dify_responses() -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for errors in Dify's shape."""
    return _responses(DifyError)


def _responses(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    return {
        "4XX": {"model": model, "description": "请求有误（400）、没有所指的对象（404）或请求过大（413）"},
        "5XX": {"model": model, "description": "服务内部错误（500）或索引不可用（503）"},
    }


def _shape_of(path: str) -> Callable[[Problem, int], BaseModel] | None:
    if path in {"/v1/chat/completions", "/v1/models"} or path.startswith("/v1/models/"):
        return _openai
    return _dify if path == "/retrieval" else None


def _openai(problem: Problem, status: int) -> ErrorEnvelope:
    kind = "server_error" if status >= 500 else _OPENAI_TYPES.get(status, "invalid_request_error")
    param = problem.errors[0]["field"] if problem.errors else None
    return ErrorEnvelope(error=ErrorBody(message=problem.detail, type=kind, param=param, code=problem.code))


def _dify(problem: Problem, status: int) -> DifyError:
    return DifyError(error_code=_DIFY_CODES.get(status, status), error_msg=problem.detail)
