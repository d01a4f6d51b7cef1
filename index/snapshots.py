"""The snapshots of a library's folder, and which of them is in use.

<home>/current                    the name of the snapshot in use, one line
<home>/snapshots/<name>/          a snapshot, complete and never changed again
<home>/snapshots/.building-…/     one that is being written, or whose writing was cut off
<home>/segments/<time>/           documents indexed together, shared by the snapshots whose manifests name it
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from index.durable import replace_text, sync, sync_tree
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing
from index.lock import is_read, writer_lock
from index.manifest import REBUILD, Manifest
from index.segment import SEGMENTS
from index.storage.placement import open_contents
from ingest.changes import Changes, load_changes
from ingest.errors import ArtifactsDamaged

CURRENT = "current"
SNAPSHOTS = "snapshots"
UNFINISHED = ".building-"
_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}")
_STAMP = "%Y%m%dT%H%M%S"


def current_snapshot(home: Path) -> str:
    """Name of the snapshot in use.

    Raises:
        IndexMissing: nothing has been built in ``home``.
        IndexCorrupt: the snapshot that ``current`` names is not there.
    """
    path = home / CURRENT
    try:
        name = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissing(f"{home} 中还没有索引，请先运行 policyqa index build") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexCorrupt(f"{path} 无法读取，请运行 policyqa index rollback 另选快照，或{REBUILD[1:]}") from error
    if name not in list_snapshots(home):
        raise IndexCorrupt(f"{path} 指向的快照“{name}”不存在，请运行 policyqa index rollback 另选快照，或{REBUILD[1:]}")
    return name


def list_snapshots(home: Path) -> list[str]:
    """Names of all complete snapshots, oldest first."""
    folder = home / SNAPSHOTS
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and _NAME.fullmatch(path.name))


def current_changes(home: Path) -> Changes:
    """What people changed by hand, as the snapshot in use has it; read even where the rest of it cannot be used.

    Where there is no snapshot in use, or its changes are damaged, those of the newest that can be read.

    Raises:
        IndexCorrupt: there are snapshots, but the changes of none can be read.
    """
    names = list_snapshots(home)[::-1]
    with suppress(IndexMissing, IndexCorrupt):
        names.insert(0, current_snapshot(home))
    for name in names:
        try:
            return load_changes(home / SNAPSHOTS / name)
        except ArtifactsDamaged:
            continue
    if names:
        raise IndexCorrupt(f"{home} 的各快照中，上传、删除与更正的记录都读不出来，重建会丢失它们。请恢复备份")
    return Changes()


def snapshot_dir(home: Path, snapshot: str) -> Path:
    """Folder of a snapshot. Raises ``IndexMissing`` if there is none of that name."""
    if snapshot not in list_snapshots(home):
        raise IndexMissing(f"{home} 中没有快照“{snapshot}”，可用 policyqa index status 查看已有快照")
    return home / SNAPSHOTS / snapshot


def folders_of(home: Path, snapshot: str) -> list[Path]:
    """All folders that a snapshot's files lie in: its own, and those of its segments, shared or not.

    Raises:
        IndexMissing, IndexCorrupt, IndexMismatch: there is none of that name, or it does not say what it is made of.
    """
    own = snapshot_dir(home, snapshot)
    return [own, *(home / SEGMENTS / segment.name for segment in Manifest.read(own).segments)]


def verify(home: Path, snapshot: str | None = None) -> Manifest:
    """Check a snapshot (by default the one in use) from end to end; returns its manifest.

    Raises:
        IndexMissing, IndexCorrupt, IndexMismatch: what is wrong with it.
    """
    name = current_snapshot(home) if snapshot is None else snapshot
    return open_contents(snapshot_dir(home, name), anew=True).manifest


def activate(home: Path, snapshot: str) -> None:
    """Use ``snapshot`` from now on (a rollback), once it has passed ``verify``.

    Raises:
        IndexMissing, IndexCorrupt, IndexMismatch: it cannot be used; what was in use stays in use.
        IndexBusy: another process is changing the index.
    """
    with writer_lock(home):
        use(home, snapshot)


def use(home: Path, snapshot: str) -> None:
    """``activate`` for a caller that holds the writer's lock."""
    verify(home, snapshot)
    switch_to(home, snapshot)


