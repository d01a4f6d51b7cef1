"""Making a backup, also while the library is served and changed."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from index.durable import sync
from index.errors import RetrievalIndexError
from index.lock import ReadHold
from index.snapshots import CURRENT, current_snapshot, folders_of, snapshot_dir
from server.backup.layout import MANIFEST, RECORDS, Manifest, Member, check_name, seal
from server.backup.rows import as_of_now, written
from server.errors import BackupFailed
from server.library import archive, vault
from server.records.schema import KEPT, SCHEMA

_TRIES = 50
_PIECE = 1024 * 1024


def back_up(home: Path, engine: Engine, settings: dict[str, object], target: Path) -> Manifest:
    """Write the library in ``home``, with its records in ``engine``, into the file ``target``; it is complete or not
    there at all. Nobody who asks or uploads waits for it.

    What was acknowledged before this was called is in it. A change that is only ordered then is carried out after a
    restore.

    Raises:
        BackupFailed: ``target`` is there already, there is nothing to back up, or it changes faster than it is read.
        OSError: the disk cannot be read or written.
    """
    if target.exists():
        raise BackupFailed(f"{target} 已经存在，没有覆盖。请换一个文件名。")
    with tempfile.TemporaryDirectory(prefix=".backing-up-", dir=target.parent) as made:
        scratch = Path(made)
        name, hold = _records_and_snapshot(home, engine, scratch)
        try:
            part = scratch / "backup"
            manifest = _written(home, name, settings, scratch, part)
        finally:
            hold.close()
        sync(part)
        part.replace(target)
    sync(target.parent)
    return manifest


def _records_and_snapshot(home: Path, engine: Engine, scratch: Path) -> tuple[str, ReadHold]:
    """The records, written into ``scratch``, and the snapshot they belong to: none was switched to between.

    Were the records the older ones, a file that took a hidden one's place could be seen by all after a restore; were
    they the newer ones, a change that they call done would be missing.
    """
    (scratch / RECORDS).mkdir()
    for _ in range(_TRIES):
        try:
            name = current_snapshot(home)
            hold = ReadHold(snapshot_dir(home, name))
        except FileNotFoundError:
            continue  # removed between the two lines
        except RetrievalIndexError as error:
            raise BackupFailed(str(error)) from error
        with as_of_now(engine, scratch) as connection:
            if current_snapshot(home) == name:
                for table in KEPT:
                    written(connection, table, scratch / RECORDS / f"{table.name}.jsonl")
                return name, hold
        hold.close()
    raise BackupFailed("文件库一直在变动，没有取得一致的状态，请稍后再试。")


def _written(home: Path, name: str, settings: dict[str, object], scratch: Path, part: Path) -> Manifest:
    (scratch / CURRENT).write_text(f"{name}\n", encoding="utf-8")
    members: list[Member] = []
    with _private(part) as out, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for inside, path in _files(home, name, scratch):
            members.append(_added(tar, inside, path))
        manifest = Manifest(
            format=1,
            program=version("policyqa"),
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            snapshot=name,
            schema_number=SCHEMA,
            settings=settings,
            members=tuple(members),
        )
        text = manifest.model_dump_json().encode()
        tar.addfile(_header(MANIFEST, len(text)), io.BytesIO(text))
    with part.open("r+b") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest()
        file.write(seal(whole))
    return manifest


def _files(home: Path, name: str, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Every file with its name in the backup. Nothing in the folders of a library is changed once it has its name."""
    yield CURRENT, scratch / CURRENT
    for path in sorted((scratch / RECORDS).iterdir()):
        yield f"{RECORDS}/{path.name}", path
    roots = [*folders_of(home, name), home / vault.FOLDER, home / archive.FOLDER]
    for root in roots:
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(home).parts
            # What begins with a dot is being written.
            if path.is_file() and not any(part.startswith(".") for part in parts):
                yield "/".join(parts), path


def _added(tar: tarfile.TarFile, inside: str, path: Path) -> Member:
    check_name(inside)
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        reading = _Hashing(file)
        tar.addfile(_header(inside, size), reading)
    return Member(name=inside, bytes=size, sha256=reading.hexdigest())


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = size
    header.mode = 0o600
    return header


class _Hashing:
    """Hashes what is read from a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sha256.update(data)
        return data

    def hexdigest(self) -> str:
        return self._sha256.hexdigest()


def _private(part: Path) -> BinaryIO:
    """A new file that only its owner reads."""
    return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=_PIECE)
