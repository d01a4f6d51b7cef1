"""What the service refuses or cannot do, classed by what the caller should do about it.

ServiceError                  base; ``status`` is the HTTP status, ``code`` is stable and machine-readable
├── InvalidRequest            422: change the request
│   └── UnknownRegionFilter   422: the region filter names no place the library knows
├── DocumentNotFound          404: list the documents and take one of their ids
├── ClauseNotFound            404: take a clause's id from a citation, a hit, or a document's clauses
├── ModelNotFound             404: list the models and take one of their names
├── KnowledgeNotFound         404: name the whole library, a region or a document
├── IndexUnavailable          503: build or repair the index, then ask again
└── RecordsUnavailable        503: start the service with a library folder to keep records in
"""

from __future__ import annotations

from typing import ClassVar


class ServiceError(Exception):
    """Base of the service's errors; ``str(error)`` is the detail shown to the user, in Simplified Chinese."""

    code: ClassVar[str] = "service_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "服务出错"


class InvalidRequest(ServiceError):
    """The request is well formed but cannot be carried out as it stands."""

    code = "invalid_request"
    status = 422
    title = "请求有误"


class UnknownRegionFilter(InvalidRequest):
    """``filters.regions`` holds a name or code that is no administrative division known here."""

    code = "unknown_region"
    title = "无法识别的地区"


class DocumentNotFound(ServiceError):
    """No document of the library has this id."""

    code = "document_not_found"
    status = 404
    title = "未找到该文件"


class ClauseNotFound(ServiceError):
    """No clause of the library has this id."""

    code = "clause_not_found"
    status = 404
    title = "未找到该条款"


class ModelNotFound(ServiceError):
    """A chat request names a model that is not offered here."""

    code = "model_not_found"
    status = 404
    title = "没有这个模型"


class KnowledgeNotFound(ServiceError):
    """A knowledge id stands for no part of the library."""

    code = "knowledge_not_found"
    status = 404
    title = "没有这个知识库"


class IndexUnavailable(ServiceError):
    """The index is missing, unreadable, or was built for something else."""

    code = "index_unavailable"
    status = 503
    title = "索引不可用"


class RecordsUnavailable(ServiceError):
    """There is no database to keep records in."""

    code = "records_unavailable"
    status = 503
    title = "记录库不可用"
