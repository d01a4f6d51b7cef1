"""Opening a backup: nothing of it is believed before all of it has been checked."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from server.backup.layout import MANIFEST, SEAL_BYTES, Manifest, Member, check_name, sealed_with
from server.errors import BackupUnusable

_PIECE = 1024 * 1024
_MOST_MANIFEST_BYTES = 256 * 1024 * 1024


@contextmanager
def opened(backup: Path) -> Iterator[tuple[Manifest, tarfile.TarFile]]:
    """The backup with what its manifest says of it, as a whole undamaged, its names harmless.

    Raises:
        BackupUnusable: it is damaged, none of ours, or made to write where it should not.
        OSError: it cannot be read.
    """
    _check_whole(backup)
    try:
        with tarfile.open(backup, "r:") as tar:
            members = tar.getmembers()
            for member in members:
                check_name(member.name)
                if not member.isreg() or member.issparse():
                    raise BackupUnusable(f"备份里的“{member.name}”不是普通文件，没有恢复任何内容。")
            yield _manifest(tar, members), tar
    except tarfile.TarError as error:
        raise BackupUnusable(f"{backup} 不是完整的备份：{error}") from error


def extracted(manifest: Manifest, tar: tarfile.TarFile, folder: Path) -> None:
    """Write every member below ``folder``.

    Raises:
        BackupUnusable: one is not what the manifest says, or there is no room for them.
    """
    wanted = sum(member.bytes for member in manifest.members)
    if wanted > shutil.disk_usage(folder).free:
        raise BackupUnusable(f"磁盘剩余空间不够：备份展开后有 {wanted / 1024**2:.0f} MB。")
    for member in manifest.members:
        _extract(member, tar, folder / member.name)


def _check_whole(backup: Path) -> None:
    length = backup.stat().st_size - SEAL_BYTES
    found = hashlib.sha256()
    with backup.open("rb") as file:
        left = max(length, 0)
        while left:
            piece = file.read(min(left, _PIECE))
            if not piece:
                break
            found.update(piece)
            left -= len(piece)
        stated = sealed_with(file.read())
    if length < 0 or stated is None:
        raise BackupUnusable(f"{backup} 不是本程序的备份，或者没有写完。")
    if stated != found.hexdigest():
        raise BackupUnusable(f"{backup} 已损坏（校验值不符），没有恢复任何内容。请换一份备份。")


def _manifest(tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> Manifest:
    if not members or members[-1].name != MANIFEST or members[-1].size > _MOST_MANIFEST_BYTES:
        raise BackupUnusable("备份里没有清单。")
    try:
        manifest = Manifest.model_validate_json(_content(tar, MANIFEST))
    except ValidationError as error:
        raise BackupUnusable("备份的清单不是本程序能读的格式，可能出自更新的版本。") from error
    listed = [(member.name, member.bytes) for member in manifest.members]
    if listed != [(member.name, member.size) for member in members[:-1]] or len(dict(listed)) < len(listed):
        raise BackupUnusable("备份的清单与内容不符。")
    return manifest


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    reader = tar.extractfile(name)
    return reader.read() if reader is not None else b""


def _extract(member: Member, tar: tarfile.TarFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    reader = tar.extractfile(member.name)
    with target.open("xb") as out:
        while reader is not None and (piece := reader.read(_PIECE)):
            found.update(piece)
            out.write(piece)
    if found.hexdigest() != member.sha256:
        raise BackupUnusable(f"备份里的“{member.name}”与清单的校验值不符，没有恢复任何内容。")
