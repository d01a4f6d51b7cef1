"""Is there room for another snapshot beside the one in use?"""

from __future__ import annotations

import shutil
from pathlib import Path

from index.errors import RetrievalIndexError
from index.snapshots import current_snapshot, folders_of
from server.doctor.finding import Finding, in_order, to_mend

_WHAT = "磁盘"
_LEAST_BYTES = 1 << 30


def check_disk(home: Path, least_bytes: int = _LEAST_BYTES) -> Finding:
    """Free space where ``home`` is or will be: ``least_bytes``, or twice the snapshot in use where that is more.

    A build can write a whole new library before the old one may go.
    """
    place = nearest_folder(home)
    free = shutil.disk_usage(place).free
    needed = max(least_bytes, 2 * _bytes_in_use(home))
    seen = f"{place} 剩余 {_gib(free)}（需要 {_gib(needed)}）"
    if free < needed:
        return to_mend(
            _WHAT,
            seen,
            f"清理该磁盘，或把 POLICYQA_HOME 移到更大的磁盘；{home / 'snapshots'} 保留几份旧快照由 "
            "POLICYQA_BUILD__KEEP_SNAPSHOTS 定",
        )
    return in_order(_WHAT, seen)


def nearest_folder(path: Path) -> Path:
    """``path`` itself where it exists, else the innermost folder above it that does."""
    place = path.absolute()
    while not place.exists():
        place = place.parent
    return place


def _bytes_in_use(home: Path) -> int:
    try:
        folders = folders_of(home, current_snapshot(home))
    except RetrievalIndexError:
        return 0  # told by the check of the index
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


def _gib(count: int) -> str:
    return f"{count / 2**30:.1f} GiB"
