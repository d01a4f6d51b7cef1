"""Putting a library back in place from a backup: all of it, or everything stays as it was."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection

from index.durable import sync, sync_tree
from index.errors import IndexBusy, RetrievalIndexError
from index.lock import LOCK_FILE, is_read, writer_lock
from index.snapshots import CURRENT, SNAPSHOTS, list_snapshots, verify
from server.backup.layout import FOLDERS, RECORDS, Manifest
from server.backup.reading import extracted, opened
from server.backup.rows import are_empty, cleared, loaded
from server.errors import BackupUnusable, RestoreRefused
from server.records.database import FILE, open_database
from server.records.schema import SCHEMA

_STAGING = ".restoring-"
_ASIDE = ".before-restore-"


@dataclass(frozen=True, slots=True)
class Restored:
    """``aside`` is the folder in which what was there before is kept; ``None`` where nothing was."""

    manifest: Manifest
    aside: Path | None


def restore(backup: Path, home: Path, database_url: SecretStr | None, *, force: bool = False) -> Restored:
    """Make ``home``, and the records at ``database_url`` (without one, in ``home`` too), what they were.

    With ``force`` what is there is replaced: files are put aside, rows of a PostgreSQL database are removed.

    Raises:
        BackupUnusable: see :func:`server.backup.reading.opened`; or its snapshot is damaged, or its records newer.
        RestoreRefused: something is there and ``force`` is not given, or a service answers from ``home``.
        DatabaseUnavailable, ExtraMissing: as :func:`open_database`.
    """
    home.mkdir(parents=True, exist_ok=True)
    try:
        with writer_lock(home):
            _check_target(home, force)
            with _staging(home) as staging, opened(backup) as (manifest, tar):
                if manifest.schema_number > SCHEMA:
                    raise BackupUnusable("备份出自更新的版本，请先升级本程序。")
                extracted(manifest, tar, staging)
                return Restored(manifest, _put_in_place(manifest, staging, home, database_url, force))
    except IndexBusy as error:
        raise RestoreRefused(str(error)) from error


def _check_target(home: Path, force: bool) -> None:
    if any(is_read(home / SNAPSHOTS / name) for name in list_snapshots(home)):
        raise RestoreRefused(f"有服务正在使用 {home}，请先停止全部服务再恢复。")
    there = [path.name for path in home.iterdir() if path.name != LOCK_FILE and not path.name.startswith(_STAGING)]
    if there and not force:
        raise RestoreRefused(f"{home} 不是空的（{'、'.join(sorted(there)[:5])}）。确实要替换，请加 --force。")


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    for left_behind in home.glob(f"{_STAGING}*"):
        shutil.rmtree(left_behind)
    staging = home / f"{_STAGING}{secrets.token_hex(4)}"
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging)


def _put_in_place(
    manifest: Manifest, staging: Path, home: Path, database_url: SecretStr | None, force: bool
) -> Path | None:
    try:
        verify(staging, manifest.snapshot)
    except RetrievalIndexError as error:
        raise BackupUnusable(f"备份里的快照不可用：{error}") from error
    if (staging / CURRENT).read_text(encoding="utf-8").strip() != manifest.snapshot:
        raise BackupUnusable("备份的清单与内容不符。")
    # SQLite's file is made beside and put in place with the others.
    engine = open_database(staging) if database_url is None else open_database(home, database_url)
    moves = _Moves(home, staging)
    try:
        with engine.begin() as connection:
            _replace_rows(connection, staging / RECORDS, force)
            if database_url is not None:
                moves.carry_out()
        if database_url is None:
            engine.dispose()
            moves.carry_out()
    except BaseException:
        moves.take_back()
        raise
    finally:
        engine.dispose()
    return moves.aside


def _replace_rows(connection: Connection, folder: Path, force: bool) -> None:
    if not are_empty(connection):
        if not force:
            raise RestoreRefused("记录数据库不是空的。确实要替换，请加 --force。")
        cleared(connection)
    loaded(connection, folder)


class _Moves:
    """What is there goes aside, what was staged takes its place; a few renames on one file system, ``current`` last."""

    def __init__(self, home: Path, staging: Path) -> None:
        self._home = home
        self._staging = staging
        self._done: list[tuple[Path, Path]] = []
        self.aside: Path | None = None

    def carry_out(self) -> None:
        """Do it, on the disk when this returns."""
        sync_tree(self._staging)
        names = (CURRENT, *FOLDERS, *(f"{FILE}{end}" for end in ("", "-wal", "-shm")))
        there = [name for name in names if (self._home / name).exists()]
        if there:
            self.aside = self._home / f"{_ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
            self.aside.mkdir(mode=0o700)
            for name in there:
                self._move(self._home / name, self.aside / name)
        for name in reversed(names):
            if (self._staging / name).exists():
                self._move(self._staging / name, self._home / name)
        sync(self._home)

    def take_back(self) -> None:
        """Undo what was done."""
        while self._done:
            source, target = self._done.pop()
            target.rename(source)
        if self.aside is not None and self.aside.exists():
            self.aside.rmdir()

    def _move(self, source: Path, target: Path) -> None:
        source.rename(target)
        self._done.append((source, target))
