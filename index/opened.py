"""A snapshot opened for reading, and held as long as anybody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.errors import IndexMissing
from index.lock import ReadHold
from index.snapshots import current_snapshot, snapshot_dir
from index.storage.placement import AnyContents, open_contents


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot's name and contents. While ``hold`` lives no process prunes its folder."""

    name: str
    contents: AnyContents
    hold: ReadHold

    @classmethod
    def of(cls, home: Path, snapshot: str | None = None) -> Self:
        """Open ``snapshot`` of ``home``, by default the one in use, after checking all of it.

        Raises:
            IndexMissing, IndexCorrupt, IndexMismatch: it cannot be used.
        """
        name = current_snapshot(home) if snapshot is None else snapshot
        directory = snapshot_dir(home, name)
        try:
            hold = ReadHold(directory)
        except FileNotFoundError as error:
            raise IndexMissing(f"快照“{name}”刚被清理，请重试") from error
        return cls(name, open_contents(directory), hold)
