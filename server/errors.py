"""What the service refuses or cannot do, classed by what the caller should do about it.

ServiceError                  base; ``status`` is the HTTP status, ``code`` is stable and machine-readable
├── InvalidRequest            422: change the request
│   ├── UnknownRegionFilter   422: the region filter names no place the library knows
│   ├── BadFileName           422: give the file a plain name
│   └── FileUnusable          422: hand in a file that can be read, in one of the formats
├── FileTooBig                413: hand in a smaller file, or fewer at once
├── NameTaken                 409: another document's file has this name: rename it, or replace that one
├── DocumentNotFound          404: list the documents and take one of their ids
├── ClauseNotFound            404: take a clause's id from a citation, a hit, or a document's clauses
├── JobNotFound               404: take a job's id from the answer to an upload or another change
├── SnapshotNotFound          404: list the snapshots and take one of their names
├── VersionNotFound           404: list the document's versions, or name another document
├── ModelNotFound             404: list the models and take one of their names
├── KnowledgeNotFound         404: name the whole library, a region or a document
├── RecordsUnavailable        503: ask again when the database answers; without one, give the service a folder for it
├── NotSignedIn               401: give a key, or another one
├── NotAllowed                403: use a key of a higher role
├── TooManyRequests           429: wait as long as ``Retry-After`` says
├── KeysMissing               503, at start: make a key, or listen on loopback only
├── ExtraMissing              503, at start: install the part of the program that is named
├── DatabaseUnavailable       503, at start: mend the database, its address or its password
├── RecordsTooNew             503, at start: upgrade the program, or restore an older backup
├── BackupFailed              503: nothing was written; do what it says and try again
│   ├── BackupUnusable        422: it is damaged, or none of ours: take another backup
│   └── RestoreRefused        409: the target holds something, or is in use: stop it, or use --force
├── Overloaded                503: nothing was begun; ask again a little later
├── OutOfTime                 504: it took too long; ask for less, or again later
└── IndexUnavailable          503: build or repair the index, then ask again
"""

from __future__ import annotations

from typing import ClassVar, Self


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


class BadFileName(InvalidRequest):
    """The name of an uploaded file cannot be kept as a name."""

    code = "bad_file_name"
    title = "文件名不可用"


class FileUnusable(InvalidRequest):
    """An uploaded file is empty, or of no format that is read."""

    code = "file_unusable"
    title = "文件无法收录"


class FileTooBig(ServiceError):
    """An uploaded file, or all of a request together, is over the limit."""

    code = "file_too_big"
    status = 413
    title = "文件过大"


class NameTaken(ServiceError):
    """The file that is to replace a document's has the name of yet another document's file."""

    code = "name_taken"
    status = 409
    title = "文件名已被占用"


class JobNotFound(ServiceError):
    """No change of the library has this id."""

    code = "job_not_found"
    status = 404
    title = "没有这个任务"


class SnapshotNotFound(ServiceError):
    """No snapshot of the library has this name."""

    code = "snapshot_not_found"
    status = 404
    title = "没有这个快照"


class VersionNotFound(ServiceError):
    """Neither a version of the document nor another document has this id."""

    code = "version_not_found"
    status = 404
    title = "没有这个版本"


class DocumentNotFound(ServiceError):
    """No document of the library has this id."""

    code = "document_not_found"
    status = 404
    title = "未找到该文件"

    @classmethod
    def of_id(cls, document_id: str) -> Self:
        """No document has this id."""
        return cls(f"没有 id 为“{document_id}”的文件，可在文件列表中查到全部 id。")


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
    """There is no database to keep records in, or it does not answer now."""

    code = "records_unavailable"
    status = 503
    title = "记录库不可用"


class NotSignedIn(ServiceError):
    """Keys are required here, and the request has none that is known."""

    code = "not_signed_in"
    status = 401
    title = "需要密钥"


class NotAllowed(ServiceError):
    """The caller is known and may not do this."""

    code = "not_allowed"
    status = 403
    title = "没有权限"


class TooManyRequests(ServiceError):
    """The caller has asked more often than is allowed; ``retry_after`` is in whole seconds."""

    code = "too_many_requests"
    status = 429
    title = "请求过于频繁"

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class KeysMissing(ServiceError):
    """The service would be on the network without a single key to it."""

    code = "keys_missing"
    status = 503
    title = "没有密钥"


class ExtraMissing(ServiceError):
    """The settings ask for something whose package is not installed."""

    code = "extra_missing"
    status = 503
    title = "缺少组件"


class DatabaseUnavailable(ServiceError):
    """The database that the settings name does not answer, or refuses."""

    code = "database_unavailable"
    status = 503
    title = "数据库不可用"


class RecordsTooNew(ServiceError):
    """The tables were changed by a later version of this program."""

    code = "records_too_new"
    status = 503
    title = "记录数据库过新"


class BackupFailed(ServiceError):
    """A backup could not be made or restored; everything is as it was."""

    code = "backup_failed"
    status = 503
    title = "备份未完成"


class BackupUnusable(BackupFailed):
    """The file is no backup of ours, is damaged, or was made to do harm."""

    code = "backup_unusable"
    status = 422
    title = "备份不可用"


class RestoreRefused(BackupFailed):
    """Restoring would overwrite something that is there, or in use."""

    code = "restore_refused"
    status = 409
    title = "没有恢复"


class Overloaded(ServiceError):
    """All threads were busy for as long as a request may take; this one was never begun."""

    code = "overloaded"
    status = 503
    title = "服务繁忙"


class OutOfTime(ServiceError):
    """The request was begun and took longer than one may."""

    code = "out_of_time"
    status = 504
    title = "处理超时"
