"""The jobs: every change of the library, stored before it is acknowledged and carried out in order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Engine,
    ForeignKey,
    Integer,
    Row,
    Table,
    func,
    insert,
    select,
    update,
)

from server.contract import Job, JobFile, JobKind
from server.errors import JobNotFound
from server.records.audit import AUDIT
from server.records.clock import now
from server.records.tables import METADATA, Words

JOBS = Table(
    "jobs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("details", JSON, nullable=False),
    Column("who", Words, nullable=False),
    Column("status", Words, nullable=False, index=True),
    Column("stage", Words, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("reason", Words),
    Column("snapshot", Words),
    Column("created_at", Words, nullable=False),
    Column("finished_at", Words),
    sqlite_autoincrement=True,
)
UPLOADS = Table(
    "uploads",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("job_id", Words, ForeignKey("jobs.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("suffix", Words, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("status", Words, nullable=False),
    Column("reason", Words),
    Column("documents", JSON, nullable=False),
    sqlite_autoincrement=True,
)
_OPEN = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Received:
    """An uploaded file whose bytes are in the vault."""

    name: str
    sha256: str
    suffix: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an uploaded file: the ids of its documents, or why it was not taken."""

    documents: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A job as its worker needs it; ``details`` are the arguments of its kind."""

    id: str
    kind: JobKind
    subject: str
    details: Mapping[str, Any]
    who: str
    files: tuple[Received, ...]


class Jobs:
    """The jobs in ``engine``. Methods may be called from any thread and process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, who: str, kind: JobKind, subject: str, details: Mapping[str, Any], files: Sequence[Received] = ()
    ) -> Job:
        """Queue a job, with its audit line; both are on disk when this returns."""
        job_id = f"job-{uuid.uuid4().hex[:16]}"
        at = now()
        row = {"id": job_id, "kind": kind, "subject": subject, "details": dict(details), "who": who}
        state = {"status": "queued", "stage": "received", "done": 0, "total": 0, "notes": [], "created_at": at}
        audit = {"at": at, "who": who, "action": f"library.{kind}", "subject": subject, "detail": job_id}
        with self._engine.begin() as connection:
            connection.execute(insert(JOBS).values(**row, **state))
            for file in files:
                connection.execute(
                    insert(UPLOADS).values(
                        job_id=job_id,
                        name=file.name,
                        sha256=file.sha256,
                        suffix=file.suffix,
                        bytes=file.bytes,
                        status="waiting",
                        documents=[],
                    )
                )
            connection.execute(insert(AUDIT).values(**audit))
        return self.get(job_id)

    def get(self, job_id: str, ordered_by: str | None = None) -> Job:
        """How a job stands; of those somebody ordered, where he is named.

        Raises:
            JobNotFound: there is none of this id.
        """
        with self._engine.connect() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.id == job_id)).one_or_none()
            if row is None or ordered_by not in (None, row.who):
                raise JobNotFound(f"没有 id 为“{job_id}”的任务，任务 id 见上传等操作的返回。")
            files = connection.execute(select(UPLOADS).where(UPLOADS.c.job_id == job_id).order_by(UPLOADS.c.number))
            return _job(row, list(files))

    def next_open(self) -> Order | None:
        """The oldest job that is not finished: one cut off before any that was never begun."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(JOBS).where(JOBS.c.status.in_(_OPEN)).order_by(JOBS.c.number).limit(1)
            ).one_or_none()
            if row is None:
                return None
            files = connection.execute(select(UPLOADS).where(UPLOADS.c.job_id == row.id).order_by(UPLOADS.c.number))
            received = tuple(Received(f.name, f.sha256, f.suffix, f.bytes) for f in files)
            return Order(row.id, row.kind, row.subject, row.details, row.who, received)

    def count_open(self) -> int:
        """How many jobs are not finished."""
        with self._engine.connect() as connection:
            counted = select(func.count()).select_from(JOBS).where(JOBS.c.status.in_(_OPEN))
            return int(connection.execute(counted).scalar_one())

    def advance(self, job_id: str, stage: str, done: int = 0, total: int = 0) -> None:
        """Note how far a job has come."""
        self._set(job_id, status="running", stage=stage, done=done, total=total)

    def finish(self, job_id: str, snapshot: str, files: Mapping[str, Taken], notes: Sequence[str]) -> None:
        """Note that a job is done, and what became of each of its files, by name."""
        with self._engine.begin() as connection:
            _note_files(connection, job_id, files)
            values = {"status": "done", "stage": "done", "snapshot": snapshot, "notes": list(notes)}
            connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(**values, finished_at=now()))

    def fail(self, order: Order, reason: str, files: Mapping[str, Taken]) -> None:
        """Note why a job could not be carried out, with an audit line."""
        at = now()
        audit = {"at": at, "who": order.who, "action": f"library.{order.kind}.failed", "subject": order.subject}
        with self._engine.begin() as connection:
            _note_files(connection, order.id, files)
            values = {"status": "failed", "stage": "failed", "reason": reason, "finished_at": at}
            connection.execute(update(JOBS).where(JOBS.c.id == order.id).values(**values))
            connection.execute(insert(AUDIT).values(**audit, detail=f"{order.id}：{reason}"))

    def _set(self, job_id: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(**values))


def _note_files(connection: Any, job_id: str, files: Mapping[str, Taken]) -> None:  # noqa: ANN401
    for name, taken in files.items():
        status = "rejected" if taken.reason else "taken"
        connection.execute(
            update(UPLOADS)
            .where(UPLOADS.c.job_id == job_id, UPLOADS.c.name == name)
            .values(status=status, reason=taken.reason, documents=list(taken.documents))
        )


def _job(row: Row[Any], files: Sequence[Row[Any]]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        status=row.status,
        stage=row.stage,
        done=row.done,
        total=row.total,
        files=[
            JobFile(name=f.name, bytes=f.bytes, status=f.status, reason=f.reason, documents=f.documents) for f in files
        ],
        notes=row.notes,
        reason=row.reason,
        snapshot=row.snapshot,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
