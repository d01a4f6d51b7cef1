"""One writer at a time in a library's folder; readers need no lock."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy

LOCK_FILE = ".write.lock"


@contextmanager
def writer_lock(home: Path) -> Iterator[None]:
    """Hold the right to change ``home``, which is made if need be.

    The operating system lets go of the lock when the process ends, however it ends: none can be left behind.

    Raises:
        IndexBusy: another process (or thread) holds it. It is not waited for.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK_FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(f"另一个程序正在更新 {home} 的索引，请等它结束后再试") from error
        yield
