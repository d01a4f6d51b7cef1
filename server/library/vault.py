"""The bytes of uploaded files, on disk before anybody is told that they were received.

A file is named by its content's SHA-256 and one of the known suffixes; nothing of a request gets into a path.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from pathlib import Path

from index.durable import sync

FOLDER = "uploads"
_PART = ".receiving-"
_ABANDONED_SECONDS = 3600
"""Writing a file takes seconds: what is older was left behind by a process that ended in the middle."""


class Vault:
    """The folder of uploaded bytes of the library in ``home``."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def keep(self, data: bytes, suffix: str) -> str:
        """Store ``data`` durably; returns its SHA-256. What is there already is left as it is."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256, suffix)
        if target.exists():
            return sha256
        self.folder.mkdir(parents=True, exist_ok=True)
        # Another process may be receiving the same.
        part = self.folder / f"{_PART}{secrets.token_hex(8)}{suffix}"
        part.write_bytes(data)
        sync(part)
        part.replace(target)
        sync(self.folder)
        sync(self.folder.parent)
        return sha256

    def path(self, sha256: str, suffix: str) -> Path:
        """Where the bytes with this digest lie."""
        return self.folder / f"{sha256}{suffix}"

    def clear_unfinished(self) -> None:
        """Remove what a process was receiving when it ended; not what another one is receiving now."""
        for part in self.folder.glob(f"{_PART}*"):
            try:
                if time.time() - part.stat().st_mtime > _ABANDONED_SECONDS:
                    part.unlink()
            except FileNotFoundError:
                continue  # it was received meanwhile
