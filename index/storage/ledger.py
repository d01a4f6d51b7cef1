"""Which collections a library has ever made and not taken away: what no snapshot needs any more is found by it."""

from __future__ import annotations

from pathlib import Path

from index.durable import replace_text
from index.errors import IndexCorrupt
from index.snapshots import list_snapshots, snapshot_dir
from index.storage.placement import FILE_NAME, Placement

LEDGER = "milvus-collections"


class Ledger:
    """The file ``milvus-collections`` in a library's folder: a name a line. For holders of the writer's lock.

    A collection is entered before it is made and struck out after it was dropped, so none is forgotten, whenever a
    process is cut off, and none of another library is touched.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    def enter(self, collection: str) -> None:
        """From now on ``collection`` is this library's."""
        self._write([*self._names(), collection])

    def strike(self, collection: str) -> None:
        """``collection`` is no more."""
        self._write([name for name in self._names() if name != collection])

    def unneeded(self) -> list[str]:
        """Collections that belong to no complete snapshot. Raises ``IndexCorrupt`` where a snapshot does not say."""
        needed = set()
        for name in list_snapshots(self._home):
            directory = snapshot_dir(self._home, name)
            if (directory / FILE_NAME).exists():
                needed.add(Placement.read(directory).collection)
        return [name for name in self._names() if name not in needed]

    def _names(self) -> list[str]:
        try:
            return (self._home / LEDGER).read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise IndexCorrupt(f"{self._home / LEDGER} 无法读取，请恢复备份") from error

    def _write(self, names: list[str]) -> None:
        replace_text(self._home / LEDGER, "".join(f"{name}\n" for name in names))