def switch_to(home: Path, snapshot: str) -> None:
    """Make ``snapshot`` the one in use, in one step. The caller holds the writer's lock."""
    replace_text(home / CURRENT, snapshot + "\n")


def new_stamp(home: Path, now: datetime) -> str:
    """The time (UTC), readable: later than that of any snapshot or segment, even if built within a second."""
    stamp = f"{now:{_STAMP}}"
    segments = home / SEGMENTS
    taken = [*list_snapshots(home)[-1:], *(path.name for path in (segments.iterdir() if segments.is_dir() else ()))]
    newest = max((name.partition("-")[0] for name in taken), default="")
    if newest >= stamp:
        stamp = f"{datetime.strptime(newest, _STAMP) + timedelta(seconds=1):{_STAMP}}"
    return stamp


@contextmanager
def unfinished(home: Path, stamp: str) -> Iterator[Path]:
    """A folder to build a snapshot in, removed unless it was completed by the end."""
    directory = home / SNAPSHOTS / f"{UNFINISHED}{stamp}"
    directory.mkdir(parents=True)
    try:
        yield directory
    finally:
        if directory.exists():
            shutil.rmtree(directory)


def complete(directory: Path, home: Path, name: str, check: Callable[[Path], object]) -> None:
    """What was written in ``directory`` is the snapshot ``name`` from now on, on the disk, not in use yet.

    Raises:
        IndexCorrupt, IndexMismatch: what ``check``, called with ``directory``, finds wrong with it.
        OSError: the disk cannot be written.
    """
    sync_tree(directory)
    check(directory)
    directory.rename(home / SNAPSHOTS / name)
    sync(home / SNAPSHOTS)


def use_new(home: Path, snapshot: str, keep: int) -> None:
    """Use ``snapshot``, just completed, and remove all but the ``keep`` newest and the one before, kept for a rollback.

    The caller holds the writer's lock.
    """
    before: set[str] = set()
    with suppress(IndexMissing, IndexCorrupt):
        before.add(current_snapshot(home))
    switch_to(home, snapshot)
    prune(home, keep, spare=frozenset({*before, snapshot}))


def remove_unfinished(home: Path) -> None:
    """Remove what earlier builds left behind when they were cut off. The caller holds the writer's lock."""
    for path in (home / SNAPSHOTS).glob(UNFINISHED + "*"):
        shutil.rmtree(path)
    _remove_unnamed_segments(home)


def prune(home: Path, keep: int, spare: frozenset[str]) -> None:
    """Remove all but the ``keep`` newest snapshots, those to ``spare``, and those some process still answers from;
    then the segments that none of the others has.

    The caller holds the lock.
    """
    for name in list_snapshots(home)[:-keep]:
        if name not in spare and not is_read(home / SNAPSHOTS / name):
            doomed = home / SNAPSHOTS / f"{UNFINISHED}{name}"
            # Renamed first: a removal cut off half-way must not leave something that looks complete.
            (home / SNAPSHOTS / name).rename(doomed)
            shutil.rmtree(doomed)
    _remove_unnamed_segments(home)


def _remove_unnamed_segments(home: Path) -> None:
    """Remove the segments no snapshot names: of those cut off, and of those pruned."""
    named: set[str] = set()
    for name in list_snapshots(home):
        try:
            named.update(segment.name for segment in Manifest.read(home / SNAPSHOTS / name).segments)
        except IndexMismatch:
            continue  # earlier versions kept everything in the snapshot itself
        except IndexCorrupt:
            return  # a person may mend it: what it had stays
    folder = home / SEGMENTS
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in named:
            shutil.rmtree(path)
