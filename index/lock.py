"""One writer at a time in a library's folder. Readers wait for nobody; their hold keeps what they read from removal."""

from __future__ import annotations

import fcntl
import os
import weakref
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


class ReadHold:
    """Keeps a snapshot's folder from being pruned, by any process, until this is closed or no longer referred to.

    A shared lock on the folder itself: the system lets go of it when the process ends, however it ends.
    """

    def __init__(self, directory: Path) -> None:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        self._close = weakref.finalize(self, os.close, descriptor)

    def close(self) -> None:
        """Let go."""
        self._close()


def is_read(directory: Path) -> bool:
    """Whether some :class:`ReadHold` is on the snapshot in ``directory``."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
